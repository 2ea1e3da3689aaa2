"""Signing in: by user name or e-mail address; demo accounts only where the portal does not run for real."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.utils import timezone

from actionplan.base.days import day_of

from .rules import person_with_rights


def is_refused(user: Any) -> bool:
    """Whether this is a demo account where the portal runs for real."""
    return user.is_demo and not settings.DEBUG


class PortalBackend(AuthenticationBackend):
    def user_can_authenticate(self, user: Any) -> bool:
        """Django asks this at sign-in and, through `get_user`, for every request of a session."""
        return not is_refused(user) and super().user_can_authenticate(user)

    def get_user(self, user_id: Any) -> Any:
        """With the rights of today, since every page asks for them."""
        user = person_with_rights(user_id, day_of(timezone.now()))
        return user if user and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Permissions are asked of the rules (`User.has_perm`), never of a back end."""
        return False
