"""The receipt of the figures of status: for each action that a list has, the report that it rests on."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.dashboards.frozen_receipt import frozen_receipt
from actionplan.portal.dashboards.scope import LABELS
from actionplan.portal.dashboards.shown import Shown, shown_of
from actionplan.portal.dashboards.status_receipt import live_receipt
from actionplan.portal.filters import ActionFilter
from actionplan.portal.frozen_list import FrozenFilter
from actionplan.portal.getters import plan_or_404

PAGE_SIZE = 100


@require_safe
def status(request: HttpRequest, plan_code: str) -> HttpResponse:
    """The filters are those of the list of actions, or of the frozen list with `?round=`."""
    shown = shown_of(request, plan_or_404(request, plan_code), "status-receipt")
    found, filters = _found(request, shown)
    page = Paginator(found.order_by("order"), PAGE_SIZE).get_page(request.GET.get("page"))
    receipt = (
        frozen_receipt(shown, shown.frozen, page, request.user)
        if shown.frozen
        else live_receipt(shown, page, request.user)
    )
    context = {
        "plan": shown.plan,
        "shown": shown,
        "filters": filters.in_words(but=[*LABELS, "also"]),
        "page_obj": page,
        "rows": receipt,
        "trail": [(_("Overview"), shown.url("overview"))],
    }
    return render(request, "portal/status_receipt.html", context)


def _found(request: HttpRequest, shown: Shown) -> tuple[Any, ActionFilter | FrozenFilter]:
    """The actions that the address asks for, and the filters that find them."""
    if shown.frozen is not None:
        frozen = FrozenFilter(request.GET, shown.frozen)
        return frozen.of(shown.frozen.rows.counted()), frozen
    rows = partial(tracked_actions, shown.plan, shown.moment)
    live = ActionFilter(request.GET, rows, plan=shown.plan, moment=shown.moment, places=shown.places)
    return live.qs, live
