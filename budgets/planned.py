"""Amounts planned per year, derived from the printed lines.

Pro rata by day, both ends included. A yearly amount counts, in each calendar year, the share of that year's
days that lies in the line's period; a total is spread over the days of its period. The line's total is the
exact sum rounded half up to the cent; each year is rounded half up and the last takes the difference.
Where somebody spread the line over the years themselves, that holds instead, as long as it adds up to the total.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from actionplan.base.money import ZERO, cents, in_euro


class Period(NamedTuple):
    """Days from `start` to `end`, both included; either may be open."""

    start: datetime.date | None
    end: datetime.date | None

    def within(self, plan: Period) -> Period:
        """The same period with open ends taken to the plan's."""
        return Period(self.start or plan.start, self.end or plan.end)


class PlannedLine(NamedTuple):
    """A budget line with a number: its amount in whole cents, whether that is per year, its closed period."""

    cents: int
    per_year: bool
    period: Period
    spread: Mapping[int, Decimal] | None = None
    """The amount of each calendar year, in euro, as somebody spread the line themselves."""

    @property
    def is_derived(self) -> bool:
        """Whether its years are derived: also where a spread no longer adds up to the total, since the terms were amended."""
        return self.spread is None or sum(self.spread.values(), ZERO) != planned_total(self)


def period_of_action(phases: Iterable[Period]) -> Period:
    """From the earliest start to the latest end; one phase without an end means no end."""
    rows = list(phases)
    starts = [phase.start for phase in rows if phase.start is not None]
    ends = [phase.end for phase in rows if phase.end is not None]
    closed = bool(rows) and len(ends) == len(rows)
    return Period(min(starts, default=None), max(ends) if closed else None)


def period_of_line(own: Period, phase: Period | None, action: Period, plan: Period) -> Period:
    """The line's own period, else its phase's, else the action's, with open ends taken to the plan's."""
    if own.start is not None or own.end is not None:
        return own.within(plan)
    return (phase or action).within(plan)


def days_by_year(period: Period) -> dict[int, int]:
    """How many days of a closed period lie in each calendar year; none when it ends before it starts."""
    start, end = period.start, period.end
    if start is None or end is None:
        raise ValueError("a closed period is needed")
    days = {}
    for year in range(start.year, end.year + 1):
        first = start if year == start.year else datetime.date(year, 1, 1)
        last = end if year == end.year else datetime.date(year, 12, 31)
        if last >= first:
            days[year] = (last - first).days + 1
    return days


def planned_by_year(line: PlannedLine) -> dict[int, Decimal]:
    """The line's planned amount in each calendar year, in euro; the years add up to the line's total."""
    if line.spread is None or line.is_derived:
        return derived_by_year(line)
    return {year: cents(amount) for year, amount in sorted(line.spread.items())}


def derived_by_year(line: PlannedLine) -> dict[int, Decimal]:
    """The same as it follows from the printed line alone: in whole numbers, which is exact."""
    days = days_by_year(line.period)
    all_days, left, years = sum(days.values()), _total_in_cents(line), {}
    for year, count in days.items():
        whole = _days_of(year) if line.per_year else all_days
        years[year] = left if year == max(days) else _half_up(line.cents * count, whole)
        left -= years[year]
    return {year: in_euro(hundredths) for year, hundredths in years.items()}


def planned_total(line: PlannedLine) -> Decimal:
    """The line's planned amount over all its years, in euro."""
    return in_euro(_total_in_cents(line))


def _total_in_cents(line: PlannedLine) -> int:
    """The exact sum of the years, rounded once; years of 365 and of 366 days are brought to one denominator."""
    days = days_by_year(line.period)
    if not line.per_year:
        return line.cents if days else 0
    weight = sum(count * YEARS // _days_of(year) for year, count in days.items())
    return _half_up(line.cents * weight, YEARS)


YEARS = 365 * 366
"""What the days of all years are brought to."""


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def _days_of(year: int) -> int:
    return 366 if calendar.isleap(year) else 365
