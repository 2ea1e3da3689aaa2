"""What became of a milestone by a day: what was promised, beside what the action's word says of it.

Due days are inclusive: a milestone is late from the day after.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy

from actionplan.reporting.states import SOON_WITHIN, MilestoneState
from actions.periods import last_day_of_period, periods_between
from budgets.planned import Period

from .picture import MilestonePicture, ToldMilestone


class MilestoneOutcome(models.TextChoices):
    """Each milestone is in one of these; together they are all milestones."""

    ON_TIME = "on_time", pgettext_lazy("milestones", "achieved on time")
    LATE = "late", pgettext_lazy("milestones", "achieved late")
    MISSED = "missed", pgettext_lazy("milestones", "missed")
    OPEN = "open", pgettext_lazy("milestones", "still open")
    DROPPED = "dropped", pgettext_lazy("milestones", "dropped")
    UNDATED = "undated", pgettext_lazy("milestones", "without a date")
    RECURRING = "recurring", pgettext_lazy("milestones", "recurring")


def told_of(milestone: MilestonePicture, told: Iterable[ToldMilestone]) -> tuple[ToldMilestone, ...]:
    """Of what a report says of the milestone, what counts: of one that recurs what is said by period, else what is not."""
    recurs = bool(milestone.recurrence)
    return tuple(row for row in told if (row.period_start is not None) == recurs)


def with_what_became_of_it(milestone: MilestonePicture, runs: Period, on: datetime.date) -> MilestonePicture:
    """`runs` are the days of its action, with open ends taken to the plan's."""
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
    )


def outcome_of(milestone: MilestonePicture, on: datetime.date) -> MilestoneOutcome:
    """The first that fits: recurring, dropped, achieved on time or late, without a date, missed, still open.

    On time is on or before the due day, whether or not that day has come, or where no day was due. One that was achieved on
    no day that is known counts as late: nothing shows that it was on time.
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
    """The day itself included; a dropped one never is."""
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
    """First days of the periods of one that recurs, up to the one that holds the day; one that was proposed begins with its
    agreement. `runs` are the days of its action, with open ends taken to the plan's.
    """
    if not milestone.recurrence:
        return ()
    first, last = runs.start or on, min(on, runs.end or on)
    if milestone.is_proposed and milestone.in_force_from:
        first = max(first, milestone.in_force_from)
    return periods_between(milestone.recurrence, first, last)


def _due_periods(milestone: MilestonePicture, runs: Period, on: datetime.date) -> tuple[datetime.date, ...]:
    """First days of the periods that are over by the day, or achieved already; none that was dropped."""
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


def of_an_action_that_left(milestone: MilestonePicture, since: datetime.date) -> MilestonePicture:
    """Nobody waits for it any more: neither missed nor soon due, and no period is due that ended on or after `since`, the
    first day on which the action was not in the plan.
    """
    achieved = {row.period_start for row in milestone.told if row.state == MilestoneState.ACHIEVED}
    due_periods = tuple(
        start
        for start in milestone.due_periods
        if start in achieved or last_day_of_period(milestone.recurrence, start) < since
    )
    found = replace(milestone, is_soon=False, due_periods=due_periods)
    if milestone.outcome == MilestoneOutcome.MISSED:
        found = replace(found, outcome=MilestoneOutcome.OPEN, days_late=0, is_due=False)
    return found


class PeriodCounts(NamedTuple):
    """Of one that recurs: periods that are due, and of those how many were told of and how many were achieved."""

    due: int
    told: int
    achieved: int


def counted_by_period(milestone: MilestonePicture) -> PeriodCounts:
    told = [row for row in milestone.told if row.period_start in milestone.due_periods]
    achieved = sum(row.state == MilestoneState.ACHIEVED for row in told)
    return PeriodCounts(len(milestone.due_periods), len(told), achieved)
