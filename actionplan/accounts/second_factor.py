"""Who must have a second factor, and what they reach until they do.

Coordinators, administrators, superusers, auditors and ministers' offices must: of the portal they reach nothing before.
Demo accounts on a developer's machine are left alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from actionplan.base.days import day_of
from actionplan.base.formatting import short_day

from .models import User
from .portal_request import PortalRequest
from .rules import manages_people, reads_beyond_own_somewhere
from .sessions import SUBSTANTIAL

REACHED_WITHOUT = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "sso-start",
    "sso-callback",
    "account_logout",
    "set_language",
}
"""Enrolment, which asks for the password or a sign-in at the provider once more, language and signing out."""


def needs_second_factor(user: User, on: datetime.date) -> bool:
    """By their roles of today, in any plan. Who only reads needs one from the day of `SECOND_FACTOR_FROM` on."""
    if user.is_demo and settings.DEBUG:
        return False
    return manages_people(user) or (on >= settings.SECOND_FACTOR_FROM and reads_beyond_own_somewhere(user))


def has_shown_one(request: HttpRequest, user: User) -> bool:
    """Whoever has one shows it at every sign-in; the provider of single sign-on may vouch for it."""
    return bool(user.has_second_factor or request.session.get(SUBSTANTIAL, False))


def must_enrol(request: PortalRequest) -> bool:
    user = request.user
    if not user.is_authenticated or not needs_second_factor(user, day_of(request.now)):
        return False
    return not has_shown_one(request, user)


def notices_at_sign_in(request: HttpRequest, user: User, on: datetime.date) -> Iterator[str]:
    """What is said at each sign-in: that something is withheld, and that a second factor will be needed."""
    if User.objects.withheld(on).filter(pk=user.pk).exists():
        yield _(
            "Your e-mail address or password was changed. Your role is withheld until a coordinator confirms that it is "
            "you: call one."
        )
    since = settings.SECOND_FACTOR_FROM
    will_need_one = needs_second_factor(user, since) and not needs_second_factor(user, on)
    if will_need_one and not has_shown_one(request, user):
        yield _(
            "From %(day)s on your role needs a second factor. Add one now: Second factor, in the menu under your name."
        ) % {"day": short_day(since)}


class SecondFactorMiddleware(MiddlewareMixin):
    """Sends whoever lacks the second factor that they must have to the page where they add one."""

    def process_view(
        self, request: PortalRequest, view_func: Callable, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None  # a visitor, or another system, for whom no session is opened
        if (match is not None and match.view_name in REACHED_WITHOUT) or not must_enrol(request):
            return None
        return redirect("mfa_index")
