"""Amounts planned per year, derived from the printed lines (design: "Planned per year").

Pro rata by day, both ends included. A yearly amount counts, in each calendar year, the share of that year's
days that lies in the line's period; a total is spread over the days of its period. The line's total is the
exact sum rounded half up to the cent; each year is rounded half up and the last takes the difference.
Where somebody spread the line over the years themselves, that holds instead, as long as it adds up to the total.
"""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import sub
from typing import NamedTuple

from actionplan.base.money import ZERO, in_cents, in_euro


class Period(NamedTuple):
    """Days from `start` to `end`, both included; either may be open."""

    start: datetime.date | None
    end: datetime.date | None

    def within(self, plan: Period) -> Period:
        """The same period with open ends taken to the plan's."""
        return Period(self.start or plan.start, self.end or plan.end)


class PlannedLine(NamedTuple):
    """A budget line with a number: its key, its amount in whole cents, whether that is per year, its closed period."""

    line: int
    action: int
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


class _Span(NamedTuple):
    """A closed period as amounts are spread over it; nothing in it when it ends before it starts."""

    days: Mapping[int, int]
    """In each calendar year, in order."""
    of_years: Sequence[tuple[int, int, int]]
    """Each year with its days in the period and all its days."""
    all_days: int
    in_leap_years: int
    last_year: int
    """0 when there is none."""


@lru_cache(maxsize=4096)
def _span(period: Period) -> _Span:
    days = days_by_year(period)
    in_leap_years = sum(count for year, count in days.items() if calendar.isleap(year))
    of_years = [(year, count, _days_of(year)) for year, count in days.items()]
    return _Span(days, of_years, sum(days.values()), in_leap_years, max(days, default=0))


@lru_cache(maxsize=4096)
def days_by_year(period: Period) -> Mapping[int, int]:
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
    return {year: in_euro(hundredths) for year, hundredths in cents_by_year(line).items()}


def cents_by_year(line: PlannedLine) -> dict[int, int]:
    """The same in whole cents."""
    return _derived_cents(line) if _is_reckoned(line) else _spread_cents(line)


def derived_by_year(line: PlannedLine) -> dict[int, Decimal]:
    """The same, in euro, as it follows from the printed line alone."""
    return {year: in_euro(hundredths) for year, hundredths in _derived_cents(line).items()}


def cents_of_all_by_year(lines: Iterable[PlannedLine]) -> dict[int, int]:
    """`cents_by_year` of these lines, added up: those of one period are reckoned together."""
    rows, sums = list(lines), defaultdict[int, int](int)
    for line in rows:
        for year, amount in _spread_cents(line).items():
            sums[year] += amount
    for same in _derived_alike(rows):
        for year, amounts in _derived_together(same).items():
            sums[year] += sum(amounts)
    return dict(sums)


def _is_reckoned(line: PlannedLine) -> bool:
    """Derived: asked of thousands, of which few were ever spread."""
    return line.spread is None or line.is_derived


def _spread_cents(line: PlannedLine) -> dict[int, int]:
    """As somebody spread it, where that holds; else nothing."""
    if _is_reckoned(line):
        return {}
    return {year: in_cents(amount) for year, amount in sorted((line.spread or {}).items())}


def _derived_cents(line: PlannedLine) -> dict[int, int]:
    return {year: amount for year, [amount] in _derived_together([line]).items()}


def _derived_alike(lines: Iterable[PlannedLine]) -> Iterable[list[PlannedLine]]:
    """Of the lines that are derived, those that have the same period and are all per year, or all are not."""
    alike: dict[tuple[Period, bool], list[PlannedLine]] = defaultdict(list)
    for line in lines:
        if _is_reckoned(line):
            alike[line.period, line.per_year].append(line)
    return alike.values()


def _derived_together(lines: Sequence[PlannedLine]) -> dict[int, list[int]]:
    """By calendar year, the whole cents of each of these lines of one period, that are all per year, or all are not.

    Each year is rounded half up, in whole numbers: exact, and many times faster than fractions are.
    """
    span, per_year = _span(lines[0].period), lines[0].per_year
    left = [total_in_cents(line) for line in lines]
    years: dict[int, list[int]] = {}
    for year, count, of_year in span.of_years[:-1]:
        whole = of_year if per_year else span.all_days
        years[year] = [(2 * line.cents * count + whole) // (2 * whole) for line in lines]
        left = list(map(sub, left, years[year]))
    return {**years, span.last_year: left} if span.days else {}


def planned_total(line: PlannedLine) -> Decimal:
    """The line's planned amount over all its years, in euro."""
    return in_euro(total_in_cents(line))


def total_in_cents(line: PlannedLine) -> int:
    """The same in whole cents: the exact sum of the years, rounded once; years of 365 and of 366 days are brought to one denominator."""
    span = _span(line.period)
    if not line.per_year:
        return line.cents if span.days else 0
    weight = span.in_leap_years * 365 + (span.all_days - span.in_leap_years) * 366
    return (2 * line.cents * weight + YEARS) // (2 * YEARS)


YEARS = 365 * 366
"""What the days of all years are brought to."""


def _days_of(year: int) -> int:
    return 366 if calendar.isleap(year) else 365
