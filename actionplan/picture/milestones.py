"""The outcome of a milestone on a day: what was promised against what the lead report says.

Due days are inclusive: a milestone is missed from the day after.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from actionplan.base import formatting
from actionplan.reporting.states import SOON_WITHIN, MilestoneState
from actions.periods import last_day_of_period, periods_between
from budgets.planned import Period

from .picture import ActionPicture, MilestonePicture, ReportedMilestonePicture


class MilestoneOutcome(models.TextChoices):
    """Every milestone has exactly one of these."""

    ON_TIME = "on_time", pgettext_lazy("milestones", "achieved on time")
    LATE = "late", pgettext_lazy("milestones", "achieved later than planned")
    MISSED = "missed", pgettext_lazy("milestones", "not achieved")
    OPEN = "open", pgettext_lazy("milestones", "still open")
    DROPPED = "dropped", pgettext_lazy("milestones", "dropped")
    UNDATED = "undated", pgettext_lazy("milestones", "without a date")
    RECURRING = "recurring", pgettext_lazy("milestones", "recurring")


def reported_of(
    milestone: MilestonePicture, told: Iterable[ReportedMilestonePicture]
) -> tuple[ReportedMilestonePicture, ...]:
    """The rows of a report that count: those by period for a recurring milestone, else the others."""
    recurs = bool(milestone.recurrence)
    return tuple(row for row in told if (row.period_start is not None) == recurs)


def with_outcome(milestone: MilestonePicture, runs: Period, on: datetime.date) -> MilestonePicture:
    """The milestone with computed fields; `runs` is the action's period, closed by the plan's."""
    milestone = replace(milestone, told=tuple(_on_day(row, on) for row in milestone.told))
    outcome = outcome_of(milestone, on)
    return replace(
        milestone,
        outcome=outcome,
        is_due=_is_due(milestone, on),
        is_soon=outcome == MilestoneOutcome.OPEN
        and milestone.due is not None
        and milestone.due <= on + SOON_WITHIN,
        days_late=_days_late(milestone, outcome, on),
        due_periods=_due_periods(milestone, runs, on),
        passed_expectation=milestone.once.passed_expectation if milestone.once else None,
    )


def _on_day(row: ReportedMilestonePicture, on: datetime.date) -> ReportedMilestonePicture:
    """What is achieved after the day is open on it. A period is achieved on its first day if no other is given. A new date
    before the day has passed.
    """
    if row.expected_on and row.expected_on < on:
        row = replace(row, passed_expectation=row.expected_on)
    achieved_on = row.achieved_on or row.period_start
    if row.state != MilestoneState.ACHIEVED or achieved_on is None or achieved_on <= on:
        return row
    return replace(row, state=MilestoneState.OPEN, achieved_on=None, achieved_since=achieved_on)


def outcome_of(milestone: MilestonePicture, on: datetime.date) -> MilestoneOutcome:
    """The first that applies: recurring, dropped, achieved on time or later, without a date, missed, still
    open.

    On time means on or before the due day, whether or not that has come, or no due day at all. Achieved on an
    unknown day counts as later: nothing shows that it was on time.
    """
    due, achieved_on = milestone.due, milestone.achieved_on
    if milestone.recurrence:
        return MilestoneOutcome.RECURRING
    if milestone.is_dropped:
        return MilestoneOutcome.DROPPED
    if milestone.is_achieved:
        in_time = due is None or (achieved_on is not None and achieved_on <= due)
        return MilestoneOutcome.ON_TIME if in_time else MilestoneOutcome.LATE
    if due is None:
        return MilestoneOutcome.UNDATED
    return MilestoneOutcome.MISSED if due < on else MilestoneOutcome.OPEN


def _is_due(milestone: MilestonePicture, on: datetime.date) -> bool:
    """Whether it is due by the day, inclusive; a dropped milestone never is."""
    return milestone.due is not None and milestone.due <= on and not milestone.is_dropped


def _days_late(milestone: MilestonePicture, outcome: str, on: datetime.date) -> int:
    if milestone.due is None:
        return 0
    if outcome == MilestoneOutcome.MISSED:
        return (on - milestone.due).days
    if outcome == MilestoneOutcome.LATE and milestone.achieved_on is not None:
        return (milestone.achieved_on - milestone.due).days
    return 0


def periods_expected(
    milestone: MilestonePicture, runs: Period, on: datetime.date
) -> tuple[datetime.date, ...]:
    """The first days of the periods of a recurring milestone, up to the one that contains the day.

    A proposed milestone begins when it was agreed. `runs` is the action's period, with open ends replaced by
    the plan's.
    """
    if not milestone.recurrence:
        return ()
    first, last = runs.start or on, min(on, runs.end or on)
    if milestone.is_proposed and milestone.in_force_from:
        first = max(first, milestone.in_force_from)
    return periods_between(milestone.recurrence, first, last)


def _due_periods(milestone: MilestonePicture, runs: Period, on: datetime.date) -> tuple[datetime.date, ...]:
    """The first days of the periods that are over by the day or already achieved, without those dropped."""
    told = {row.period_start: row.state for row in milestone.told if row.period_start}
    starts = {*periods_expected(milestone, runs, on), *told}
    return tuple(
        start
        for start in sorted(starts)
        if told.get(start) != MilestoneState.DROPPED
        and (
            told.get(start) == MilestoneState.ACHIEVED
            or last_day_of_period(milestone.recurrence, start) <= on
        )
    )


def as_action_left(milestone: MilestonePicture, since: datetime.date) -> MilestonePicture:
    """The milestone of an action that left the plan: neither missed nor due soon.

    Unless achieved, periods that ended on or after `since`, the first day out of the plan, are not due.
    """
    achieved = {row.period_start for row in milestone.told if row.state == MilestoneState.ACHIEVED}
    due_periods = tuple(
        start
        for start in milestone.due_periods
        if start in achieved or last_day_of_period(milestone.recurrence, start) < since
    )
    left = replace(milestone, is_soon=False, due_periods=due_periods)
    if milestone.outcome == MilestoneOutcome.MISSED:
        left = replace(left, outcome=MilestoneOutcome.OPEN, days_late=0, is_due=False)
    return left


class PeriodCounts(NamedTuple):
    """For a recurring milestone: the periods due, and how many were reported and achieved."""

    due: int
    told: int
    achieved: int


def counted_by_period(milestone: MilestonePicture) -> PeriodCounts:
    told = [row for row in milestone.told if row.period_start in milestone.due_periods]
    achieved = sum(row.state == MilestoneState.ACHIEVED for row in told)
    return PeriodCounts(len(milestone.due_periods), len(told), achieved)


def counted_by_state(milestones: Iterable[MilestonePicture]) -> Counter[str]:
    """By outcome, and how many of them are `due` or due `soon`."""
    return Counter(state for milestone in milestones for state in milestone.states)


def milestones_sentence(actions: Iterable[ActionPicture], on: datetime.date) -> str:
    """How many milestones were due by the day, and how many of those were achieved in time or later."""
    counts = counted_by_state(milestone for action in actions for milestone in action.due_milestones)
    due, in_time, later = counts["due"], counts[MilestoneOutcome.ON_TIME], counts[MilestoneOutcome.LATE]
    if not due:
        return _("No milestone was due by %(day)s.") % {"day": formatting.day(on)}
    sentence = ngettext(
        "Of %(due)s milestone due by %(day)s, %(in_time)s was achieved in time, %(later)s later than planned, and %(open)s is not achieved.",
        "Of %(due)s milestones due by %(day)s, %(in_time)s were achieved in time, %(later)s later than planned, and %(open)s are not achieved.",
        due,
    )
    counted = {"due": due, "in_time": in_time, "later": later, "open": due - in_time - later}
    return sentence % {"day": formatting.day(on), **counted}
