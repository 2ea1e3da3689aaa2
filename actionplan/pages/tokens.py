"""Forms that were sent: the same form sent twice leads to the first result, with other words it is another form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.base.tokens import once
from actionplan.reminders.digests import notify
from objectives.models import Plan


class TokenForm(forms.Form):
    """A form that acts."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def token_of(request: PortalRequest) -> uuid.UUID:
    """The token that was sent. Raises BadRequest when there is none: the form did not come from the portal."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError as error:
        raise BadRequest("no form token") from error


def carried_out_once(request: PortalRequest, act: Callable[[], str], *, beside: str = "") -> str:
    """Carry out what the form asks, and answer with the address of its result.

    `beside` is what was sent beside the words, such as the hash of a file.

    What was typed is part of the token: when an answer got lost and the form is sent again with other words, they
    are not taken for the ones that were kept already. Nobody signed in is sender 0.
    """
    sent = sorted(item for item in request.POST.lists() if item[0] != "csrfmiddlewaretoken")
    token = uuid.uuid5(token_of(request), urlencode(sent, doseq=True) + beside)
    return once(token=token, sender=request.user.pk or 0, at=request.now, act=act)


def carried_out(
    request: PortalRequest,
    act: Callable[[], str],
    done: str,
    template: str,
    again: Callable[[], dict[str, Any]],
    *,
    tell: Plan | None = None,
    beside: str = "",
) -> HttpResponse:
    """Carry the act out once, say that it is done and lead to its result, the address that `act` answers with; the people of the plan `tell` hear of it at once.

    What is refused comes back with its sentence: 409, on the page `template` with the context that `again` makes of what is
    there now.
    """
    try:
        result = carried_out_once(request, act, beside=beside)
    except Refused as refusal:
        return render(request, template, again() | {"errors": [refusal.sentence]}, status=409)
    if tell is not None:
        notify(plan=tell, at=request.now)
    messages.success(request, done)
    return redirect(result)
