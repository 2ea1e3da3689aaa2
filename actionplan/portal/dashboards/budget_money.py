"""A plan's money as a dashboard shows it: planned, committed, paid and forecast, of the actions in its scope, live or frozen.

Each action counts once, under its lead's policy area and its first coordinating minister, and so does its money, summed over
organisations. What nobody said is not there: unknown, never zero.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils.functional import cached_property

from actionplan.base.money import cents_of, in_cents
from actionplan.base.prepared import prepared_plain
from actionplan.portal.frozen import Frozen
from actionplan.reporting.models import Expenditure, SnapshotMoney
from actionplan.reporting.moments import Moment
from budgets.states import BudgetKind
from objectives.models import Plan

from .budget_actions import BudgetAction, actions_shown
from .budget_lines import ENDED, LineKey, Lines, frozen_lines, live_lines
from .budget_shares import UNNAMED, Share, Source, is_divided
from .budget_sums import SPENT, ByMeasure, Sums, all_in_euro, in_euro_of, nothing, of_groups
from .shown import Shown

WITHOUT_AMOUNT = {str(kind) for kind in BudgetKind.values} - {str(BudgetKind.AMOUNT)}
SpentRow = tuple[int, int, int, int | None, int | None, int | None]
"""Action and place of a line, calendar year, then `SPENT` in whole cents, None where nobody said it.

Several rows may be about the same line and year: each organisation has its own, and one alone."""


class Under(NamedTuple):
    """What the money of a line counts under."""

    objective: str
    minister: str
    policy_area: str
    kind: str
    source: Source | None
    """None where several pay, and every amount is divided."""


@dataclass(frozen=True)
class BudgetMoney:
    """The lines of the actions in the scope, and what was spent on them."""

    actions: dict[int, BudgetAction]
    """By key, in the plan's order."""
    lines: Lines
    spent: list[SpentRow]
    year: int | None = None
    """The calendar year that all is about but `of_years`; None is all of them."""

    @cached_property
    def _added_up(self) -> tuple[ByMeasure[int], ByMeasure[LineKey]]:
        """By calendar year; and by line, of the year that is asked about."""
        years, lines, asked = nothing(), nothing(), self.year
        of_years, of_lines = years["planned"], lines["planned"]
        for key, line in self.lines.items():
            for year, amount in line.planned.items():
                of_years[year] += amount
                if asked is None or asked == year:
                    of_lines[key] += amount
        for place, measure in enumerate(SPENT, 3):
            of_years, of_lines = years[measure], lines[measure]
            for row in self.spent:
                amount = row[place]
                if amount is not None:
                    year = row[2]
                    of_years[year] += amount
                    if asked is None or asked == year:
                        of_lines[row[:2]] += amount
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
    def keys(self) -> list[LineKey]:
        """Each line, then those that were spent on and are no longer in force."""
        ended = {key for amounts in self._added_up[1].values() for key in amounts if key not in self.lines}
        return [*self.lines, *(LineKey(*key) for key in sorted(ended))]

    def of_line(self, key: LineKey) -> Sums:
        return in_euro_of(self._added_up[1], key)

    @cached_property
    def _under(self) -> dict[LineKey, Under]:
        """Lines that count under the same share one `Under`."""
        found: dict[LineKey, Under] = {}
        made: dict[tuple[Any, ...], Under] = {}
        parts = {key: (row.objective, row.minister, row.policy_area) for key, row in self.actions.items()}
        for key in self.keys:
            line = self.lines.get(key)
            part, kind, shares = parts[key.action], line.kind if line else ENDED, line.shares if line else ()
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
    def divided(self) -> list[LineKey]:
        """Lines that several pay."""
        return [key for key, line in self.lines.items() if line.shares and is_divided(line.shares)]

    def cells(self, keys: Collection[LineKey]) -> Iterator[tuple[LineKey, str, int]]:
        """What is planned and was spent on these lines: an amount in whole cents for each line, year and measure."""
        if not keys:
            return
        for key in keys:
            for year, amount in self.lines[key].planned.items():
                if self._is_asked(year):
                    yield key, "planned", amount
        found = nothing()
        for row in self.spent:
            if row[:2] in keys and self._is_asked(row[2]):
                for measure, amount in zip(SPENT, row[3:], strict=True):
                    if amount is not None:
                        found[measure][row[:3]] += amount
        for measure, amounts in found.items():
            for (action, place, _year), amount in amounts.items():
                yield LineKey(action, place), measure, amount


def _source_of(shares: tuple[Share, ...]) -> Source | None:
    if not shares:
        return UNNAMED
    return None if is_divided(shares) else shares[0].source


def budget_money(shown: Shown, year: int | None = None) -> BudgetMoney:
    """Five queries live, three frozen, whatever the size."""
    actions = {action.key: action for action in actions_shown(shown)}
    lines = _frozen_lines(shown.frozen, actions) if shown.frozen else live_lines(shown.plan, shown.moment)
    spent = frozen_spent(shown.frozen) if shown.frozen else live_spent(shown.plan, shown.moment)
    return BudgetMoney(
        actions,
        {key: line for key, line in lines.items() if key.action in actions},
        [row for row in spent if row[0] in actions],
        year,
    )


def _frozen_lines(frozen: Frozen, actions: Collection[int]) -> Lines:
    """In the order of the actions; what was frozen is in the order in which the database gave it then."""
    order = {key: place for place, key in enumerate(actions)}
    lines = frozen_lines(frozen)
    found = sorted(
        (key for key in lines if key.action in order), key=lambda key: (order[key.action], key.place)
    )
    return {key: lines[key] for key in found}


@prepared_plain
def live_spent(plan: Plan, moment: Moment) -> QuerySet:
    """One query for `SpentRow`s, each of one organisation: adding them up here is faster than in the database."""
    is_known = Q(committed__isnull=False) | Q(paid__isnull=False) | Q(forecast__isnull=False)
    rows = Expenditure.objects.standing_at_least_in(plan, moment).filter(is_known).order_by()
    amounts = {f"{name}_cents": cents_of(F(name)) for name in SPENT}
    return rows.annotate(**amounts).values_list("line__action", "line__place", "year", *amounts)


def frozen_spent(frozen: Frozen) -> Iterator[SpentRow]:
    """One query; what one organisation said of a line and year stands in one row, as live."""
    rows = SnapshotMoney.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis).filter(measure__in=SPENT)
    columns = ["action", "place", "year", "organisation_key", "measure", "amount"]
    found: dict[tuple[int, int, int, str], dict[str, int]] = defaultdict(dict)
    for action, place, year, organisation, measure, amount in rows.order_by().values_list(*columns):
        found[action, place, year, organisation][measure] = in_cents(amount)
    for (action, place, year, _organisation), said in found.items():
        yield action, place, year, said.get("committed"), said.get("paid"), said.get("forecast")
