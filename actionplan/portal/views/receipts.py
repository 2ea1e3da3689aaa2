"""Receipts: the rows that a sum of money adds up."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.budget_actions import titled
from actionplan.portal.dashboards.budget_parts import MoneyPart, number_or_404
from actionplan.portal.dashboards.shown import Shown, shown_of
from actionplan.portal.getters import plan_or_404
from actionplan.portal.money_receipt import MEASURES, Receipt, Sum, receipt_of
from actionplan.portal.receipt_rows import receipt_rows
from actions.models import Action
from objectives.models import Plan

PAGE_SIZE = 100


@require_safe
def money(request: HttpRequest, plan_code: str) -> HttpResponse:
    """`?measure=`, `&year=` or `&until=`, and any part of what a dashboard shows: each row with who said it."""
    plan = plan_or_404(request, plan_code)
    asked = _sum_or_404(request)
    action = _action(plan, asked)
    shown = shown_of(request, plan, "money-receipt", action)
    receipt = receipt_of(shown, asked, action)
    if asked.part.action and action is None and not receipt.actions:
        raise Http404
    page = Paginator(receipt.amounts, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "shown": shown,
        "sum": asked,
        "part_words": asked.part.in_words(shown, receipt.source_name),
        "measure_label": MEASURES[asked.measure],
        "page_obj": page,
        "rows": receipt_rows(receipt, page.object_list, request.user),
        "total": receipt.total,
        "nothing": receipt.nothing,
        "reported_years": receipt.reported_years,
        "trail": _trail(shown, receipt),
    }
    return render(request, "portal/money_receipt.html", context)


def _sum_or_404(request: HttpRequest) -> Sum:
    """The sum that the address asks for: what is paid, over all years and actions, unless it says otherwise."""
    measure = request.GET.get("measure", "") or "paid"
    if measure not in MEASURES:
        raise Http404
    year, until = (number_or_404(request.GET.get(name, "")) for name in ["year", "until"])
    return Sum(measure, year, until, MoneyPart.asked(request.GET))


def _action(plan: Plan, asked: Sum) -> Action | None:
    """The action that the sum is of, as it is called today; in a closed round it may have had another code."""
    code = asked.part.action
    return Action.objects.filter(plan=plan, code=code).first() if code else None


def _trail(shown: Shown, receipt: Receipt) -> list[tuple[str, str]]:
    """The way back to the page whose sum this is."""
    code = receipt.sum.part.action
    plan = shown.plan.code
    if code:
        titles = titled(shown, receipt.actions.values())
        named = next((f"{one.code} {one.local_title}" for one in titles.values()), code)
        return [(named, shown.action_url(code))]
    return [
        (_("Overview"), reverse("overview", args=[plan]) + shown.query_string),
        (_("Budget"), reverse("budget", args=[plan]) + shown.query_string),
    ]
