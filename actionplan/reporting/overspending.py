"""Paid above planned: over all organisations and years, above a line's planned total; lines with an amount only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actionplan.base.money import ZERO, sum_of
from budgets.planned import PlannedLine
from budgets.planned_rows import planned_lines, planned_totals_by_line
from objectives.models import Plan

from .models import Expenditure
from .moments import Moment


@dataclass(frozen=True)
class Overspent:
    """A line on which more was paid than is planned, in euro."""

    line: int
    action: int
    planned: Decimal
    paid: Decimal

    @property
    def percent(self) -> Decimal | None:
        return self.paid * 100 / self.planned if self.planned else None


def overspent_lines(
    plan: Plan, moment: Moment, actions: Any = None, lines: list[PlannedLine] | None = None
) -> list[Overspent]:
    """Every overspent line of the plan, as known at the moment: one query for money, two for planned amounts.

    `lines` saves those two where the caller has read the planned lines already.
    """
    if lines is None:
        lines = planned_lines(plan=plan, on=moment.plan_day, actions=actions)
    if not lines:
        return []
    planned = planned_totals_by_line(lines)
    rows = Expenditure.objects.standing(moment).of_plan(plan).filter(line__in=planned)
    paid = sum_of(rows, "paid", "line")
    found = []
    for line in lines:
        amount = paid.get((line.line,), ZERO)
        if amount > planned[line.line]:
            found.append(Overspent(line.line, line.action, planned[line.line], amount))
    return found
