"""Closing a round, and reopening it: what will happen, in words, and the act."""

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
from actionplan.rounds.closing import close_round, reopen_round

from .closing import closing_context
from .forms.closing import ReopenForm
from .getters import as_it_is_now, round_to_keep
from .trail import trail_of_round


@require_safe
def round_close_confirm(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    if not (round.is_in_review or round.is_in_validation):
        return redirect("round", plan_code, round_code)
    return render(request, "rounds/close.html", closing_context(request, round))


@require_POST
def round_close(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    address = reverse("round", args=[plan_code, round_code])

    def act() -> str:
        close_round(round=round, by=request.user, at=request.now)
        return address

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = closing_context(request, as_it_is_now(round)) | {"errors": [refusal.sentence]}
        return render(request, "rounds/close.html", context, status=409)
    notify(plan=round.plan, at=request.now)
    messages.success(request, _("The round is closed, and its snapshot is frozen."))
    return redirect(result)


@require_safe
def round_reopen_confirm(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    if not round.is_closed:
        return redirect("round", plan_code, round_code)
    return render(
        request, "rounds/reopen.html", _reopening(round, ReopenForm(initial={"token": new_token()}))
    )


def _reopening(round: Round, form: ReopenForm) -> dict[str, Any]:
    """`later` is the last closed round about a later day: this one would be closed again knowing what came in there."""
    later = Round.objects.of_plan(round.plan).closed().filter(about__gt=round.about).last()
    return {"plan": round.plan, "round": round, "form": form, "later": later, "trail": trail_of_round(round)}


@require_POST
def round_reopen(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return render(request, "rounds/reopen.html", _reopening(round, form), status=400)
    address = reverse("round", args=[plan_code, round_code])

    def act() -> str:
        reopen_round(round=round, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
        return address

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = _reopening(as_it_is_now(round), form) | {"errors": [refusal.sentence]}
        return render(request, "rounds/reopen.html", context, status=409)
    messages.success(request, _("The round is in review again. Its snapshot stays."))
    return redirect(result)
