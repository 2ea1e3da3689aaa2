"""Opening a round: what will happen, in words, and the act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.base.tokens import new_token
from actionplan.pages.tokens import carried_out_once
from actionplan.reminders.digests import notify
from actionplan.reporting.models import Round
from actionplan.reports.answering import round_under_way
from actionplan.rounds.life import open_round

from .getters import as_it_is_now, round_to_keep
from .opening import opening_of
from .trail import trail_of_round


@require_safe
def round_open_confirm(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    if not round.is_draft:
        return redirect("round", plan_code, round_code)
    return render(request, "rounds/open.html", _confirm(request, round))


def _confirm(request: PortalRequest, round: Round) -> dict[str, Any]:
    other = round_under_way(round.plan)
    return {
        "plan": round.plan,
        "round": round,
        "opening": opening_of(round, request.now),
        "other": other if other != round else None,
        "token": new_token(),
        "trail": trail_of_round(round),
    }


@require_POST
def round_open(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    address = reverse("round", args=[plan_code, round_code])

    def act() -> str:
        open_round(round=round, by=request.user, at=request.now)
        return address

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = _confirm(request, as_it_is_now(round)) | {"errors": [refusal.sentence]}
        return render(request, "rounds/open.html", context, status=409)
    notify(plan=round.plan, at=request.now)
    messages.success(request, _("The round is open."))
    return redirect(result)
