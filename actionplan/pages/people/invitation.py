"""The page behind an invitation's link: what it offers, a name and a password, and taking it up.

Anybody with the link reads whom it is for, and nothing about accounts: the form answers alike whether or not
the address has one. Neither log nor database has the key: it is only in the mail and in this address.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.invitations import InvitationUnusable, take_up_invitation, usable_invitation
from actionplan.accounts.models import Invitation
from actionplan.accounts.portal_request import PortalRequest
from actionplan.pages.tokens import acted, carried_out_once, form_page

from .forms import NewcomerForm

INVITATION_TEMPLATE = "people/invitation.html"
View = Callable[[PortalRequest, str], HttpResponse]


def for_link_holder(view: View) -> View:
    """Open to everybody, rate-limited like signing in, and without the key in the `Referer` header."""

    @login_not_required
    @wraps(view)
    def guarded(request: PortalRequest, key: str) -> HttpResponse:
        refused = ratelimit.consume_or_429(request, action="invitation", limit_get=True)
        if refused is not None:
            return refused
        try:
            response = view(request, key)
        except InvitationUnusable:
            response = _unusable(request, key)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return guarded


def _unusable(request: PortalRequest, key: str) -> HttpResponse:
    """Taken up, withdrawn, expired or unknown. The person who took it up goes to the first page."""
    invitation = Invitation.objects.with_key(key).first()
    if (
        invitation is not None
        and request.user.is_authenticated
        and invitation.taken_up_by_id == request.user.pk
    ):
        return redirect("home")
    context = {"sign_in_url": _sign_in(key)}
    return render(request, "people/invitation_gone.html", context, status=410 if invitation else 404)


def _sign_in(key: str) -> str:
    """Signing in, and back to the link."""
    return f"{reverse('account_login')}?{urlencode({'next': reverse('invitation', args=[key])})}"


def _offered(request: PortalRequest, key: str) -> Invitation:
    """The invitation. Raises InvitationUnusable, for anonymous users also if its form was sent before."""
    invitation = usable_invitation(key, request.now)
    if not request.user.is_authenticated and invitation.answered_at is not None:
        raise InvitationUnusable
    return invitation


def _is_theirs(request: PortalRequest, invitation: Invitation) -> bool:
    user = request.user
    return user.email.lower() == invitation.email and user.pk != invitation.invited_by_id


@for_link_holder
@form_page
def invitation(request: PortalRequest, key: str) -> HttpResponse:
    if request.method == "POST":
        return _taken_up(request, key) if request.user.is_authenticated else _newcomer(request, key)
    offered = _offered(request, key)
    if request.user.is_authenticated and not _is_theirs(request, offered):
        return render(request, "people/invitation_not_theirs.html", status=403)
    form = NewcomerForm(invitation=offered)
    return render(request, INVITATION_TEMPLATE, _context(key, offered, form))


def _context(key: str, offered: Invitation, form: NewcomerForm) -> dict[str, Any]:
    return {"invitation": offered, "form": form, "key": key, "sign_in_url": _sign_in(key)}


def _taken_up(request: PortalRequest, key: str) -> HttpResponse:
    def context() -> dict[str, Any]:
        offered = _offered(request, key)
        return _context(key, offered, NewcomerForm(invitation=offered))

    return acted(
        request,
        INVITATION_TEMPLATE,
        context,
        lambda: take_up_invitation(key=key, by=request.user, at=request.now),
        to=reverse("home"),
        done=_("You have the role now."),
    )


def _newcomer(request: PortalRequest, key: str) -> HttpResponse:
    """The same answer for an address with an account and one without: sign in."""
    offered = Invitation.objects.with_key(key).first()
    if offered is None:
        raise InvitationUnusable
    form = NewcomerForm(request.POST, invitation=offered)
    if not form.is_valid():
        return render(request, INVITATION_TEMPLATE, _context(key, _offered(request, key), form), status=400)
    facts = form.cleaned_data

    # Not by `acted`, which would store the key in the database: it is in the address that this redirects to.
    def act() -> str:
        take_up_invitation(key=key, by=None, at=request.now, name=facts["name"], password=facts["password"])
        return reverse("account_login")

    try:
        carried_out_once(request, act)
    except ValidationError as error:
        form.add_error("password", error.messages)
        return render(request, INVITATION_TEMPLATE, _context(key, offered, form), status=400)
    sentence = _("Sign in with %(email)s. If you had an account before, its own password holds.")
    messages.success(request, sentence % {"email": offered.email})
    return redirect(_sign_in(key))
