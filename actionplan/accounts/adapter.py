"""How the portal uses django-allauth: nobody signs up, people are added by an administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from actionplan.base.mail import send_behind

from .backends import is_refused
from .typed import drop_what_others_typed


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
        """None to a demo account where the portal runs for real; the others behind the answer.

        So a page answers as soon where nobody has the address, and where the mail server does not answer.
        """
        user = context.get("user")
        if user is None or not is_refused(user):
            send_behind(self.render_mail(template_prefix, email, context), template_prefix)
