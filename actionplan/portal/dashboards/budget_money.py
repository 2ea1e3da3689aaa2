"""A plan's money as a dashboard shows it: planned, committed, paid and forecast, of the actions in its scope, live or frozen.

Each action counts once, under its lead's policy area and its first coordinating minister, and so does its money, summed over
organisations. What nobody said is not there: unknown, never zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.functional import cached_property

from budgets.states import BudgetKind

from .budget_actions import BudgetAction
from .budget_lines import Line
from .budget_shares import UNNAMED, Share, Source, is_divided
from .budget_sums import SPENT, ByMeasure, Sums, all_in_euro, in_euro_of, nothing, of_groups

WITHOUT_AMOUNT = {str(kind) for kind in BudgetKind.values} - {str(BudgetKind.AMOUNT)}
SpentRow = tuple[int, int, int | None, int | None, int | None]
"""A line by its key here, calendar year, then `SPENT` in whole cents, None where nobody said it.

Several rows may be about the same line and year: each organisation has its own, and one alone."""


class Under(NamedTuple):
    """What the money of a line counts under."""

    objective: str
    policy_area: str
    minister: str
    kind: str
    source: Source | None
    """None where several pay, and every amount is divided."""


@dataclass(frozen=True)
class BudgetMoney:
    """The lines of the actions in the scope, and what was spent on them."""

    actions: dict[int, BudgetAction]
    """By key."""
    lines: dict[int, Line]
    """In the plan's order, by keys that stand for nothing elsewhere."""
    ended: dict[int, Line]
    """Those that were spent on and are no longer in force."""
    spent: list[SpentRow]
    year: int | None = None
    """The calendar year that all is about but `of_years`; None is all of them."""

    @cached_property
    def every_line(self) -> dict[int, Line]:
        return self.lines | self.ended

    @cached_property
    def _added_up(self) -> tuple[ByMeasure[int], ByMeasure[int]]:
        """By calendar year; and by line, of the year that is asked about."""
        years, lines, asked = nothing(), nothing(), self.year
        of_years, of_lines = years["planned"], lines["planned"]
        for key, line in self.lines.items():
            for year, amount in line.planned.items():
                of_years[year] += amount
                if asked is None or asked == year:
                    of_lines[key] += amount
        for place, measure in enumerate(SPENT, 2):
            of_years, of_lines = years[measure], lines[measure]
            for row in self.spent:
                amount = row[place]
                if amount is not None:
                    year = row[1]
                    of_years[year] += amount
                    if asked is None or asked == year:
                        of_lines[row[0]] += amount
        return years, lines

    @cached_property
    def of_years(self) -> dict[int, Sums]:
        """Each year in which anything was planned or spent, in order."""
        return dict(sorted(all_in_euro(self._added_up[0]).items()))

    @cached_property
    def total(self) -> Sums:
        """Of the year, or of all years."""
        return in_euro_of(of_groups(self._added_up[0], self._is_asked), True)

    def _is_asked(self, year: int) -> bool:
        return self.year in (None, year)

    @cached_property
    def keys(self) -> list[int]:
        """Each line in force, then those that were spent on and are no longer."""
        spent_on = {key for amounts in self._added_up[1].values() for key in amounts}
        return [*self.lines, *(key for key in self.ended if key in spent_on)]

    def of_line(self, key: int) -> Sums:
        return in_euro_of(self._added_up[1], key)

    @cached_property
    def _under(self) -> dict[int, Under]:
        """Lines that count under the same share one `Under`."""
        found: dict[int, Under] = {}
        made: dict[tuple[Any, ...], Under] = {}
        parts = {key: (row.objective, row.policy_area, row.minister) for key, row in self.actions.items()}
        for key, line in self.every_line.items():
            part, kind, shares = parts[line.key.action], line.kind, line.shares
            if (part, kind, shares) not in made:
                made[part, kind, shares] = Under(*part, kind, _source_of(shares))
            found[key] = made[part, kind, shares]
        return found

    @cached_property
    def of_under(self) -> ByMeasure[Under]:
        """By all that a line counts under together, in whole cents: there are many fewer than lines."""
        return of_groups(self._added_up[1], self._under.__getitem__)

    def by(self, name: str) -> dict[str, Sums]:
        """By one thing that lines count under; parts of which nothing is known are not there."""
        return all_in_euro(of_groups(self.of_under, attrgetter(name)))

    @cached_property
    def without_amount(self) -> Counter[Under]:
        """How many lines there are whose amount the plan does not print: counted beside totals."""
        return Counter(under for under in self._under.values() if under.kind in WITHOUT_AMOUNT)

    def without_by(self, name: str) -> Counter[str]:
        found: Counter[str] = Counter()
        for under, count in self.without_amount.items():
            found[getattr(under, name)] += count
        return found

    @cached_property
    def divided(self) -> list[int]:
        """Lines that several pay."""
        return [key for key, line in self.lines.items() if line.shares and is_divided(line.shares)]

    def cells(self, keys: Collection[int]) -> Iterator[tuple[int, str, int]]:
        """What is planned and was spent on these lines: an amount in whole cents for each line, year and measure."""
        if not keys:
            return
        for key in keys:
            for year, amount in self.lines[key].planned.items():
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


def _source_of(shares: tuple[Share, ...]) -> Source | None:
    if not shares:
        return UNNAMED
    return None if is_divided(shares) else shares[0].source
