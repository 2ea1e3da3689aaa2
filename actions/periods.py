"""The periods of a recurring milestone: months, years or two years, identified by the first day."""

from __future__ import annotations

import datetime

from .states import Recurrence


def period_of(recurrence: str, day: datetime.date, first: datetime.date) -> datetime.date:
    """The first day of the day's period. Two-year periods are counted from the year of `first`."""
    if recurrence == Recurrence.MONTHLY:
        return day.replace(day=1)
    year = day.year
    if recurrence == Recurrence.EVERY_TWO_YEARS:
        year -= (year - first.year) % 2
    return datetime.date(year, 1, 1)


def last_day_of_period(recurrence: str | None, start: datetime.date) -> datetime.date:
    """The last day of the period that begins on the day."""
    return _next(recurrence, start) - datetime.timedelta(days=1)


def periods_between(recurrence: str, first: datetime.date, last: datetime.date) -> tuple[datetime.date, ...]:
    """The first days of the periods from `first` to `last`, both inclusive; may be empty."""
    periods, start = [], period_of(recurrence, first, first)
    while start <= last:
        periods.append(start)
        start = _next(recurrence, start)
    return tuple(periods)


def _next(recurrence: str | None, start: datetime.date) -> datetime.date:
    if recurrence == Recurrence.MONTHLY:
        return datetime.date(start.year + start.month // 12, start.month % 12 + 1, 1)
    years = 2 if recurrence == Recurrence.EVERY_TWO_YEARS else 1
    return datetime.date(start.year + years, 1, 1)
