"""Extensions of one request: asked for by a contact point, granted, declined or given by a coordinator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.pages.tokens import carried_out_once
from actionplan.reminders.digests import notify
from actionplan.reporting.models import Extension, Request
from actionplan.reports.extensions import ask_extension, decline_extension, give_extension, grant_extension

from .extensions import extension_context
from .forms.extensions import AskExtensionForm, DeclineForm, GiveExtensionForm, GrantForm
from .forms.rounds import TokenForm
from .getters import request_as_it_is_now, request_or_404


@require_safe
def extension(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    row = _request_that(request, plan_code, round_code, pk, "reporting.see_extensions")
    return render(request, "rounds/extension.html", extension_context(request, row))


def _request_that(request: PortalRequest, plan_code: str, round_code: str, pk: int, may: str) -> Request:
    row = request_or_404(request, plan_code, round_code, pk)
    if not request.user.has_perm(may, row):
        raise PermissionDenied
    return row


@require_POST
def extension_ask(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    row = _request_that(request, plan_code, round_code, pk, "reporting.ask_extension")
    form = AskExtensionForm(request.POST)

    def act(said: dict[str, Any]) -> Extension:
        facts = {"until": said["until"], "reason": said["reason"]}
        return ask_extension(request=row, **facts, by=request.user, at=request.now)

    done = _("The extension is asked for. The Platform answers on this page.")
    return _carried_out(request, row, form, {"ask_form": form}, act, done, "extension")


@require_POST
def extension_give(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    row = _request_that(request, plan_code, round_code, pk, "reporting.keep_rounds")
    form = GiveExtensionForm(request.POST)

    def act(said: dict[str, Any]) -> Extension:
        facts = {"until": said["until"], "reason": said["reason"]}
        return give_extension(request=row, **facts, by=request.user, at=request.now)

    done = _("The extension is given.")
    return _carried_out(request, row, form, {"give_form": form}, act, done, "extension")


def _asked_extension(request: PortalRequest, row: Request) -> Extension:
    """The extension that the form answers; a form that names none of this request is not one of the portal."""
    form = TokenForm(request.POST)
    form.fields["extension"] = forms.ModelChoiceField(row.extensions.select_related("request__round"))
    if not form.is_valid():
        raise BadRequest("not an extension of this request")
    return form.cleaned_data["extension"]


@require_POST
def extension_grant(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    row = _request_that(request, plan_code, round_code, pk, "reporting.keep_rounds")
    asked = _asked_extension(request, row)
    form = GrantForm(request.POST, extension=asked)

    def act(said: dict[str, Any]) -> Extension:
        facts = {"until": said["until"], "answer": said["answer"]}
        return grant_extension(extension=asked, **facts, by=request.user, at=request.now)

    return _carried_out(request, row, form, {"grant": form}, act, _("The extension is given."), "round")


@require_POST
def extension_decline(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    row = _request_that(request, plan_code, round_code, pk, "reporting.keep_rounds")
    asked = _asked_extension(request, row)
    form = DeclineForm(request.POST, extension=asked)

    def act(said: dict[str, Any]) -> Extension:
        return decline_extension(extension=asked, answer=said["answer"], by=request.user, at=request.now)

    done = _("No extension is given; the organisation reads why.")
    return _carried_out(request, row, form, {"decline": form}, act, done, "round")


def _carried_out(
    request: PortalRequest,
    row: Request,
    form: forms.Form,
    sent: dict[str, forms.Form],
    act: Callable[[dict[str, Any]], Extension],
    done: str,
    then: str,
) -> HttpResponse:
    """Carry the act out once; what cannot be done comes back with its sentence and all that was typed."""
    names = [row.round.plan.code, row.round.code]
    if not form.is_valid():
        context = extension_context(request, row, **sent)
        return render(request, "rounds/extension.html", context, status=400)

    def acted() -> str:
        act(form.cleaned_data)
        return reverse(then, args=[*names, row.pk] if then == "extension" else names)

    try:
        result = carried_out_once(request, acted)
    except Refused as refusal:
        row = request_as_it_is_now(row, request.now)
        context = extension_context(request, row, **sent) | {"errors": [refusal.sentence]}
        context["typed"] = [
            value for name, value in form.cleaned_data.items() if name in ("reason", "answer")
        ]
        return render(request, "rounds/extension.html", context, status=409)
    notify(plan=row.round.plan, at=request.now)
    messages.success(request, done)
    return redirect(result)
