"""What became of a milestone by a day: computed from what was promised and what the action's word says of it.

The one place where it is defined; live pages, closed rounds and snapshots ask here. Due days are inclusive: a milestone
is late from the day after.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import pgettext_lazy

from actions.periods import last_day_of_period, periods_between
from actions.states import MilestoneOrigin

from .moments import SOON
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


class Periods(NamedTuple):
    """Of a recurring milestone: periods due so far, and of those how many were told of and how many achieved."""

    due: int
    told: int
    achieved: int


@dataclass
class Promised:
    """A milestone as promised in the plan's terms, beside what is told of it on the day.

    Not frozen, since thousands are made for a dashboard; nothing changes one.
    """

    key: str
    place: int
    origin: str
    title: str
    title_nl: str
    due: datetime.date | None
    due_precision: str
    recurrence: str
    unit: str
    target_from: Decimal | None
    target_to: Decimal | None
    on: datetime.date
    told: tuple[Told, ...] = ()
    expected: tuple[datetime.date, ...] = ()
    """First days of the periods of a recurring one up to the day (`periods_expected`)."""
    once: Told = field(init=False)
    """What is told of one that does not recur."""
    state: str = field(init=False)
    schedule: MilestoneSchedule = field(init=False)

    def __post_init__(self) -> None:
        self.once = self.told[0] if self.told and not self.recurrence else NOTHING_TOLD
        self.state = self.once.state
        self.schedule = schedule_of(self.recurrence, self.due, self.once, self.on)

    @property
    def is_dropped(self) -> bool:
        return self.state == MilestoneState.DROPPED

    @property
    def is_proposed(self) -> bool:
        return self.origin == MilestoneOrigin.PROPOSED

    @property
    def is_due(self) -> bool:
        return is_due(self.due, self.state, self.on)

    @property
    def is_soon(self) -> bool:
        return is_soon(self.schedule, self.due, self.on)

    @property
    def days_late(self) -> int:
        """Of one achieved late: days after its due day; of one that was missed: days since; else 0."""
        if self.schedule == MilestoneSchedule.MISSED:
            return days_missed(self.due, self.state, self.on)
        return days_achieved_late(self.due, self.once.state, self.once.achieved_on)

    @cached_property
    def due_periods(self) -> frozenset[datetime.date]:
        return frozenset(due_periods(self.recurrence, self.expected, self.told, self.on))

    @cached_property
    def periods(self) -> Periods:
        due = [row for row in self.told if row.period_start in self.due_periods]
        achieved = sum(row.state == MilestoneState.ACHIEVED for row in due)
        return Periods(len(self.due_periods), len(due), achieved)


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


def is_soon(schedule: str, due: datetime.date | None, on: datetime.date) -> bool:
    """Still open, and due within ninety days, the day itself included."""
    return schedule == MilestoneSchedule.OPEN and due is not None and due <= on + SOON


def days_missed(due: datetime.date | None, state: str, on: datetime.date) -> int:
    """Days since its due day, of one that is neither achieved nor dropped; 0 while that day has not passed."""
    if due is None or due >= on or state != MilestoneState.OPEN:
        return 0
    return (on - due).days


def days_achieved_late(due: datetime.date | None, state: str, achieved_on: datetime.date | None) -> int:
    """Days after its due day, of one that was achieved on a day that is known; 0 while it is not, or where it was in time."""
    if due is None or achieved_on is None or state != MilestoneState.ACHIEVED:
        return 0
    return max((achieved_on - due).days, 0)


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
