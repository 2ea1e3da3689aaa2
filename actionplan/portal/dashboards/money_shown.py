"""Money of what is shown: of today or a day from the plan and the reports, of a closed round from what was frozen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from actionplan.base.money import cents, sum_of
from actionplan.portal.frozen import Frozen
from actionplan.portal.money import PlanMoney, YearOfMoney, money_of_plan, total_of
from actionplan.reporting.models import SnapshotLine, SnapshotMoney
from actionplan.reporting.overspending import Overspent
from actionplan.reporting.snapshot_states import Measure

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

    @cached_property
    def overspent_actions(self) -> frozenset[int]:
        return frozenset([line.action for line in self.overspent_lines])

    def overspent(self, actions: Collection[int]) -> list[Overspent]:
        return [line for line in self.overspent_lines if line.action in actions]


def money_shown(shown: Shown) -> PlanMoney | FrozenMoney:
    """Of the actions of what is shown alone."""
    if shown.frozen is None:
        keys = set(shown.actions["key"])
        return money_of_plan(shown.plan, shown.moment, keys, all_of_them=shown.scope.is_everything)
    return _frozen_money(shown.frozen, shown.scope.of_frozen(shown.frozen.rows.counted()))


def _frozen_money(frozen: Frozen, counted: QuerySet) -> FrozenMoney:
    """Planned and reported of the actions that counted: three queries."""
    actions = counted.order_by().values("action")
    amounts = _amounts(frozen).filter(action__in=actions, measure__in=MEASURES)
    by_year: dict[str, dict[int, Decimal]] = {measure: {} for measure in MEASURES}
    for (measure, year), amount in sum_of(amounts, "amount", "measure", "year").items():
        by_year[measure][year] = amount
    without = SnapshotLine.objects.of_snapshot(frozen.snapshot).filter(action__in=actions, planned=None)
    planned = by_year.pop(Measure.PLANNED)
    return FrozenMoney(planned, by_year, without.count(), frozen_overspent(frozen, actions))


MEASURES = [Measure.PLANNED, Measure.COMMITTED, Measure.PAID]


def _amounts(frozen: Frozen) -> QuerySet:
    return SnapshotMoney.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis)


def frozen_overspent(frozen: Frozen, actions: QuerySet | None = None) -> list[Overspent]:
    """Every line, of all actions that count or of these, on which more was paid than planned: one query."""
    if actions is None:
        actions = frozen.rows.counted().order_by().values("action")
    on_line = _amounts(frozen).filter(
        measure=Measure.PAID, action=OuterRef("action"), place=OuterRef("place")
    )
    total = on_line.order_by().values("place").annotate(total=Sum("amount")).values("total")
    lines = SnapshotLine.objects.of_snapshot(frozen.snapshot).filter(action__in=actions)
    rows = lines.annotate(paid=Subquery(total)).filter(paid__gt=F("planned")).order_by("order", "place")
    found = rows.values_list("place", "action", "planned", "paid")
    return [
        Overspent(place, action, planned, cents(paid))
        for place, action, planned, paid in found
        if cents(paid) > planned
    ]
