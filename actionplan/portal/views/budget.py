"""The budget: planned, committed, paid and forecast, of today, any day or a closed round, of the plan or a part of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.budget_page import BudgetAsked, budget_page, budget_rows
from actionplan.portal.dashboards.shown import shown_of
from actionplan.portal.files import as_csv, dashboard_file
from actionplan.portal.getters import plan_or_404


@require_safe
def budget(request: HttpRequest, plan_code: str) -> HttpResponse:
    """`?year=` narrows the tables; `&lines=without`, `&kind=`, `&source=` and `&under_…=` the table of lines."""
    plan = plan_or_404(request, plan_code)
    asked = BudgetAsked.of(request.GET)
    shown = shown_of(request, plan, "budget")
    context = budget_page(shown, asked, request.GET.get("page"))
    return render(
        request, "dashboards/budget.html", {"plan": plan, "shown": shown, "asked": asked, **context}
    )


@require_safe
def budget_csv(request: HttpRequest, plan_code: str) -> HttpResponse:
    """The table of lines, all of it."""
    plan = plan_or_404(request, plan_code)
    asked = BudgetAsked.of(request.GET)
    shown = shown_of(request, plan, "budget")
    return as_csv(budget_rows(shown, asked), dashboard_file("budget", shown, asked.query))
