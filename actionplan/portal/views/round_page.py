"""The page of a round: while it is prepared or under way, and what it froze once it is closed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actionplan.portal.frozen import earlier_snapshots, frozen_round
from actionplan.portal.round_getters import round_or_404
from actionplan.portal.round_page import round_context

from .snapshots import closed_round


@require_safe
def round_page(request: HttpRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_or_404(request, plan_code, round_code)
    if (frozen := frozen_round(request, round)) is not None:
        return closed_round(request, frozen)
    context = round_context(request, round) | {"earlier": earlier_snapshots(round)}
    return render(request, "rounds/round.html", context)
