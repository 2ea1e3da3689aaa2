"""The calendar of due dates: its private address, and the feed behind it, which needs no sign-in."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rights import has_a_role
from actionplan.base.language import speaking
from actionplan.base.middleware import ASKED_AGAIN
from actionplan.base.tokens import new_token
from actionplan.pages.tokens import carried_out_once
from actionplan.reminders.calendar_addresses import address_for, make_address, owner_of, revoke_address
from actionplan.reminders.due_dates import due_dates_of
from actionplan.reminders.feed import feed


def _refuse_without_role(request: PortalRequest) -> None:
    if not has_a_role(request.user):
        raise PermissionDenied


@require_safe
def calendar(request: PortalRequest) -> HttpResponse:
    """The person's address, and what stands in the calendar now."""
    _refuse_without_role(request)
    address = address_for(request.user)
    context: dict[str, Any] = {
        "address": address,
        "in_calendar_url": f"webcal:{address.partition(':')[2]}" if address else "",
        "dates": due_dates_of(request.user, request.now),
        "token": new_token(),
    }
    return render(request, "reminders/calendar.html", context)


@require_POST
def calendar_make(request: PortalRequest) -> HttpResponse:
    _refuse_without_role(request)

    def act() -> str:
        make_address(by=request.user, at=request.now)
        return reverse("calendar")

    result = carried_out_once(request, act)
    messages.success(request, _("Your calendar has a new address. An earlier one opens nothing any more."))
    return redirect(result)


@require_POST
def calendar_revoke(request: PortalRequest) -> HttpResponse:
    _refuse_without_role(request)

    def act() -> str:
        revoke_address(by=request.user)
        return reverse("calendar")

    result = carried_out_once(request, act)
    messages.success(request, _("The address of your calendar opens nothing any more."))
    return redirect(result)


@login_not_required
@require_safe
def calendar_feed(request: PortalRequest, token: str) -> HttpResponseBase:
    """The owner's due dates, with the rights of today. A token that opens nothing is not found, whatever the reason."""
    owner = owner_of(token)
    if owner is None:
        raise Http404
    with speaking(owner.language):
        body = feed(due_dates_of(owner, request.now), request.now)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()}"'
    response["Cache-Control"] = ASKED_AGAIN
    response["Content-Language"] = owner.language
    return get_conditional_response(request, etag=response["ETag"], response=response)
