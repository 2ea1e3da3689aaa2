"""The page People."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.accounts.requests import PortalRequest

from .getters import refuse_unless_keeps_people
from .page import people_context


@require_safe
def people(request: PortalRequest) -> HttpResponse:
    """Who reports and who reads, by organisation, policy area and minister, and for whom nobody can submit."""
    refuse_unless_keeps_people(request)
    return render(request, "people/people.html", people_context(request))
