"""The list of actions, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.portal.action_page import action_page, tracked_action
from actionplan.portal.action_rows import COLUMNS, action_rows, first_listed, listed_actions
from actionplan.portal.action_sorts import SORTS, sorted_by
from actionplan.portal.dashboards.shown import not_a_closed_round
from actionplan.portal.filters import ActionFilter
from actionplan.portal.frozen import frozen_round
from actionplan.portal.getters import action_or_404, plan_or_404
from actionplan.portal.moments import Asked, asked_of
from actionplan.portal.places import Places, places_of
from actionplan.portal.round_words import rounds_of
from actionplan.portal.tallies import list_address
from objectives.models import Plan

PAGE_SIZE = 100


def filtered_actions(request: HttpRequest, plan: Plan, asked: Asked, places: Places) -> ActionFilter:
    """The filter that the address describes, over the plan's actions at the moment it asks for."""
    rows = partial(listed_actions, plan, asked.moment)
    return ActionFilter(request.GET, rows, plan=plan, moment=asked.moment, places=places)


def sort_of(request: HttpRequest) -> str:
    """The sort that the address asks for, or the plan's order where it names no column."""
    sort = request.GET.get("sort", "")
    return sort if sort.removeprefix("-") in SORTS else "code"


@require_safe
def action_list(request: HttpRequest, plan_code: str) -> HttpResponse:
    """With `?round=` the same of a closed round: its list, with the same filters."""
    plan = plan_or_404(request, plan_code)
    asked = asked_of(request, plan)
    if frozen := frozen_address(request, plan, "frozen-actions"):
        return redirect(frozen)
    if code := request.GET.get("round", "").strip():
        asked = replace(asked, complaint=not_a_closed_round(code))
    places = places_of(plan)
    actions = filtered_actions(request, plan, asked, places)
    sort = sort_of(request)
    page = Paginator(range(actions.count), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "plan": plan,
        "asked": asked,
        "filter": actions,
        "columns": COLUMNS,
        "sort": sort,
        "kept": [*asked.query.items(), ("sort", sort)],
        "page_obj": page,
        "rows": action_rows(_actions_on(page, actions, sort, asked), places),
        "query": query.urlencode(),
        "receipt_url": f"{reverse('status-receipt', args=[plan.code])}?{query.urlencode()}",
        "trail": [(_("Overview"), reverse("overview", args=[plan.code]) + asked.query_string)],
    }
    return render(request, "portal/action_list.html", context)


def _actions_on(page: Page, actions: ActionFilter, sort: str, asked: Asked) -> Iterable[Any]:
    """Those of the page; the first one of the whole list, which most people open, is a prepared query."""
    if page.number > 1 or actions.in_force:
        places = page.object_list
        return sorted_by(actions.qs, sort)[places.start : places.stop]
    language = get_language() or ""
    return first_listed(actions.plan, asked.moment, sort=sort, language=language, count=PAGE_SIZE)


def frozen_address(request: HttpRequest, plan: Plan, page: str) -> str:
    """Where the closed round that `?round=` names has the same, with the filters of the address; empty where it names none."""
    code = request.GET.get("round", "").strip()
    round = next((one for one in rounds_of(request, plan) if one.code == code), None) if code else None
    try:
        frozen = frozen_round(request, round, reopened=True) if round else None
    except Http404:  # a closing that is not there: what is known today is shown, with a sentence
        frozen = None
    if frozen is None:
        return ""
    query = request.GET.copy()
    for name in ["round", "on", "page", "sort", "closing"]:
        query.pop(name, None)
    return list_address(reverse(page, args=[plan.code, code]), {**query.dict(), **frozen.query})


@require_safe
def action(request: HttpRequest, plan_code: str, code: str) -> HttpResponse:
    """Printed, reported, computed and assessed side by side; milestones, money, reports, the trail."""
    row = action_or_404(request, plan_code, code)
    asked = asked_of(request, row.plan, row)
    tracked = tracked_action(row, asked.moment)
    return render(request, "portal/action.html", action_page(request, row, tracked, asked))
