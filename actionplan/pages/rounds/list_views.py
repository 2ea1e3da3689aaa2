"""The rounds of a plan."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.pages.getters import plan_or_404

from .list import round_rows


@require_safe
def round_list(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_or_404(request, plan_code)
    context = {
        "plan": plan,
        "rows": round_rows(plan, request.user),
        "may_keep": request.user.has_perm("reporting.keep_rounds", plan),
    }
    return render(request, "rounds/list.html", context)
