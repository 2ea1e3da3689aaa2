"""Receipts: the rows in a sum, or the actions in a count, each with who reported it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.actions.forms import LIST_PARAMETERS, ActionFilter
from actionplan.pages.choices import PART_LABELS, choices_of
from actionplan.pages.figures import unknown_money
from actionplan.pages.getters import page_of, plan_or_404
from actions.models import Action

from .money import (
    SUM_PARAMETERS,
    RequestedSum,
    actions_of,
    amounts_of,
    breadcrumbs_of,
    receipt_rows,
    summary_of,
)
from .status import receipts_of

RECEIPTS_PER_PAGE = 50


@require_safe
def money(request: PortalRequest, plan_code: str) -> HttpResponse:
    """`?measure=`, `&year=` or `&until=`, and any parameters of a dashboard."""
    plan = plan_or_404(request, plan_code)
    requested = RequestedSum.from_query(request.GET)
    code = requested.filter.action
    row = Action.objects.filter(plan=plan, code=code).first() if code else None
    unknown = unknown_money(request.GET, "year", "until")
    choices = choices_of(request, plan, "money-receipt", row, names=SUM_PARAMETERS, unknown=unknown)
    actions = actions_of(choices, requested, row)
    if code and row is None and not actions:
        raise Http404
    amounts = amounts_of(choices, requested, actions)
    page = page_of(request, amounts, RECEIPTS_PER_PAGE)
    context = {
        "plan": plan,
        "choices": choices,
        "sum": requested,
        "part_words": requested.filter.in_words(choices),
        "page_obj": page,
        "rows": receipt_rows(choices, requested, list(page.object_list), request.user),
        **summary_of(choices, requested, actions, amounts),
        "breadcrumbs": breadcrumbs_of(choices, requested, actions, row),
    }
    return render(request, "receipts/money.html", context)


@require_safe
def status(request: PortalRequest, plan_code: str) -> HttpResponse:
    """The filters are those of the list of actions."""
    plan = plan_or_404(request, plan_code)
    choices = choices_of(request, plan, "status-receipt", names=LIST_PARAMETERS)
    chosen = ActionFilter(request.GET, choices)
    page = page_of(request, chosen.actions, RECEIPTS_PER_PAGE)
    context = {
        "plan": plan,
        "choices": choices,
        "filter": chosen,
        "filters": chosen.in_words(but=[*PART_LABELS, "also"]),
        "page_obj": page,
        "receipts": receipts_of(choices, page.object_list, request.user),
        "breadcrumbs": [(_("Overview"), choices.url("overview"))],
    }
    return render(request, "receipts/status.html", context)
