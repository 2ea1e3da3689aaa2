"""The page of one action."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.pages.choices import choices_of
from actionplan.pages.getters import action_or_404

from .read import action_page


@require_safe
def action(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    row = action_or_404(request, plan_code, code)
    choices = choices_of(request, row.plan, "action", row)
    return render(request, "action/page.html", action_page(request, row, choices))
