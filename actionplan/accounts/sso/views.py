"""Signing in at the provider and back, the first time too, and signing out on either side.

What the provider or the visitor wrote is never logged: of a failure its kind alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from actionplan.accounts.backends import is_refused
from actionplan.accounts.confirming import ANEW_AT, refuse_unless_confirmed
from actionplan.accounts.invitations import usable_by_hash
from actionplan.accounts.keys import hash_of
from actionplan.accounts.models import Identity, User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.sessions import BY_PROVIDER, SUBSTANTIAL, end_sessions_of
from actionplan.accounts.states import SignInKind
from actionplan.base.refusals import Refused

from . import provider
from .claims import claimed_roles
from .logout_token import claims_of, use_up
from .workflow import bind, person_known_as, renew_roles, take_up_as_newcomer, unbind

FIRST = "sso_first"
"""In the session: whom the provider knows and the portal does not yet; and who was signed in here, None for nobody."""
FIRST_TEMPLATE = "account/sso_first.html"
SECONDS_FOR_FIRST = 10 * 60
LONGEST_ADDRESS = 2000

log = logging.getLogger("portal.single_sign_on")
View = Callable[..., HttpResponse]


def while_on(view: View) -> View:
    """Open to everybody; 404 where no provider is configured, whatever the method."""

    @login_not_required
    @wraps(view)
    def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not provider.is_on():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@while_on
@require_GET
def start(request: PortalRequest) -> HttpResponse:
    """Leads to the provider. Of the address a local `next` counts, and nothing else."""
    refused = ratelimit.consume_or_429(request, action="single_sign_on", limit_get=True)
    if refused is not None:
        return refused
    after = request.GET.get("next", "")
    if len(after) > LONGEST_ADDRESS or not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = ""
    key_hash = _invited_to(after)
    try:
        anew = request.user.is_authenticated  # to confirm that it is them, or to bind who it is
        url = provider.begin(request, anew=anew, after="" if key_hash else after, key_hash=key_hash)
    except provider.Unreachable as error:
        return _unreachable(request, error)
    return redirect(url)


def _invited_to(address: str) -> str:
    """The hash of the key if this is the link of an invitation: the key itself never gets into the database."""
    try:
        match = resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    return hash_of(match.kwargs["key"]) if match.url_name == "invitation" else ""


@while_on
@require_GET
def callback(request: PortalRequest) -> HttpResponse:
    """Where the provider leads back."""
    try:
        claims, begun = provider.finish(request)
    except provider.Unreachable as error:
        return _unreachable(request, error)
    except provider.REFUSED as error:
        log.warning("a sign-in was refused: %s", type(error).__name__)
        return render(request, "account/sso_refused.html", status=401)
    user = person_known_as(settings.OIDC_ISSUER, claims["sub"])
    if user is not None:
        response = _signed_in(request, user, claims, begun)
        if begun["key_hash"]:
            messages.info(request, _("Now open the link in the mail again, and take the role up."))
        return response
    if not request.user.is_authenticated and not begun["key_hash"]:
        return render(request, "account/sso_stranger.html", status=403)
    request.session[FIRST] = {
        "issuer": settings.OIDC_ISSUER,
        "subject": claims["sub"],
        "key_hash": begun["key_hash"],
        "user": request.user.pk,
        "until": time.time() + SECONDS_FOR_FIRST,
    }
    return redirect("sso-first")


def _signed_in(
    request: PortalRequest, user: User, claims: dict[str, Any], begun: dict[str, Any]
) -> HttpResponse:
    """Signs in by django-allauth, which refuses closed accounts and asks for a second factor."""
    if request.user.is_authenticated and request.user.pk != user.pk:
        get_adapter().logout(request)
    roles = claimed_roles(claims)
    if roles is not None and user.is_active and not is_refused(user):
        renew_roles(user=user, claimed=roles, session_key=request.session.session_key, at=request.now)
    how: dict[str, Any] = {BY_PROVIDER: True, SUBSTANTIAL: claims.get("acr") in settings.OIDC_ACR}
    if begun["anew"]:
        how[ANEW_AT] = time.time()
    return perform_login(request, user, redirect_url=begun["after"] or None, signal_kwargs=how)


@while_on
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: PortalRequest) -> HttpResponse:
    """The first sign-in, which a person confirms: binding the account that is open, or taking up an invitation."""
    found = request.session.get(FIRST)
    if not found or found["until"] < time.time() or found["user"] != request.user.pk:
        return redirect("account_login")
    is_open = request.user.is_authenticated
    if is_open:
        refuse_unless_confirmed(request)
    try:
        invitation = None if is_open else usable_by_hash(found["key_hash"], request.now)
        if request.method == "POST":
            return _bound(request, found)
    except Refused as refusal:
        return render(request, FIRST_TEMPLATE, {"refusal": refusal.sentence}, status=409)
    return render(request, FIRST_TEMPLATE, {"invitation": invitation})


def _bound(request: PortalRequest, found: dict[str, Any]) -> HttpResponse:
    """Somebody new signs in once more, by the same way as ever after."""
    whom = {"issuer": found["issuer"], "subject": found["subject"]}
    if request.user.is_authenticated:
        bind(**whom, by=request.user, at=request.now)
        to, done = "usersessions_list", _("Your account is bound. From now on you can sign in there.")
    else:
        take_up_as_newcomer(key_hash=found["key_hash"], **whom, at=request.now)
        to, done = "account_login", _("You have the role. Now sign in.")
    del request.session[FIRST]
    messages.success(request, done)
    return redirect(to)


@while_on
@require_POST
def unbind_own(request: PortalRequest, pk: int) -> HttpResponse:
    """One's own binding."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    identity = get_object_or_404(Identity, pk=pk, user=request.user)
    unbind(identity=identity, by=request.user, at=request.now)
    messages.success(request, _("Your account is no longer bound."))
    return redirect("usersessions_list")


@while_on
@require_GET
def leave(request: PortalRequest) -> HttpResponse:
    """Behind signing out here: leads on to signing out at the provider."""
    if request.user.is_authenticated:
        return redirect("account_logout")
    try:
        url = provider.sign_out_address()
    except provider.Unreachable as error:
        return _unreachable(request, error)
    return render(request, "account/sso_leave.html", {"url": url})


@csrf_exempt
@while_on
@require_POST
def logout_token(request: PortalRequest) -> HttpResponse:
    """The provider says that somebody signed out there: every session that began there ends."""
    refused = ratelimit.consume_or_429(request, action="logout_token")
    if refused is not None:
        return refused
    try:
        claims = claims_of(request.POST.get("logout_token", ""))
    except provider.Unreachable as error:
        log.warning("the provider cannot be reached: %s", type(error).__name__)
        return HttpResponse(status=503)
    except provider.REFUSED as error:
        log.warning("a logout token was refused: %s", type(error).__name__)
        return HttpResponse(status=400)
    user = person_known_as(settings.OIDC_ISSUER, claims["sub"])
    if user is not None:
        end_sessions_of(user, at=request.now, from_provider=True, kind=SignInKind.SIGNED_OUT_BY_PROVIDER)
    use_up(claims)
    return HttpResponse()


def _unreachable(request: PortalRequest, error: Exception) -> HttpResponse:
    log.warning("the provider cannot be reached: %s", type(error).__name__)
    return render(request, "account/sso_unreachable.html", status=503)
