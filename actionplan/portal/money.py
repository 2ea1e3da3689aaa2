"""Money of the whole plan: planned beside committed and paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from actionplan.base.inforce import in_force_q
from actionplan.base.money import ZERO
from actionplan.reporting.models import Expenditure
from actionplan.reporting.moments import Moment
from actionplan.reporting.overspending import Overspent, overspent_among
from actionplan.reporting.spreads import with_spreads
from budgets.planned import PlannedLine, add_by_year, planned_by_year
from budgets.planned_rows import planned_and_unknown
from objectives.models import Plan


def sum_of_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the amounts that are known; None when none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None


@dataclass(frozen=True)
class YearOfMoney:
    """Planned, committed and paid in a calendar year, in euro, over all actions and organisations; None is unknown."""

    year: int
    planned: Decimal | None
    committed: Decimal | None
    paid: Decimal | None


def total_of(years: list[YearOfMoney]) -> YearOfMoney:
    return YearOfMoney(
        0,
        sum_of_known(year.planned for year in years),
        sum_of_known(year.committed for year in years),
        sum_of_known(year.paid for year in years),
    )


@dataclass(frozen=True)
class PlanMoney:
    """A plan's money at a moment: four queries whatever the plan's size."""

    lines: list[PlannedLine]
    unknown: dict[tuple[int, str], int]
    """Lines without an amount, by action and kind: counted beside the totals, never summed."""
    spent: dict[tuple[int, int], dict[str, Decimal]]
    """Committed and paid, by line and year."""

    @property
    def without_amount(self) -> int:
        return sum(self.unknown.values())

    @cached_property
    def planned(self) -> list[dict[int, Decimal]]:
        """Planned by year of each of `lines`: reckoned once, however many figures a page makes of it."""
        return [planned_by_year(line) for line in self.lines]

    @cached_property
    def years(self) -> list[YearOfMoney]:
        planned = add_by_year(self.planned)
        committed, paid = self._by_year("committed"), self._by_year("paid")
        return [
            YearOfMoney(year, planned.get(year), committed.get(year), paid.get(year))
            for year in sorted({*planned, *committed, *paid})
        ]

    @cached_property
    def total(self) -> YearOfMoney:
        return total_of(self.years)

    def overspent(self) -> list[Overspent]:
        paid: dict[int, Decimal] = defaultdict(lambda: ZERO)
        for (line, _year), sums in self.spent.items():
            paid[line] += sums.get("paid", ZERO)
        return overspent_among(self.lines, paid)

    def _by_year(self, measure: str) -> dict[int, Decimal]:
        sums: dict[int, Decimal] = defaultdict(lambda: ZERO)
        for (_line, year), amounts in self.spent.items():
            if measure in amounts:
                sums[year] += amounts[measure]
        return sums


def money_of_plan(plan: Plan, moment: Moment, actions: Collection[int] | None = None) -> PlanMoney:
    """Of the actions in the plan on the day, or of those of these keys alone; what was spent on others is no part of it."""
    lines, unknown = planned_and_unknown(plan=plan, on=moment.plan_day)
    rows = Expenditure.objects.standing(moment).of_plan(plan)
    rows = rows.filter(in_force_q(moment.plan_day, "report__action__"))
    if actions is not None:
        lines = [line for line in lines if line.action in actions]
        unknown = {key: count for key, count in unknown.items() if key[0] in actions}
        rows = rows.filter(report__action__in=actions)
    spent = rows.sums_by("line", "year")
    return PlanMoney(
        with_spreads(lines, moment.plan_day),
        unknown,
        {(line, year): sums for (line, year), sums in spent.items()},
    )
