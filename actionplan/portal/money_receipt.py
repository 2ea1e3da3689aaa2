"""The rows behind a sum of money: planned ones derived from the plan or as the lead spread them, the others as reported."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base.money import add_up
from actionplan.reporting.models import Expenditure, ProgressReport
from actionplan.reporting.moments import Moment
from actionplan.reporting.rules import sees_words
from actionplan.reporting.states import ReportState
from actions.models import Action
from budgets.models import BudgetTerms
from objectives.models import Plan

from .action_record import state_at
from .money import money_of_plan

MEASURES = {
    "planned": gettext_lazy("planned"),
    "committed": gettext_lazy("committed"),
    "paid": gettext_lazy("paid"),
}


@dataclass(frozen=True)
class Sum:
    """The sum that is asked about: of one measure, of a calendar year or all, of an action or the whole plan."""

    measure: str
    year: int | None = None
    action: Action | None = None

    @property
    def question(self) -> str:
        names = {
            "measure": MEASURES[self.measure],
            "year": self.year,
            "code": getattr(self.action, "code", ""),
        }
        if self.action and self.year:
            return _("What adds up to %(measure)s of action %(code)s in %(year)s?") % names
        if self.action:
            return _("What adds up to %(measure)s of action %(code)s?") % names
        if self.year:
            return _("What adds up to %(measure)s in %(year)s?") % names
        return _("What adds up to %(measure)s?") % names


@dataclass(frozen=True)
class ReceiptRow:
    """One amount in euro with where it comes from; `printed` for planned ones, `report` for reported ones."""

    action: Action
    place: int
    """Of the budget line in its action, from 1."""
    terms: BudgetTerms | None
    year: int
    amount: Decimal
    printed: str = ""
    is_derived: bool = True
    """Of a planned one: derived from the printed line, or as the lead spread it."""
    report: ProgressReport | None = None
    is_accepted: bool = False
    """At the moment of the page."""
    source: str = ""


def receipt_rows(plan: Plan, moment: Moment, asked: Sum, user: Any) -> tuple[list[ReceiptRow], Decimal]:
    """The rows, in the plan's order, and their sum."""
    terms = {row.line_id: row for row in _terms(plan, moment)}
    if asked.measure == "planned":
        rows = _planned(plan, moment, asked, terms)
    else:
        rows = _spent(plan, moment, asked, terms, user)
    return rows, add_up(row.amount for row in rows)


def _terms(plan: Plan, moment: Moment) -> Any:
    actions = Action.objects.filter(plan=plan).order_by().values("pk")
    return BudgetTerms.objects.of_actions(actions, moment.plan_day).select_related("line__action")


def _planned(plan: Plan, moment: Moment, asked: Sum, terms: dict[int, BudgetTerms]) -> list[ReceiptRow]:
    rows = []
    for line, of_year, amount in money_of_plan(plan, moment).planned_rows(asked.year):
        said = terms[line.line]
        action = said.line.action
        if asked.action is None or action.pk == asked.action.pk:
            printed = said.printed_as or action.budget_printed
            derived = line.is_derived
            rows.append(ReceiptRow(action, said.line.place, said, of_year, amount, printed, derived))
    return rows


def _spent(
    plan: Plan, moment: Moment, asked: Sum, terms: dict[int, BudgetTerms], user: Any
) -> list[ReceiptRow]:
    rows = Expenditure.objects.standing(moment).of_plan(plan).filter(**{f"{asked.measure}__isnull": False})
    if asked.year is not None:
        rows = rows.filter(year=asked.year)
    if asked.action is not None:
        rows = rows.filter(report__action=asked.action)
    rows = rows.select_related(
        "line", "report__action", "report__organisation", "report__submitted_by", "report__reviewed_by"
    ).order_by("report__action__order", "line__place", "year", "report__organisation__order", "pk")
    return [
        ReceiptRow(
            action=row.report.action,
            place=row.line.place,
            terms=terms.get(row.line_id),
            year=row.year,
            amount=getattr(row, asked.measure),
            report=row.report,
            is_accepted=state_at(row.report, moment.known_at) == ReportState.ACCEPTED,
            source=row.source if sees_words(user, row.report.action) else "",
        )
        for row in rows
    ]
