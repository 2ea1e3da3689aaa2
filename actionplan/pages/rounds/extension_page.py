"""Extensions of one request: what was asked for, given and declined; and asking, giving and answering."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.access_log import note_words
from actionplan.pages.getters import about_round, as_it_is_now, own_row_url, refuse_unless, round_or_404
from actionplan.pages.tokens import TokenForm, acted, typed_to
from actionplan.reporting.models import Extension, Request, Round
from actionplan.reporting.states import UNANSWERED, ExtensionState
from actionplan.reports.extensions import ask_extension, decline_extension, give_extension, grant_extension

from .forms import AskExtensionForm, DeclineExtensionForm, GiveExtensionForm, GrantExtensionForm
from .request_list import day_of_lateness, requests_of
from .round_words import is_late, lateness_words


@dataclass(frozen=True)
class ExtensionToAnswer:
    """An extension that was asked for, with the two forms to answer it."""

    extension: Extension
    grant: GrantExtensionForm
    decline: DeclineExtensionForm


def to_answer(
    request: PortalRequest,
    row: Request,
    extension: Extension,
    grant: GrantExtensionForm | None = None,
    decline: DeclineExtensionForm | None = None,
) -> ExtensionToAnswer:
    names = [row.round.plan.code, row.round.code, row.pk]
    known = {"extension": extension.pk, "until": extension.asked_until}
    return ExtensionToAnswer(
        extension,
        grant or GrantExtensionForm(typed_to(request, "extension-grant", *names), initial=known),
        decline or DeclineExtensionForm(typed_to(request, "extension-decline", *names), initial=known),
    )


def extension_context(request: PortalRequest, row: Request, **sent: Any) -> dict[str, Any]:
    """The page of one request. `sent` has forms that came back: `ask_form`, `give_form`, `grant`, `decline`."""
    user, names = request.user, [row.round.plan.code, row.round.code, row.pk]
    extensions = list(row.extensions.select_related("asked_by", "answered_by").order_by("-asked_at", "-pk"))
    waiting = next((extension for extension in extensions if extension.state == ExtensionState.ASKED), None)
    note_words(row.action, extensions)
    may_manage = user.has_perm("reporting.manage_rounds", row)
    takes_more = _takes_an_extension(row)
    asks = takes_more and waiting is None and user.has_perm("reporting.ask_extension", row)
    unanswered = waiting if may_manage and _takes_acts(row.round) else None
    back = sent.get("ask_form") or sent.get("give_form") or sent.get("grant") or sent.get("decline")
    own_row = own_row_url(user, row.action, row.organisation)
    return {
        **about_round(row.round),
        **({"breadcrumbs": [(_("My actions"), own_row)]} if own_row else {}),
        "asked_request": row,
        "lateness": "" if row.round.is_draft else lateness_words(row),
        "is_late": not row.round.is_draft and is_late(row),
        "before": [extension for extension in extensions if extension != unanswered],
        "form": back,
        "ask_form": (sent.get("ask_form") or AskExtensionForm(typed_to(request, "extension-ask", *names)))
        if asks
        else None,
        "give_form": (sent.get("give_form") or GiveExtensionForm(typed_to(request, "extension-give", *names)))
        if may_manage and takes_more and waiting is None
        else None,
        "waiting": to_answer(request, row, unanswered, sent.get("grant"), sent.get("decline"))
        if unanswered
        else None,
        "typed": [],
    }


def _takes_acts(round: Round) -> bool:
    return round.is_open or round.is_in_review


def _takes_an_extension(row: Any) -> bool:
    """Whether more time could help: a lead's request, not submitted, in a round that is open or in review."""
    is_waiting = row.is_lead and row.organisation_id is not None and row.answer_state in UNANSWERED
    return is_waiting and _takes_acts(row.round)


def request_or_404(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> Request:
    """A request of that round, with the state of its answer and its lateness."""
    round = round_or_404(request, plan_code, round_code)
    row = get_object_or_404(requests_of(round, day_of_lateness(round, request.now)), pk=pk)
    row.round, row.action.plan = round, round.plan
    return row


def request_as_it_is_now(row: Request, now: datetime.datetime) -> Request:
    """The request reread, after somebody else was first."""
    round = as_it_is_now(row.round, "plan")
    current = requests_of(round, day_of_lateness(round, now)).filter(pk=row.pk).first() or row
    current.round, current.action.plan = round, round.plan
    return current


@require_safe
def extension(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    row = _request_that(request, plan_code, round_code, pk, "reporting.see_extensions")
    return render(request, "rounds/extension.html", extension_context(request, row))


def _request_that(request: PortalRequest, plan_code: str, round_code: str, pk: int, may: str) -> Request:
    row = request_or_404(request, plan_code, round_code, pk)
    refuse_unless(request, may, row)
    return row


@require_POST
def extension_ask(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    row = _request_that(request, plan_code, round_code, pk, "reporting.ask_extension")
    done = _("An extension is asked for. Its row says so once the Platform has answered.")
    act = partial(ask_extension, request=row)
    return _acted(request, row, {"ask_form": AskExtensionForm(request.POST)}, act, done, "sheet")


@require_POST
def extension_give(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    row = _request_that(request, plan_code, round_code, pk, "reporting.manage_rounds")
    act, done = partial(give_extension, request=row), _("The extension is given.")
    return _acted(request, row, {"give_form": GiveExtensionForm(request.POST)}, act, done, "extension")


def _asked_extension(request: PortalRequest, row: Request) -> Extension:
    """The extension that the form answers; BadRequest for one of another request."""
    form = TokenForm(request.POST)
    form.fields["extension"] = forms.ModelChoiceField(row.extensions.select_related("request__round"))
    if not form.is_valid():
        raise BadRequest("not an extension of this request")
    return form.cleaned_data["extension"]


@require_POST
def extension_grant(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    row = _request_that(request, plan_code, round_code, pk, "reporting.manage_rounds")
    act = partial(grant_extension, extension=_asked_extension(request, row))
    form, done = GrantExtensionForm(request.POST), _("The extension is given.")
    return _acted(request, row, {"grant": form}, act, done, "my-work")


@require_POST
def extension_decline(request: PortalRequest, plan_code: str, round_code: str, pk: int) -> HttpResponse:
    row = _request_that(request, plan_code, round_code, pk, "reporting.manage_rounds")
    act = partial(decline_extension, extension=_asked_extension(request, row))
    form, done = DeclineExtensionForm(request.POST), _("No extension is given; the organisation reads why.")
    return _acted(request, row, {"decline": form}, act, done, "my-work")


def _acted(
    request: PortalRequest,
    row: Request,
    sent: dict[str, forms.Form],
    act: Callable[..., Extension],
    done: str,
    then: str,
) -> HttpResponse:
    """Act once, on the day and with the words of the form; a refusal shows the present request, with all that was typed."""
    [form] = sent.values()
    names = [row.round.plan.code, row.round.code]
    to = own_row_url(request.user, row.action, row.organisation) if then == "sheet" else ""

    def again() -> None:
        nonlocal row
        row = request_as_it_is_now(row, request.now)

    def typed(*names: str) -> dict[str, Any]:
        return {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}

    def context() -> dict[str, Any]:
        words = list(typed("reason", "answer").values()) if form.is_valid() else []
        return extension_context(request, row, **sent) | {"typed": words}

    return acted(
        request,
        "rounds/extension.html",
        context,
        lambda: act(**typed("until", "reason", "answer"), by=request.user, at=request.now),
        to=to or reverse(then, args=[*names, row.pk] if then == "extension" else names[:1]),
        form=form,
        done=done,
        again=again,
        tell=row.round.plan,
    )
