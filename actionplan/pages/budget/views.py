"""The budget: planned, committed, paid and forecast, of the plan or a part of it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.choices import Choices, choices_of
from actionplan.pages.files import file_of, name_of_file
from actionplan.pages.getters import plan_or_404

from .lines import BUDGET_PARAMETERS, BudgetQuery, lines_as_table, unknown_parameters
from .read import budget_page


@require_safe
def budget(request: PortalRequest, plan_code: str) -> HttpResponse:
    """`?by=` divides the money, `&year=` and `&until=` narrow it; `&lines=`, `&kind=`, `&source=`, `&under_…=` the lines."""
    choices, query = _asked(request, plan_code)
    page = budget_page(choices, query, request.GET.get("page"))
    context = {"plan": choices.plan, "choices": choices, "query": query, **page}
    return render(request, "budget/budget.html", context)


@require_safe
def budget_file(request: PortalRequest, plan_code: str, ending: str) -> HttpResponseBase:
    """The table of lines, all of it."""
    choices, query = _asked(request, plan_code)
    name = name_of_file("budget", choices, {**choices.scope.query, **query.of_lines}, ending)
    return file_of(choices, lines_as_table(choices, query), name, query.filter.in_words(choices))


def _asked(request: PortalRequest, plan_code: str) -> tuple[Choices, BudgetQuery]:
    plan, unknown = plan_or_404(request, plan_code), unknown_parameters(request.GET)
    choices = choices_of(request, plan, "budget", names=BUDGET_PARAMETERS, unknown=unknown)
    return choices, BudgetQuery.from_query(request.GET)
