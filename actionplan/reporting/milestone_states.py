"""Which periods of a recurring milestone are expected and due, for pages that do not read the picture yet (`picture.milestones`)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from actions.periods import last_day_of_period, periods_between

from .states import MilestoneState


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
