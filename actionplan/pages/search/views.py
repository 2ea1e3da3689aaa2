"""Where words stand in the plan and in what was reported and asked, as known today."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.getters import page_of, plan_or_404

from .read import SearchResult, searched

ACTIONS_PER_PAGE = 50
MAX_ASKED = 200
"""Characters: what is typed beyond it is not looked for."""


@require_safe
def search(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    asked = request.GET.get("q", "").strip()[:MAX_ASKED]
    result = searched(asked, plan, request.user, request.now) if asked else SearchResult([], "")
    page = page_of(request, result.found, ACTIONS_PER_PAGE)
    context = {
        "plan": plan,
        "asked": asked,
        "max_asked": MAX_ASKED,
        "places": sum(len(row.found) for row in result.found),
        "page_obj": page,
        "instead": result.instead,
    }
    return render(request, "search/page.html", context)
