"""Money of the whole plan: planned beside committed and paid."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from actionplan.base.money import ZERO, cents_of, in_euro
from actionplan.base.prepared import prepared_plain
from actionplan.reporting.models import Expenditure
from actionplan.reporting.moments import Moment
from actionplan.reporting.overspending import Overspent, lines_paid_above, overspent_among
from actionplan.reporting.spreads import any_in_force, with_spreads
from budgets.planned import PlannedLine, cents_of_all_by_year
from budgets.planned_rows import (
    PLANNED,
    count_without_amount,
    counted_without_amount,
    lines_in_order,
    rows_with_amount,
)
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
    """A plan's money at a moment: two queries whatever the plan's size.

    One more where a lead spread any line, and one for some of the plan's actions alone, or where no line has an amount.
    """

    lines: list[PlannedLine]
    without_amount: int
    """How many lines have no amount: counted beside the totals, never summed."""
    spent: list[tuple[int, int, int, int | None, int | None]]
    """Action, line, year, committed and paid, of each organisation: in whole cents, None where nobody said it."""

    @cached_property
    def years(self) -> list[YearOfMoney]:
        planned = cents_of_all_by_year(self.lines)
        committed, paid, _on_lines = self._added_up
        return [
            YearOfMoney(
                year, *(in_euro(of[year]) if year in of else None for of in (planned, committed, paid))
            )
            for year in sorted({*planned, *committed, *paid})
        ]

    @cached_property
    def _added_up(self) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
        """Committed by year, paid by year and paid by line, in whole cents; what is not known adds nothing."""
        committed, paid, on_lines = (defaultdict[int, int](int) for _sum in range(3))
        for _action, line, year, of_row, paid_of_row in self.spent:
            if of_row is not None:
                committed[year] += of_row
            if paid_of_row is not None:
                paid[year] += paid_of_row
                on_lines[line] += paid_of_row
        return committed, paid, on_lines

    @cached_property
    def total(self) -> YearOfMoney:
        return total_of(self.years)

    @cached_property
    def overspent_actions(self) -> frozenset[int]:
        """Keys of the actions on a line of which more was paid than is planned."""
        return frozenset([line.action for line in self._lines_paid_above])

    def overspent(self, actions: Collection[int]) -> list[Overspent]:
        """Those lines, of these actions."""
        *_by_year, on_lines = self._added_up
        return overspent_among((line for line in self._lines_paid_above if line.action in actions), on_lines)

    @cached_property
    def _lines_paid_above(self) -> list[PlannedLine]:
        *_by_year, on_lines = self._added_up
        return lines_paid_above(self.lines, on_lines)


def money_of_plan(plan: Plan, moment: Moment, actions: Set[int], *, all_of_them: bool = False) -> PlanMoney:
    """Of the plan's actions of these keys, which may be `all_of_them`; what was spent on others is no part of it."""
    on = moment.plan_day
    rows = _planned(plan, on)
    without, are_spread = rows[0][len(PLANNED) :] if rows else (None, False)
    lines = lines_in_order(rows, plan)
    if not all_of_them:
        lines = [line for line in lines if line.action in actions]
    if without is None or not all_of_them:
        without = count_without_amount(plan=plan, on=on, actions=None if all_of_them else actions)
    spent = [row for row in _spent(plan, moment) if row[0] in actions]
    return PlanMoney(with_spreads(lines, on, are_there=are_spread), without, spent)


@prepared_plain
def _planned(plan: Plan, on: datetime.date) -> QuerySet:
    """Lines with an amount, each with how many have none, and whether a lead spread any: what is the same of all of them."""
    without = Coalesce(Subquery(counted_without_amount(plan, on)), 0)
    rows = rows_with_amount(plan, on).annotate(without=without, are_spread=any_in_force(on))
    return rows.values_list(*PLANNED, "without", "are_spread")


@prepared_plain
def _spent(plan: Plan, moment: Moment) -> QuerySet[Expenditure]:
    """What was spent: action, line, year, whole cents or None.

    A row for each organisation: adding them up here is faster than in the database.
    """
    is_known = Q(committed__isnull=False) | Q(paid__isnull=False)
    rows = Expenditure.objects.standing_at_least_in(plan, moment).filter(is_known).order_by()
    amounts = {f"{name}_cents": cents_of(F(name)) for name in ["committed", "paid"]}
    return rows.annotate(**amounts).values_list("line__action", "line", "year", *amounts)
