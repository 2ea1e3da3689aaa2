"""How the portal uses django-allauth: nobody signs up, people are added by an administrator."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .backends import is_refused
from .typed import drop_what_others_typed

logger = logging.getLogger("portal.mail")


class PortalAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse | None:
        """Django-allauth carries on with whoever knew the password, also when the back end refused them."""
        if is_refused(user):
            return self.respond_user_inactive(request, user)
        drop_what_others_typed(request, user)
        return super().pre_login(request, user, **facts)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """From `BASE_URL`, as every link in a mail; Django-allauth's takes host and port from the request."""
        user, secret = key.split("-", 1)
        return settings.BASE_URL + reverse("account_reset_password_from_key", args=[user, secret])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """None to a demo account where the portal runs for real.

        A mail server that does not answer is logged; the page answers as it does for an unknown address.
        """
        user = context.get("user")
        if user is not None and is_refused(user):
            return
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("a mail could not be sent: %s", template_prefix)
