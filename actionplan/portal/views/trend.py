"""The trend: how the plan went from round to round."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.shown import shown_of
from actionplan.portal.dashboards.trend_page import trend_page
from actionplan.portal.getters import plan_or_404


@require_safe
def trend(request: HttpRequest, plan_code: str) -> HttpResponse:
    """Over the rounds that were closed by then; `?show=` is what the objectives are counted by."""
    shown = shown_of(request, plan_or_404(request, plan_code), "trend")
    return render(request, "portal/trend.html", trend_page(shown, request.GET.get("show", "")))
