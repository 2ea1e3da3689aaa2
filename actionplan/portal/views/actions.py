"""The page of one action."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.portal.action_page import action_page, tracked_action
from actionplan.portal.getters import action_or_404
from actionplan.portal.moments import asked_of


@require_safe
def action(request: HttpRequest, plan_code: str, code: str) -> HttpResponse:
    """Printed, reported, computed and assessed side by side; milestones, money, reports, the trail."""
    row = action_or_404(request, plan_code, code)
    asked = asked_of(request, row.plan, row)
    tracked = tracked_action(row, asked.moment)
    return render(request, "portal/action.html", action_page(request, row, tracked, asked))
