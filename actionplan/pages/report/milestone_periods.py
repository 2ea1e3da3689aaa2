"""Recurring milestones by period: which periods there are up to a day, how they are called, how many were achieved."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.pages.sums import sum_of_known
from actionplan.reporting.milestone_states import due_periods, periods_expected
from actionplan.reporting.states import MilestoneState
from actions.models import MilestoneTerms, Phase
from actions.states import MilestoneOrigin, Recurrence
from budgets.planned import Period, period_of_action
from objectives.models import Plan


def expected_periods(
    terms: MilestoneTerms, plan: Plan, phases: Iterable[Phase], on: datetime.date
) -> tuple[datetime.date, ...]:
    """First days of a recurring milestone's periods up to the one that holds the day, within the action's period.

    Open ends are taken to the plan's; a milestone that was agreed to later begins with its agreement.
    """
    if not terms.recurrence:
        return ()
    whole = period_of_action(Period(phase.start, phase.end) for phase in phases)
    first, last = whole.start or plan.start, min(on, whole.end or plan.end)
    is_proposed = terms.milestone.origin == MilestoneOrigin.PROPOSED
    return periods_expected(terms.recurrence, first, last, terms.in_force_from if is_proposed else None)


def period_words(recurrence: str, start: datetime.date) -> str:
    """A period as people call it: "March 2022", "2022", "2022–2023"."""
    if recurrence == Recurrence.MONTHLY:
        return format_date(start, "F Y")
    if recurrence == Recurrence.EVERY_TWO_YEARS:
        return f"{start.year}–{start.year + 1}"
    return str(start.year)


def periods_achieved(achieved: int, due: int) -> str:
    """How many of the periods that are due: "18 of 23 periods achieved"."""
    if not due:
        return _("no period is due yet")
    return ngettext(
        "%(achieved)s of %(due)s period achieved", "%(achieved)s of %(due)s periods achieved", due
    ) % {"achieved": achieved, "due": due}


@dataclass(frozen=True)
class YearOfPeriods:
    """A calendar year, or two, of a recurring milestone: periods that are due, achieved ones, the sum of the numbers."""

    words: str
    due: int
    achieved: int
    number: Decimal | None
    state: str = ""
    """The word for the state of the one period that fills the year or years; empty for months, which are counted."""


def by_year(
    recurrence: str, expected: Iterable[datetime.date], reported: Iterable[Any], on: datetime.date
) -> list[YearOfPeriods]:
    """What was reported of a recurring milestone, year by year.

    A period is due once its last day has come, or as soon as it is achieved; one that was dropped is not. A year in
    which nothing is due and of which nothing was said is left out.
    """
    rows = {row.period_start: row for row in reported if row.period_start}
    per_year: dict[str, list[datetime.date]] = {}
    for start in sorted({*expected, *rows}):
        label = str(start.year) if recurrence == Recurrence.MONTHLY else period_words(recurrence, start)
        per_year.setdefault(label, []).append(start)
    years = []
    for label, starts in per_year.items():
        said = [rows[start] for start in starts if start in rows]
        achieved = [row for row in said if row.state == MilestoneState.ACHIEVED]
        due = due_periods(recurrence, starts, said, on)
        number = sum_of_known(row.number for row in said)
        state = "" if recurrence == Recurrence.MONTHLY else _state_of(said)
        year = YearOfPeriods(label, len(due), len(achieved), number, state)
        if year.due or said:
            years.append(year)
    return years


def _state_of(said: list[Any]) -> str:
    return str(MilestoneState(said[0].state).label) if said else _("nothing said")
