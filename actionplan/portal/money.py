"""Money of the whole plan: planned beside committed and paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from actionplan.base.money import ZERO, cents_by, in_euro
from actionplan.base.prepared import prepared_plain
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
    spent: list[tuple[int, int, int | None, int | None]]
    """Line, year, committed and paid: in whole cents, None where nobody said anything."""

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
        paid: dict[int, int] = defaultdict(int)
        for line, _year, _committed, amount in self.spent:
            if amount:
                paid[line] += amount
        return overspent_among(self.lines, {line: in_euro(amount) for line, amount in paid.items()})

    def _by_year(self, measure: str) -> dict[int, Decimal]:
        sums: dict[int, int] = defaultdict(int)
        place = 2 + SPENT.index(measure)
        for row in self.spent:
            if row[place] is not None:
                sums[row[1]] += row[place]
        return {year: in_euro(amount) for year, amount in sums.items()}


def money_of_plan(plan: Plan, moment: Moment, actions: Collection[int] | None = None) -> PlanMoney:
    """Of the actions in the plan on the day, or of those of these keys alone; what was spent on others is no part of it."""
    lines, unknown = planned_and_unknown(plan=plan, on=moment.plan_day)
    if actions is None:
        return PlanMoney(with_spreads(lines, moment.plan_day), unknown, _spent(plan, moment))
    lines = [line for line in lines if line.action in actions]
    unknown = {key: count for key, count in unknown.items() if key[0] in actions}
    spent = [row[1:] for row in _spent(plan, moment, by_action=True) if row[0] in actions]
    return PlanMoney(with_spreads(lines, moment.plan_day), unknown, spent)


SPENT = ["committed", "paid"]


@prepared_plain
def _spent(plan: Plan, moment: Moment, *, by_action: bool = False) -> QuerySet[Expenditure]:
    """What was spent on the actions in the plan on the day: the action if asked, line, year, whole cents or None."""
    by = ["line__action", "line", "year"] if by_action else ["line", "year"]
    return cents_by(Expenditure.objects.standing_in(plan, moment), SPENT, *by)
