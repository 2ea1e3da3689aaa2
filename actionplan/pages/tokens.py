"""Handling sent forms: the same form sent twice leads to the first result, and is carried out once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest, ObjectDoesNotExist, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.typed import BESIDE_FIELD, typed_for
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.base.tokens import once
from actionplan.reminders.digests import notify
from objectives.models import Plan

Context = dict[str, Any]
Conflict = Callable[[ChangedMeanwhile], Context]
Fields = Mapping[type[Exception], str]
NOT_OF_THE_FORM = ("csrfmiddlewaretoken", BESIDE_FIELD)


class TokenForm(forms.Form):
    """A form that changes something."""

    ids = "id"
    """What the ids of its controls begin with: another word where a page has several forms."""
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.ids}_%s"} | options)


def token_of(request: PortalRequest) -> uuid.UUID:
    """The token that was sent. Raises BadRequest if there is none: the form did not come from the portal."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError as error:
        raise BadRequest("no form token") from error


def carried_out_once(request: PortalRequest, act: Callable[[], str], *, beside: str = "") -> str:
    """Carry out what the form asks, and return the address of its result.

    `beside` is what was sent beside the fields, such as the hash of a file.

    What was typed is part of the token: if an answer got lost and the form is sent again with other words,
    these are not taken for the words that were saved before. Anonymous users are sender 0.
    """
    sent = sorted(item for item in request.POST.lists() if item[0] not in NOT_OF_THE_FORM)
    token = uuid.uuid5(token_of(request), urlencode(sent, doseq=True) + beside)
    return once(token=token, sender=request.user.pk or 0, at=request.now, act=act)


form_page = require_http_methods(["GET", "HEAD", "POST"])
"""A page whose main form lives at the page's own address: GET shows it, POST carries it out."""


def sent_to(request: PortalRequest) -> QueryDict | None:
    """The data to bind the form of such a page to: what was sent, or typed before the session ended.

    None if the page is only shown.
    """
    return request.POST if request.method == "POST" else typed_for(request, request.path)


def typed_to(request: PortalRequest, act: str, *names: Any) -> QueryDict | None:
    """What was typed, before the session ended, into the form of this page that is sent to the act's address."""
    return typed_for(request, reverse(act, args=names))


def as_sent_on(request: PortalRequest, now: object, field: str = "opened_on") -> QueryDict:
    """What was sent, but opened on the present version: after `conflict`, sending it again is a decision."""
    sent = request.POST.copy()
    sent[field] = str(now)
    return sent


def acted(
    request: PortalRequest,
    template: str,
    context: Callable[[], Context],
    act: Callable[[], Any],
    *,
    to: str | Callable[[Any], str],
    form: Any = None,
    done: str | Callable[[], str] = "",
    fields: Fields = MappingProxyType({}),
    again: Callable[[], Any] | None = None,
    conflict: Conflict | None = None,
    tell: Plan | None = None,
    beside: str = "",
) -> HttpResponse:
    """Show the page; if a form was sent, carry out once what it asks, say `done`, and redirect.

    `to` is the address, or makes it from what `act` returns. A second sending is redirected too, but never
    acts: `done` may not rely on what the act set. The people of the plan `tell` are notified at once.

    Otherwise the page comes back with a new `context`: 400 with an invalid form, 409 with the sentence of a
    refusal, above the page or at the field that `fields` names for its class. `again` first rereads what the
    page is about; if that is gone, one is redirected with the sentence. If somebody else was first,
    `conflict` replaces parts of the context: the form opened on the present version, `as_sent_on`, and both
    versions.
    """
    if request.method != "POST":
        return render(request, template, context())
    if form is not None and not form.is_valid():
        return render(request, template, context(), status=400)
    try:
        result = carried_out_once(request, lambda: _address(to, act()), beside=beside)
    except ValidationError as wrong:
        form.add_error(fields.get(ValidationError), wrong.messages)
        return render(request, template, context(), status=400)
    except Refused as refusal:
        try:
            if again is not None:
                again()
        except ObjectDoesNotExist:
            messages.warning(request, str(refusal.sentence))
            return redirect(to if isinstance(to, str) else "home")
        refused = _refusal_context(refusal, form, fields, conflict)
        return render(request, template, context() | refused, status=409)
    if tell is not None:
        notify(plan=tell, at=request.now)
    if words := done if isinstance(done, str) else done():
        messages.success(request, words)
    return redirect(result)


def _address(to: str | Callable[[Any], str], result: Any) -> str:
    return to if isinstance(to, str) else to(result)


def _refusal_context(refusal: Refused, form: Any, fields: Fields, conflict: Conflict | None) -> Context:
    """What the page shows of the refusal."""
    if type(refusal) in fields:
        form.add_error(fields[type(refusal)], refusal.sentence)
        return {}
    context: Context = {"errors": [refusal.sentence]}
    if conflict is not None and isinstance(refusal, ChangedMeanwhile):
        context |= conflict(refusal)
    return context
