"""Paid above planned: over all organisations and years, above a line's planned total; lines with an amount only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Sum

from actionplan.base.money import cents, in_cents, in_euro
from budgets.planned import PlannedLine, planned_total, total_in_cents
from budgets.planned_rows import lines_of, terms_in_force
from objectives.models import Plan

from .models import Expenditure
from .moments import Moment

OVERSPENT_ABOVE = 100
"""Per cent of a line's planned total: points of attention, lists and checks name what lies above, whatever is set."""


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


def paid_on_line(moment: Moment) -> Subquery:
    """For terms of a budget line: paid on it over all organisations and years, as known at the moment."""
    rows = Expenditure.objects.standing(moment).filter(line=OuterRef("line")).order_by()
    return Subquery(rows.values("line").annotate(total=Sum("paid")).values("total"))


def overspent_lines(plan: Plan, moment: Moment) -> list[Overspent]:
    """Every overspent line of the plan, as known at the moment: two queries, whatever the plan's size."""
    rows = terms_in_force(plan, moment.plan_day, None).with_amount()
    terms = list(rows.annotate(paid=paid_on_line(moment)))
    lines = lines_of(terms, plan=plan, on=moment.plan_day)
    return overspent_among(lines, {row.line_id: in_cents(cents(row.paid)) for row in terms})


def overspent_among(lines: Iterable[PlannedLine], paid: Mapping[int, int]) -> list[Overspent]:
    """Of planned lines, those on which more was paid; `paid` is in whole cents by line, over all years."""
    return [
        Overspent(line.line, line.action, planned_total(line), in_euro(paid[line.line]))
        for line in lines_paid_above(lines, paid)
    ]


def lines_paid_above(lines: Iterable[PlannedLine], paid: Mapping[int, int]) -> list[PlannedLine]:
    """Of planned lines, those on which more was paid, where how much is not told yet."""
    return [line for line in lines if (on_line := paid.get(line.line)) and on_line > total_in_cents(line)]
