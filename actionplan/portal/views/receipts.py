"""Receipts: the rows that a sum of money adds up."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.portal.getters import plan_or_404
from actionplan.portal.moments import Asked, asked_of
from actionplan.portal.money_receipt import MEASURES, Sum, receipt_rows
from actions.models import Action
from objectives.models import Plan

PAGE_SIZE = 100


@require_safe
def money(request: HttpRequest, plan_code: str) -> HttpResponse:
    """`?measure=planned|committed|paid`, `&year=` and `&action=`: each row with who said it and who accepted it."""
    plan = plan_or_404(request, plan_code)
    asked_sum = _sum_or_404(request, plan)
    asked = asked_of(request, plan, asked_sum.action)
    rows, total = receipt_rows(plan, asked.moment, asked_sum, request.user)
    context = {
        "plan": plan,
        "asked": asked,
        "sum": asked_sum,
        "measure_label": MEASURES[asked_sum.measure],
        "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "total": total,
        "trail": _trail(plan, asked_sum, asked),
    }
    return render(request, "portal/money_receipt.html", context)


def _sum_or_404(request: HttpRequest, plan: Plan) -> Sum:
    """The sum that the address asks for: what is paid, over all years and actions, unless it says otherwise."""
    measure, year, code = (request.GET.get(name, "") for name in ["measure", "year", "action"])
    if (measure and measure not in MEASURES) or (year and not (year.isascii() and year.isdigit())):
        raise Http404
    action = get_object_or_404(Action, plan=plan, code=code) if code else None
    return Sum(measure or "paid", int(year[:9]) if year else None, action)


def _trail(plan: Plan, asked_sum: Sum, asked: Asked) -> list[tuple[str, str]]:
    """The way back to the page whose sum this is."""
    if asked_sum.action is not None:
        action = asked_sum.action
        return [(str(action), reverse("action", args=[plan.code, action.code]) + asked.query_string)]
    return [(_("Overview"), reverse("overview", args=[plan.code]) + asked.query_string)]
