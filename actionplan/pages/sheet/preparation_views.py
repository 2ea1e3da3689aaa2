"""The preparation sheet of an organisation, to be printed for its head of department."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.pages.getters import organisation_or_404, plan_or_404

from . import preparation as sheet_preparation


@require_safe
def preparation(request: PortalRequest, plan_code: str, key: str) -> HttpResponse:
    """With drafts for the organisation's own people, without them for coordinators."""
    plan = plan_or_404(request, plan_code)
    context = sheet_preparation.preparation(request, plan, organisation_or_404(key))
    return render(request, "sheet/preparation.html", context)
