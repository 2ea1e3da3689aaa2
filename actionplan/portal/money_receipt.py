"""The rows behind a sum of money: planned ones derived from the plan, the others as reported."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from actionplan.base.money import add_up
from actionplan.reporting.models import Expenditure, ProgressReport
from actionplan.reporting.moments import Moment
from actionplan.reporting.rules import sees_words
from actions.models import Action
from budgets.models import BudgetTerms
from objectives.models import Plan

from .money import money_of_plan

MEASURES = {"planned": _("planned"), "committed": _("committed"), "paid": _("paid")}


@dataclass(frozen=True)
class ReceiptRow:
    """One amount in euro with where it comes from; `printed` for planned ones, `report` for reported ones."""

    action: Any
    line: str
    year: int
    amount: Decimal
    printed: str = ""
    report: ProgressReport | None = None
    source: str = ""


def receipt_rows(
    plan: Plan, moment: Moment, measure: str, year: int | None, user: Any
) -> tuple[list[ReceiptRow], Decimal]:
    """The rows, in the plan's order, and their sum."""
    rows = _planned(plan, moment, year) if measure == "planned" else _spent(plan, moment, measure, year, user)
    return rows, add_up(row.amount for row in rows)


def _planned(plan: Plan, moment: Moment, year: int | None) -> list[ReceiptRow]:
    money = money_of_plan(plan, moment)
    terms = {row.line_id: row for row in _terms(plan, moment)}
    return [
        ReceiptRow(
            action=terms[line.line].line.action,
            line=terms[line.line].local_label,
            year=of_year,
            amount=amount,
            printed=terms[line.line].printed_as or terms[line.line].line.action.budget_printed,
        )
        for line, of_year, amount in money.planned_rows(year)
        if line.line in terms
    ]


def _terms(plan: Plan, moment: Moment) -> Any:
    actions = Action.objects.filter(plan=plan).order_by().values("pk")
    return (
        BudgetTerms.objects.of_actions(actions, moment.plan_day).with_amount().select_related("line__action")
    )


def _spent(plan: Plan, moment: Moment, measure: str, year: int | None, user: Any) -> list[ReceiptRow]:
    rows = Expenditure.objects.standing(moment).of_plan(plan).filter(**{f"{measure}__isnull": False})
    if year is not None:
        rows = rows.filter(year=year)
    rows = rows.select_related(
        "line", "report__action", "report__organisation", "report__submitted_by", "report__reviewed_by"
    ).order_by("report__action__order", "line__place", "year", "report__organisation__order", "pk")
    return [
        ReceiptRow(
            action=row.report.action,
            line=str(row.line.place),
            year=row.year,
            amount=getattr(row, measure),
            report=row.report,
            source=row.source if sees_words(user, row.report.action) else "",
        )
        for row in rows
    ]
