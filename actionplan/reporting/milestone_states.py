"""What became of a milestone by a day: computed from what was promised and what the action's word says of it.

Of pages that do not read the picture yet (`picture.milestones`). Due days are inclusive: a milestone is late from the day after.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy

from actions.periods import last_day_of_period, periods_between

from .states import MilestoneState


class MilestoneSchedule(models.TextChoices):
    """Each milestone is in one of these; together they are all milestones."""

    ON_TIME = "achieved_on_time", pgettext_lazy("milestones", "achieved on time")
    LATE = "achieved_late", pgettext_lazy("milestones", "achieved late")
    MISSED = "missed", pgettext_lazy("milestones", "missed")
    OPEN = "open", pgettext_lazy("milestones", "still open")
    DROPPED = "dropped", pgettext_lazy("milestones", "dropped")
    UNDATED = "undated", pgettext_lazy("milestones", "without a date")
    RECURRING = "recurring", pgettext_lazy("milestones", "recurring")


class Told(NamedTuple):
    """What the action's word says of a milestone, or of one period of a recurring one."""

    period_start: datetime.date | None = None
    state: str = MilestoneState.OPEN
    achieved_on: datetime.date | None = None
    number: Decimal | None = None


NOTHING_TOLD = Told()


def schedule_of(
    recurrence: str, due: datetime.date | None, told: Told, on: datetime.date
) -> MilestoneSchedule:
    """The first that fits: recurring, dropped, without a date, achieved on time or late, missed, still open.

    On time is on or before the due day, whether or not that day has come. One that was achieved on no day that is known
    (no report can hand that in) counts as late: nothing shows that it was on time.
    """
    if recurrence:
        return MilestoneSchedule.RECURRING
    if told.state == MilestoneState.DROPPED:
        return MilestoneSchedule.DROPPED
    if due is None:
        return MilestoneSchedule.UNDATED
    if told.state == MilestoneState.ACHIEVED:
        in_time = told.achieved_on is not None and told.achieved_on <= due
        return MilestoneSchedule.ON_TIME if in_time else MilestoneSchedule.LATE
    return MilestoneSchedule.MISSED if due < on else MilestoneSchedule.OPEN


def is_due(due: datetime.date | None, state: str, on: datetime.date) -> bool:
    """Whether it counts among those due by the day, itself included; a dropped one never does."""
    return due is not None and due <= on and state != MilestoneState.DROPPED


def days_missed(due: datetime.date | None, state: str, on: datetime.date) -> int:
    """Days since its due day, of one that is neither achieved nor dropped; 0 while that day has not passed."""
    if due is None or due >= on or state != MilestoneState.OPEN:
        return 0
    return (on - due).days


def periods_expected(
    recurrence: str, first: datetime.date, last: datetime.date, agreed_from: datetime.date | None = None
) -> tuple[datetime.date, ...]:
    """First days of a recurring milestone's periods that hold a day from `first` to `last`, both included.

    One that was agreed to later begins with its agreement.
    """
    if not recurrence:
        return ()
    return periods_between(recurrence, max(first, agreed_from) if agreed_from else first, last)


def due_periods(
    recurrence: str, expected: Iterable[datetime.date], told: Iterable[Any], on: datetime.date
) -> set[datetime.date]:
    """First days of the periods that are due: over by the day, or achieved already; none that was dropped."""
    rows = [row for row in told if row.period_start]
    starts = {*expected, *(row.period_start for row in rows)}
    over = {start for start in starts if last_day_of_period(recurrence, start) <= on}
    achieved = {row.period_start for row in rows if row.state == MilestoneState.ACHIEVED}
    dropped = {row.period_start for row in rows if row.state == MilestoneState.DROPPED}
    return (over | achieved) - dropped
