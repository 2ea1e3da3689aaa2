"""A plan's money as a dashboard shows it: planned, committed, paid and forecast, of the actions in its scope, live or frozen.

Each action counts once, under its lead's policy area and its first coordinating minister, and so does its money, summed over
organisations. What nobody said is not there: unknown, never zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property

from budgets.states import BudgetKind

from .budget_actions import BudgetAction
from .budget_counted import CountedLines
from .budget_lines import Line, LineKey
from .budget_shares import Share
from .budget_spent import Spent, SpentRow, added_up
from .budget_sums import SPENT, ByMeasure, Sums, all_in_euro, in_euro_of, nothing, of_groups

WITHOUT_AMOUNT = {str(kind) for kind in BudgetKind.values} - {str(BudgetKind.AMOUNT)}


@dataclass(frozen=True)
class BudgetMoney:
    """The lines of the actions in the scope, and what was spent on them."""

    actions: Mapping[int, BudgetAction]
    """By key."""
    counted: CountedLines
    ended: dict[int, Line]
    """Those that were spent on and are no longer in force."""
    spent: list[SpentRow]
    year: int | None = None
    """The calendar year that all is about but `of_years`; None is all of them."""

    @property
    def lines(self) -> Mapping[int, Line]:
        """Those in force, in the plan's order."""
        return self.counted.lines

    def key_of(self, key: int) -> LineKey:
        """Of a line in force or not, which need not be made for it."""
        return LineKey(self._with_ended.action_of[key], self._with_ended.place_of[key])

    @cached_property
    def shares_of_divided(self) -> dict[int, tuple[Share, ...]]:
        """Of lines that several pay."""
        return {key: self.lines[key].shares for key in self.counted.divided}

    @cached_property
    def added_up(self) -> Spent:
        """Over all years, whichever the tables are about."""
        return added_up(self.spent, self._with_ended.action_of)

    @cached_property
    def _with_ended(self) -> CountedLines:
        """Also of the lines that are no longer in force."""
        return self.counted.with_ended(self.ended, self.actions) if self.ended else self.counted

    @cached_property
    def _by_year(self) -> ByMeasure[int]:
        planned: dict[int, int] = defaultdict(int)
        for years in self.counted.planned.values():
            for year, amount in years.items():
                planned[year] += amount
        return {**self.added_up.of_years, "planned": planned}

    @cached_property
    def _by_line(self) -> ByMeasure[int]:
        """Of the year that is asked about."""
        asked, planned = self.year, self.counted.planned
        if asked is None:
            found = {key: sum(years.values()) for key, years in planned.items() if years}
            return {**self.added_up.of_lines, "planned": found}
        of_lines = nothing()
        of_lines["planned"].update({key: years[asked] for key, years in planned.items() if asked in years})
        for place, measure in enumerate(SPENT, 2):
            for row in self.spent:
                if row[1] == asked and (amount := row[place]) is not None:
                    of_lines[measure][row[0]] += amount
        return of_lines

    @cached_property
    def of_years(self) -> dict[int, Sums]:
        """Each year in which anything was planned or spent, in order."""
        return dict(sorted(all_in_euro(self._by_year).items()))

    @cached_property
    def total(self) -> Sums:
        """Of the year, or of all years."""
        return in_euro_of(of_groups(self._by_year, self._is_asked), True)

    def _is_asked(self, year: int) -> bool:
        return self.year in (None, year)

    @cached_property
    def keys(self) -> list[int]:
        """Each line in force, then those that were spent on and are no longer."""
        by_line = self._by_line.values()
        return [*self.lines, *(key for key in self.ended if any(key in amounts for amounts in by_line))]

    def of_line(self, key: int) -> Sums:
        return in_euro_of(self._by_line, key)

    def cents_by(self, name: str) -> ByMeasure[Any]:
        """By one thing that lines count under (`Under`), in whole cents."""
        return of_groups(self._by_line, self._with_ended.under[name].__getitem__)

    def by(self, name: str) -> dict[str, Sums]:
        """The same in euro; parts of which nothing is known are not there."""
        return all_in_euro(self.cents_by(name))

    @cached_property
    def without_amount(self) -> list[int]:
        """The lines whose amount the plan does not print: counted beside totals."""
        return [key for key, kind in self.counted.under["kind"].items() if kind in WITHOUT_AMOUNT]

    def without_by(self, name: str) -> Counter[Any]:
        """How many of those count under each."""
        return Counter(map(self.counted.under[name].__getitem__, self.without_amount))

    def cells(self, keys: Collection[int]) -> Iterator[tuple[int, str, int]]:
        """What is planned and was spent on these lines: an amount in whole cents for each line, year and measure."""
        if not keys:
            return
        for key in keys:
            for year, amount in self.counted.planned.get(key, {}).items():
                if self._is_asked(year):
                    yield key, "planned", amount
        found = nothing()
        for row in self.spent:
            if row[0] in keys and self._is_asked(row[1]):
                for measure, amount in zip(SPENT, row[2:], strict=True):
                    if amount is not None:
                        found[measure][row[:2]] += amount
        for measure, amounts in found.items():
            for (key, _year), amount in amounts.items():
                yield key, measure, amount
