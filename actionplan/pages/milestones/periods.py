"""Milestones that recur, year by year: how many of the periods that are due were achieved, and the numbers."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.picture.picture import MilestonePicture
from actionplan.reporting.states import MilestoneState
from actions.states import Recurrence


@dataclass(frozen=True)
class YearOfPeriods:
    """A calendar year, or two, of a recurring milestone."""

    words: str
    due: int
    achieved: int
    number: Decimal | None
    """The sum of the numbers that were told; None where none was."""
    state: str = ""
    """The word for the state of the one period that fills the year or years; empty for months, which are counted."""


def years_of(milestone: MilestonePicture) -> list[YearOfPeriods]:
    """The years in which a period is due, or of which something is told."""
    told = {row.period_start: row for row in milestone.told if row.period_start}
    due = set(milestone.due_periods)
    starts: dict[str, list[datetime.date]] = defaultdict(list)
    for start in sorted(due | set(told)):
        starts[year_words(milestone.recurrence, start)].append(start)
    found = []
    for words, of_year in starts.items():
        rows = [told[start] for start in of_year if start in told]
        numbers = [row.number for row in rows if row.number is not None]
        found.append(
            YearOfPeriods(
                words,
                due=len(due.intersection(of_year)),
                achieved=sum(row.state == MilestoneState.ACHIEVED for row in rows),
                number=sum(numbers, Decimal(0)) if numbers else None,
                state="" if milestone.recurrence == Recurrence.MONTHLY else _state(rows),
            )
        )
    return found


def _state(rows: list) -> str:
    return str(MilestoneState(rows[0].state).label) if rows else _("nothing said")


def year_words(recurrence: str, start: datetime.date) -> str:
    """The year or years of a period: "2022", "2022–2023"."""
    if recurrence == Recurrence.EVERY_TWO_YEARS:
        return f"{start.year}–{start.year + 1}"
    return str(start.year)


def periods_achieved(milestone: MilestonePicture) -> str:
    """How many of the periods that are due: "18 of 23 periods achieved"."""
    due = set(milestone.due_periods)
    achieved = sum(row.period_start in due and row.state == MilestoneState.ACHIEVED for row in milestone.told)
    if not due:
        return _("no period is due yet")
    words = ngettext(
        "%(achieved)s of %(due)s period achieved", "%(achieved)s of %(due)s periods achieved", len(due)
    )
    return words % {"achieved": achieved, "due": len(due)}
