"""How the portal uses django-allauth: nobody signs up, people are added by an administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class PortalAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False
