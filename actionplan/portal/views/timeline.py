"""The timeline of a plan, and the same as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.shown import shown_of
from actionplan.portal.dashboards.timeline import timeline_page, timeline_table
from actionplan.portal.dashboards.timeline_asked import TimelineAsked
from actionplan.portal.files import as_csv, dashboard_file
from actionplan.portal.getters import plan_or_404


@require_safe
def timeline(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    shown = shown_of(request, plan, "timeline")
    return render(request, "dashboards/timeline.html", timeline_page(shown, request.GET))


@require_safe
def timeline_csv(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    shown = shown_of(request, plan, "timeline")
    asked = TimelineAsked.of(request.GET)
    name = dashboard_file("timeline", shown, {"slip": asked.slip, "ends": asked.ends})
    return as_csv(timeline_table(shown, asked), name)
