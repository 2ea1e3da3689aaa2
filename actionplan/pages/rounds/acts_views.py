"""The acts on a round under way that need no page of their own: each a press, and back to the round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.base.tokens import new_token
from actionplan.pages.tokens import carried_out_once
from actionplan.reminders.digests import notify
from actionplan.reporting.models import Round
from actionplan.rounds.closing import excuse_requests
from actionplan.rounds.life import bring_up_to_date, open_again, take_into_review, take_into_validation

from .closing import chosen_of, hanging_context
from .forms.closing import ExcuseForm
from .getters import as_it_is_now, round_to_keep
from .page import round_context
from .trail import trail_of_round
from .validation import offices_to_mail

Operation = Callable[..., Any]


@require_POST
def round_take_into_review(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    done = _("The round is in review. What was returned can still be answered.")
    return _carried_out(request, plan_code, round_code, take_into_review, done)


@require_POST
def round_open_again(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    done = _("The round is open again.")
    return _carried_out(request, plan_code, round_code, open_again, done)


@require_safe
def round_take_into_validation_confirm(
    request: PortalRequest, plan_code: str, round_code: str
) -> HttpResponse:
    """Which offices would be mailed, before any of them is."""
    round = round_to_keep(request, plan_code, round_code)
    if not round.is_in_review:
        return redirect("round", plan_code, round_code)
    offices = offices_to_mail(round, day_of(request.now))
    context = {
        "plan": round.plan,
        "round": round,
        "offices": offices,
        "people": len({person for one in offices for person in one.people}),
        "token": new_token(),
        "trail": trail_of_round(round),
    }
    return render(request, "rounds/take_into_validation.html", context)


@require_POST
def round_take_into_validation(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    done = _("The round is in validation. Ministers’ offices can answer.")
    return _carried_out(request, plan_code, round_code, take_into_validation, done)


@require_POST
def round_bring_up_to_date(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    done = _("The round asks the present leads.")
    return _carried_out(request, plan_code, round_code, bring_up_to_date, done)


def _carried_out(
    request: PortalRequest, plan_code: str, round_code: str, operation: Operation, done: str
) -> HttpResponse:
    """Carry the act out once; when it is refused, the round as it is now with the sentence."""
    round = round_to_keep(request, plan_code, round_code)
    address = reverse("round", args=[plan_code, round_code])

    def act() -> str:
        operation(round=round, by=request.user, at=request.now)
        return address

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return refused(request, round, refusal)
    notify(plan=round.plan, at=request.now)
    messages.success(request, done)
    return redirect(result)


def refused(request: PortalRequest, round: Round, refusal: Refused, **more: Any) -> HttpResponse:
    context = round_context(request, as_it_is_now(round)) | {"errors": [refusal.sentence], **more}
    return render(request, "rounds/round.html", context, status=409)


@require_POST
def round_excuse(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    """One reason for the ticked requests."""
    round = round_to_keep(request, plan_code, round_code)
    form = ExcuseForm(request.POST)
    if not form.is_valid():
        context = round_context(request, round) | hanging_context(request, round, form) | {"form": form}
        return render(request, "rounds/round.html", context, status=400)
    address = reverse("round", args=[plan_code, round_code])
    chosen = chosen_of(form, round, day_of(request.now))

    def act() -> str:
        excuse_requests(round=round, requests=chosen, reason=form.words(), by=request.user, at=request.now)
        return f"{address}#hanging"

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return refused(request, round, refusal, typed=form.words())
    messages.success(
        request,
        ngettext("%(count)s request has its reason.", "%(count)s requests have their reason.", len(chosen))
        % {"count": len(chosen)},
    )
    return redirect(result)
