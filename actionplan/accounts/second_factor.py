"""Who must have a second factor, and what they reach until they do.

Coordinators, administrators and superusers must: of the portal they reach nothing before. Demo accounts on a
developer's machine are left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from .models import User
from .rules import manages_people
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


def needs_second_factor(user: User) -> bool:
    """By their roles of today, in any plan."""
    return manages_people(user) and not (user.is_demo and settings.DEBUG)


def must_enrol(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or not needs_second_factor(user):
        return False
    return not (user.has_second_factor or request.session.get(SUBSTANTIAL, False))


class SecondFactorMiddleware(MiddlewareMixin):
    """Sends whoever lacks the second factor that they must have to the page where they add one."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None  # a visitor, or another system, for whom no session is opened
        if (match is not None and match.view_name in REACHED_WITHOUT) or not must_enrol(request):
            return None
        return redirect("mfa_index")
