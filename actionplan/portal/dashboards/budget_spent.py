"""What was spent, added up in one go: by year, by line, and what of it is still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .budget_sums import ByMeasure, nothing

SpentRow = tuple[int, int, int | None, int | None, int | None]
"""A line by its key here, calendar year, then `SPENT` in whole cents, None where nobody said it.

Several rows may be about the same line and year: each organisation has its own, and one alone."""

Open = Mapping[int, Mapping[int, int]]
"""Committed minus paid, in whole cents, by year and action, where one organisation reported both of a line and year."""


class Spent(NamedTuple):
    """In whole cents. What nobody said is not there: unknown, never zero."""

    of_years: ByMeasure[int]
    of_lines: ByMeasure[int]
    opened: Open
    """In no order. What is unknown of one organisation is not made up for by what another said."""
    committed_only: int
    """Where paid is unknown."""
    paid_only: int
    """Where committed is unknown."""


def added_up(rows: Iterable[SpentRow], action_of: Mapping[int, int]) -> Spent:
    """`action_of` gives the action of each line."""
    years, lines = nothing(), nothing()
    _planned, committed_in, paid_in, forecast_in = years.values()
    _planned, committed_on, paid_on, forecast_on = lines.values()
    opened: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    committed_only = paid_only = 0
    for line, year, committed, paid, forecast in rows:
        if committed is not None:
            committed_in[year] += committed
            committed_on[line] += committed
            if paid is not None:
                opened[year][action_of[line]] += committed - paid
            else:
                committed_only += committed
        if paid is not None:
            paid_in[year] += paid
            paid_on[line] += paid
            if committed is None:
                paid_only += paid
        if forecast is not None:
            forecast_in[year] += forecast
            forecast_on[line] += forecast
    return Spent(years, lines, opened, committed_only, paid_only)
