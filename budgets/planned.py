"""Amounts planned per year, derived from the printed lines.

Pro rata by day, both ends inclusive. A yearly amount counts in each calendar year for the share of that
year's days that is in the line's period; a total is spread over the days of its period. The line's total is
the exact sum rounded half up to the cent; each year is rounded half up and the last one takes the difference.
Amounts per year that the plan states are used instead, as it does where an amendment changed a line in the course of its
years; and before them a spread that somebody entered by hand, as long as it adds up to the total.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from actionplan.base.money import ZERO, cents, in_cents, in_euro


class Period(NamedTuple):
    """Days from `start` to `end`, both inclusive; None is open."""

    start: datetime.date | None
    end: datetime.date | None

    def within(self, plan: Period) -> Period:
        """The period with open ends replaced by those of the plan."""
        return Period(self.start or plan.start, self.end or plan.end)


class PlannedLine(NamedTuple):
    """A budget line with an amount: whole cents, whether they are per year, its closed period, and its years in euro."""

    cents: int
    per_year: bool
    period: Period
    spread: Mapping[int, Decimal] | None = None
    """By calendar year, if somebody spread the line by hand."""
    stated: Mapping[int, Decimal] | None = None
    """By calendar year, if the plan states them; they add up to the total, and are that of an amount per year."""

    @property
    def is_spread(self) -> bool:
        """Whether the spread holds: it does as long as it adds up to the total."""
        return self.spread is not None and sum(self.spread.values(), ZERO) == planned_total(self)

    @property
    def is_stated(self) -> bool:
        """Whether the years are those that the plan states."""
        return bool(self.stated) and not self.is_spread

    @property
    def is_derived(self) -> bool:
        return not (self.is_spread or self.is_stated)


def period_of_action(phases: Iterable[Period]) -> Period:
    """From the earliest start to the latest end; a phase without an end leaves the end open."""
    rows = list(phases)
    starts = [phase.start for phase in rows if phase.start is not None]
    ends = [phase.end for phase in rows if phase.end is not None]
    closed = bool(rows) and len(ends) == len(rows)
    return Period(min(starts, default=None), max(ends) if closed else None)


def period_of_line(own: Period, phase: Period | None, action: Period, plan: Period) -> Period:
    """The line's own period, else its phase's, else the action's, closed by the plan's."""
    if own.start is not None or own.end is not None:
        return own.within(plan)
    return (phase or action).within(plan)


def days_by_year(period: Period) -> dict[int, int]:
    """The number of days of a closed period in each calendar year; empty if it ends before it starts."""
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
    years = line.spread if line.is_spread else line.stated
    if not years:
        return derived_by_year(line)
    return {year: cents(amount) for year, amount in sorted(years.items())}


def planned_from_year_on(
    line: PlannedLine, before: Mapping[int, Decimal], first: int
) -> dict[int, Decimal] | None:
    """The planned amount by year of a line that an amendment changes from the calendar year `first` on.

    Earlier years keep what was planned for them before. What is left of the amount is spread by day over the rest of the
    period, from 1 January of `first` or the start of the line; an amount per year counts from then on. None where less than
    nothing is left, or something and no day; of an amount per year, where no year keeps anything and no day is left: then
    somebody states the years.
    """
    kept = {year: cents(amount) for year, amount in sorted(before.items()) if year < first}
    new_year = datetime.date(first, 1, 1)
    period = line.period._replace(start=max(line.period.start or new_year, new_year))
    rest = line._replace(period=period, spread=None, stated=None)
    if not line.per_year:
        rest = rest._replace(cents=line.cents - in_cents(sum(kept.values(), ZERO)))
    asks_for_days = rest.cents and not (line.per_year and kept)
    if rest.cents < 0 or (asks_for_days and not days_by_year(period)):
        return None
    return kept | derived_by_year(rest)


def derived_by_year(line: PlannedLine) -> dict[int, Decimal]:
    """The planned amount by year derived from the printed line alone, in exact integer arithmetic."""
    days = days_by_year(line.period)
    all_days, left, years = sum(days.values()), _total_in_cents(line), {}
    for year, count in days.items():
        whole = _days_of(year) if line.per_year else all_days
        years[year] = left if year == max(days) else _half_up(line.cents * count, whole)
        left -= years[year]
    return {year: in_euro(hundredths) for year, hundredths in years.items()}


def planned_total(line: PlannedLine) -> Decimal:
    """The line's planned amount over all its years, in euro."""
    if line.stated:
        return cents(sum(line.stated.values(), ZERO))
    return in_euro(_total_in_cents(line))


def _total_in_cents(line: PlannedLine) -> int:
    """The exact sum of the years, rounded once; years of 365 and 366 days are put on a common denominator."""
    days = days_by_year(line.period)
    if not line.per_year:
        return line.cents if days else 0
    weight = sum(count * COMMON_DENOMINATOR // _days_of(year) for year, count in days.items())
    return _half_up(line.cents * weight, COMMON_DENOMINATOR)


COMMON_DENOMINATOR = 365 * 366
"""Of the day fractions of common and leap years."""


def _half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


def _days_of(year: int) -> int:
    return 366 if calendar.isleap(year) else 365
