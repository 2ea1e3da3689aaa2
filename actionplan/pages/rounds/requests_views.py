"""The requests of a round as a list, and as a file of the same rows."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.files import as_csv, joined_name
from actionplan.reporting.models import Round

from .getters import round_or_404
from .requests import RequestFilter, day_of_lateness, file_rows, request_rows, sort_of, sorted_by
from .trail import trail_of_round

PAGE_SIZE = 50


def _filtered(request: PortalRequest, round: Round) -> RequestFilter:
    day = day_of_lateness(round, request.now)
    return RequestFilter(request.GET, round=round, user=request.user, on=day)


@require_safe
def request_list(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_or_404(request, plan_code, round_code)
    requests, sort = _filtered(request, round), sort_of(request.GET.get("sort", ""))
    page = Paginator(sorted_by(requests.qs, sort), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "plan": round.plan,
        "round": round,
        "filter": requests,
        "sort": sort,
        "kept": [("sort", sort)],
        "page_obj": page,
        "rows": request_rows(page.object_list, round, request.user),
        "query": query.urlencode(),
        "reset": reverse("request-list", args=[plan_code, round_code]),
        "trail": trail_of_round(round),
    }
    return render(request, "rounds/requests.html", context)


@require_safe
def request_list_csv(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_or_404(request, plan_code, round_code)
    requests = _filtered(request, round)
    rows = sorted_by(requests.qs, sort_of(request.GET.get("sort", "")))
    name = joined_name(["requests", plan_code, round_code], requests.in_force)
    return as_csv(file_rows(request_rows(rows, round, request.user)), name)
