"""Which actions a round asks about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.pages.tokens import carried_out_once
from actionplan.reporting.requests import AskedActions
from actionplan.rounds.asking import ask_about

from .asked import AskedPage
from .forms.asked import AskedForm
from .getters import round_to_keep


@require_safe
def round_asked(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    if not (round.is_draft or round.is_open):
        return redirect("round", plan_code, round_code)
    page = AskedPage(request, round)
    return render(request, "rounds/asked.html", page.context(page.form()))


@require_POST
def round_asked_save(request: PortalRequest, plan_code: str, round_code: str) -> HttpResponse:
    round = round_to_keep(request, plan_code, round_code)
    page = AskedPage(request, round)
    form = page.form(request.POST)
    if not form.is_valid():
        return render(request, "rounds/asked.html", page.context(form), status=400)
    asked = form.asked()
    address = reverse("round", args=[plan_code, round_code])

    def act() -> str:
        opened_on = form.cleaned_data["opened_on"]
        ask_about(round=round, asked=asked, opened_on=opened_on, by=request.user, at=request.now)
        return address

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return _refused(request, page, asked, refusal)
    messages.success(request, _said(asked))
    return redirect(result)


def _said(asked: AskedActions) -> str:
    return ngettext(
        "The round asks about %(count)s action.", "The round asks about %(count)s actions.", len(asked)
    ) % {"count": len(asked)}


def _refused(request: PortalRequest, page: AskedPage, asked: AskedActions, refusal: Refused) -> HttpResponse:
    """409: what was ticked is kept, on a form that stands on what the round asks now."""
    form: AskedForm = page.form()
    context = page.context(form, asked) | {"errors": [refusal.sentence]}
    if isinstance(refusal, ChangedMeanwhile):
        context["changes"] = page.changes_of_others(asked)
    return render(request, "rounds/asked.html", context, status=409)
