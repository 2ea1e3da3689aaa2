"""Receipts: the rows that a figure adds up, or the actions that it counts, each with who said it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.pages.actions.forms import LIST_NAMES, ActionFilter
from actionplan.pages.choices import LABELS, choices_of
from actionplan.pages.figures import unknown_money
from actionplan.pages.getters import plan_or_404
from actions.models import Action

from .money import NAMES, SumAsked, actions_of, amounts_of, amounts_on_page, breadcrumbs_of, summary_of
from .status import receipts_of

RECEIPTS_PER_PAGE = 50


@require_safe
def money(request: PortalRequest, plan_code: str) -> HttpResponse:
    """`?measure=`, `&year=` or `&until=`, and any part of what a dashboard shows."""
    plan = plan_or_404(request, plan_code)
    asked = SumAsked.of(request.GET)
    row = Action.objects.filter(plan=plan, code=asked.filter.action).first() if asked.filter.action else None
    unknown = unknown_money(request.GET, "year", "until")
    choices = choices_of(request, plan, "money-receipt", row, names=NAMES, unknown=unknown)
    actions = actions_of(choices, asked, row)
    if asked.filter.action and row is None and not actions:
        raise Http404
    amounts = amounts_of(choices, asked, actions)
    page = Paginator(amounts, RECEIPTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "choices": choices,
        "sum": asked,
        "part_words": asked.filter.in_words(choices),
        "page_obj": page,
        "rows": amounts_on_page(choices, asked, list(page.object_list), request.user),
        **summary_of(choices, asked, amounts),
        "breadcrumbs": breadcrumbs_of(choices, asked, actions, row),
    }
    return render(request, "receipts/money.html", context)


@require_safe
def status(request: PortalRequest, plan_code: str) -> HttpResponse:
    """The filters are those of the list of actions."""
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "status-receipt", names=LIST_NAMES)
    chosen = ActionFilter(request.GET, choices)
    page = Paginator(chosen.actions, RECEIPTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "choices": choices,
        "filter": chosen,
        "filters": chosen.in_words(but=[*LABELS, "also"]),
        "page_obj": page,
        "receipts": receipts_of(choices, page.object_list, request.user),
        "breadcrumbs": [(_("Overview"), choices.url("overview"))],
    }
    return render(request, "receipts/status.html", context)
