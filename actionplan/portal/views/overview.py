"""The overview: where the plan stands, what needs attention, whether the money follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.overview_page import overview_page
from actionplan.portal.dashboards.shown import shown_of
from actionplan.portal.getters import plan_or_404


@require_safe
def overview(request: HttpRequest, plan_code: str) -> HttpResponse:
    """Of today, a day or a closed round (`?round=`); the whole plan or a part; `?show=` counts the parts by it."""
    shown = shown_of(request, plan_or_404(request, plan_code), "overview")
    context = overview_page(shown, request.GET.get("show", ""), request.now)
    return render(request, "portal/overview.html", context)
