"""Signing in by user name or e-mail address; demo accounts cannot sign in to production."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from actionplan.base import clock
from actionplan.base.days import day_of

from .rules import person_with_rights


def is_refused(user: Any) -> bool:
    """Whether this is a demo account in production."""
    return user.is_demo and not settings.DEBUG


def signs_in_by_password(user: Any) -> bool:
    """With single sign-on alone, a password is good for the emergency account."""
    return settings.LOCAL_ACCOUNTS or user.username == settings.EMERGENCY_ACCOUNT


class PortalBackend(AuthenticationBackend):
    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        return user if user and signs_in_by_password(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Called at sign-in and, through `get_user`, for every request of a session."""
        return not is_refused(user) and super().user_can_authenticate(user)

    def get_user(self, user_id: Any) -> Any:
        """The user with today's rights, which every page needs."""
        user = person_with_rights(user_id, day_of(clock.now()))
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Permissions come from the rules (`User.has_perm`), never from a back end."""
        return False
