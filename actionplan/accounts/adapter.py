"""How the portal uses django-allauth: nobody signs up, people are added by an administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from .backends import is_refused


class PortalAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse | None:
        """Django-allauth carries on with whoever knew the password, also when the back end refused them."""
        if is_refused(user):
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **facts)
