"""The timeline of a plan, and the same as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.portal.dashboards.shown import Shown, shown_of
from actionplan.portal.dashboards.timeline import timeline_page, timeline_table
from actionplan.portal.getters import plan_or_404
from actionplan.portal.sheets import csv_file


@require_safe
def timeline(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    shown = shown_of(request, plan, "timeline")
    return render(request, "dashboards/timeline.html", timeline_page(shown, request.GET))


@require_safe
def timeline_csv(request: HttpRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    shown = shown_of(request, plan, "timeline")
    content = csv_file(timeline_table(shown, request.GET))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(shown)}"'
    return response


def _name(shown: Shown) -> str:
    """What the file holds: the plan, the round or the day as known at, the basis."""
    known = f"round-{shown.frozen.round.code}" if shown.frozen else f"known-{shown.moment.plan_day}"
    return f"timeline-{shown.plan.code}-{known}-{shown.basis}.csv"
