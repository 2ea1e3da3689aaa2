"""The budget: planned, committed, paid and forecast, of the plan or a part of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.files import as_csv
from actionplan.pages.choices import choices_of
from actionplan.pages.files import name_of_file
from actionplan.pages.getters import plan_or_404

from .read import BudgetQuery, budget_page, lines_as_table


@require_safe
def budget(request: PortalRequest, plan_code: str) -> HttpResponse:
    """`?year=` narrows the tables; `&lines=without`, `&kind=`, `&source=` and `&under_…=` the table of lines."""
    plan = plan_or_404(request, plan_code)
    query = BudgetQuery.of(request.GET)
    choices = choices_of(request, plan, "budget")
    page = budget_page(choices, query, request.GET.get("page"))
    return render(request, "budget/budget.html", {"plan": plan, "choices": choices, "query": query, **page})


@require_safe
def budget_csv(request: PortalRequest, plan_code: str) -> HttpResponse:
    """The table of lines, all of it."""
    plan = plan_or_404(request, plan_code)
    query = BudgetQuery.of(request.GET)
    choices = choices_of(request, plan, "budget")
    name = name_of_file("budget", choices, {**choices.scope.query, **query.of_lines})
    return as_csv(lines_as_table(choices, query), name)
