"""Preparing a round, and changing its names, days and instruction until it is closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.brussels import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.tokens import new_token
from actionplan.pages.getters import plan_or_404
from actionplan.pages.tokens import carried_out_once
from actionplan.reporting.models import Round
from actionplan.rounds.life import CodeTaken, change_round, prepare_round
from objectives.models import Plan

from .forms.rounds import RoundForm
from .getters import as_it_is_now, round_to_keep
from .list import proposed_facts
from .trail import differences, trail_of_round, trail_of_rounds


def _plan_to_prepare_in(request: PortalRequest, plan_code: str) -> Plan:
    plan = plan_or_404(request, plan_code)
    if not request.user.has_perm("reporting.keep_rounds", plan):
        raise PermissionDenied
    return plan


@require_safe
def round_prepare(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = _plan_to_prepare_in(request, plan_code)
    proposed = proposed_facts(plan, day_of(request.now))
    form = RoundForm(None, plan=plan, initial={**proposed, "token": new_token()})
    return render(request, "rounds/prepare.html", _to_prepare(plan, form))


def _to_prepare(plan: Plan, form: RoundForm) -> dict[str, Any]:
    return {"plan": plan, "form": form, "trail": trail_of_rounds(plan)}


@require_POST
def round_add(request: PortalRequest, plan_code: str) -> HttpResponse:
    """Prepare the round; which actions it asks about comes next."""
    plan = _plan_to_prepare_in(request, plan_code)
    form = RoundForm(request.POST, plan=plan)
    if not form.is_valid():
        return render(request, "rounds/prepare.html", _to_prepare(plan, form), status=400)

    def act() -> str:
        round = prepare_round(plan=plan, facts=form.facts(), by=request.user, at=request.now)
        return reverse("round-asked", args=[plan.code, round.code])

    try:
        result = carried_out_once(request, act)
    except CodeTaken as refusal:
        form.add_error("code", refusal.sentence)
        return render(request, "rounds/prepare.html", _to_prepare(plan, form), status=409)
    messages.success(request, _("The round is prepared. Say which actions it asks about."))
    return redirect(result)


@require_safe
def round_change(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    if round.is_closed:
        return redirect("round", plan_code, round_code)
    form = RoundForm(None, plan=round.plan, round=round, initial={"token": new_token()})
    return render(request, "rounds/change.html", _to_change(round, form))


def _to_change(round: Round, form: RoundForm) -> dict[str, Any]:
    return {"plan": round.plan, "round": round, "form": form, "trail": trail_of_round(round)}


@require_POST
def round_save(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """Save the change, once; what stands against somebody else's change comes back beside it."""
    round = round_to_keep(request, plan_code, round_code)
    form = RoundForm(request.POST, plan=round.plan, round=round)
    if not form.is_valid():
        return render(request, "rounds/change.html", _to_change(round, form), status=400)
    try:
        result = carried_out_once(request, lambda: _saved(request, round, form))
    except ChangedMeanwhile as refusal:
        return _conflict(request, as_it_is_now(round), form, refusal)
    except CodeTaken as refusal:
        form.add_error("code", refusal.sentence)
        return render(request, "rounds/change.html", _to_change(round, form), status=409)
    except Refused as refusal:
        context = _to_change(round, form) | {"errors": [refusal.sentence]}
        return render(request, "rounds/change.html", context, status=409)
    messages.success(request, _("The round is changed."))
    return redirect(result)


def _saved(request: PortalRequest, round: Round, form: RoundForm) -> str:
    revision = form.cleaned_data["revision"] or 0
    row = change_round(round=round, facts=form.facts(), revision=revision, by=request.user, at=request.now)
    return reverse("round", args=[round.plan.code, row.code])


def _conflict(request: PortalRequest, round: Round, form: RoundForm, refusal: Refused) -> HttpResponse:
    """409: both versions, field by field; the form stands on the round as it is now, with what was typed."""
    form.opened_again(round.revision)
    context = _to_change(round, form) | {"refusal": refusal.sentence, "differences": differences(form, round)}
    return render(request, "rounds/change.html", context, status=409)
