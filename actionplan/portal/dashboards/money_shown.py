"""Money of what is shown: of today or a day from the plan and the reports, of a closed round from what was frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from actionplan.base.money import ZERO, sum_of
from actionplan.portal.frozen import Frozen
from actionplan.portal.money import PlanMoney, YearOfMoney, money_of_plan, total_of
from actionplan.reporting.models import SnapshotLine, SnapshotMoney
from actionplan.reporting.overspending import Overspent
from actionplan.reporting.snapshot.states import Measure

from .shown import Shown


@dataclass(frozen=True)
class FrozenMoney:
    """Money as it was frozen, named as `PlanMoney` names it."""

    planned: Mapping[int, Decimal]
    """By calendar year, of the actions that were in the plan."""
    spent: Mapping[str, Mapping[int, Decimal]]
    """Committed and paid, by calendar year."""
    without_amount: int
    overspent_lines: list[Overspent]

    @cached_property
    def years(self) -> list[YearOfMoney]:
        committed, paid = self.spent["committed"], self.spent["paid"]
        return [
            YearOfMoney(year, self.planned.get(year), committed.get(year), paid.get(year))
            for year in sorted({*self.planned, *committed, *paid})
        ]

    @cached_property
    def total(self) -> YearOfMoney:
        return total_of(self.years)

    def overspent(self) -> list[Overspent]:
        return self.overspent_lines


def money_shown(shown: Shown) -> PlanMoney | FrozenMoney:
    """Of the actions in the plan, or of those of a part alone."""
    if shown.frozen is None:
        keys = None if shown.scope.is_everything else {fact.key for fact in shown.actions}
        return money_of_plan(shown.plan, shown.moment, keys)
    return _frozen_money(shown.frozen, shown.scope.of_frozen(shown.frozen.rows.counted()))


def _frozen_money(frozen: Frozen, counted: Any) -> FrozenMoney:
    """Planned and reported of the actions that counted: three queries."""
    actions = counted.order_by().values("action")
    amounts = SnapshotMoney.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis)
    amounts = amounts.filter(action__in=actions)
    planned = amounts.filter(measure=Measure.PLANNED)
    reported = amounts.filter(measure__in=[Measure.COMMITTED, Measure.PAID])
    spent: dict[str, dict[int, Decimal]] = {"committed": {}, "paid": {}}
    paid: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    for (measure, year, action, place), amount in sum_of(
        reported, "amount", "measure", "year", "action", "place"
    ).items():
        spent[measure][year] = spent[measure].get(year, ZERO) + amount
        if measure == Measure.PAID:
            paid[action, place] += amount
    without, over = _lines(frozen, actions, paid)
    return FrozenMoney(
        {year: amount for (year,), amount in sum_of(planned, "amount", "year").items()}, spent, without, over
    )


def frozen_overspent(frozen: Frozen) -> list[Overspent]:
    """Every line on which more was paid than planned, as it was frozen: two queries."""
    amounts = SnapshotMoney.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis)
    paid = sum_of(amounts.filter(measure=Measure.PAID), "amount", "action", "place")
    return _lines(frozen, frozen.rows.counted().order_by().values("action"), paid)[1]


def _lines(
    frozen: Frozen, actions: Any, paid: Mapping[tuple[int, int], Decimal]
) -> tuple[int, list[Overspent]]:
    """Of the lines of these actions: how many have no amount, and on which more was paid than planned."""
    without, over = 0, []
    rows = (
        SnapshotLine.objects.of_snapshot(frozen.snapshot)
        .filter(action__in=actions)
        .order_by("order", "place")
    )
    for action, place, planned in rows.values_list("action", "place", "planned"):
        if planned is None:
            without += 1
        elif paid.get((action, place), ZERO) > planned:
            over.append(Overspent(place, action, planned, paid[action, place]))
    return without, over
