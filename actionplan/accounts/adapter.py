"""How the portal uses django-allauth: nobody signs up, people are added by an administrator."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from actionplan.base.mail import send_in_background

from .backends import is_refused
from .models import User
from .sign_ins import note_sign_in
from .states import SignInKind
from .typed import drop_what_others_typed


class PortalAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """By what was typed, once, whatever it is: the back end looks for either.

        Django-allauth would ask for an address twice, and hash the password twice where somebody has it: that can be measured.
        """
        typed = credentials.get("email") or credentials.get("username", "")
        return super().authenticate(request, username=typed, password=credentials["password"])

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by account, whether its user name or its address is typed.

        Under the address, by which django-allauth forgets them after a new password by mail.
        """
        typed = credentials["username"]
        user = User.objects.who_signs_in_as(typed)
        try:
            super().pre_authenticate(request, email=(user.email or user.username) if user else typed)
        except ValidationError:
            note_sign_in(SignInKind.LOCKED_OUT, request, user, typed)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        typed = credentials["username"]
        note_sign_in(SignInKind.FAILED, request, User.objects.who_signs_in_as(typed), typed)

    def pre_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse | None:
        """Django-allauth carries on with whoever knew the password, also when the back end refused them."""
        if is_refused(user) or not user.is_active:
            note_sign_in(SignInKind.CLOSED, request, user)
        if is_refused(user):
            return self.respond_user_inactive(request, user)
        drop_what_others_typed(request, user)
        return super().pre_login(request, user, **facts)

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        note_sign_in(SignInKind.SIGNED_IN, request, user)
        return super().post_login(request, user, **facts)

    def logout(self, request: HttpRequest) -> None:
        note_sign_in(SignInKind.SIGNED_OUT, request, request.user)
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        """By somebody signed in, or by a link that was mailed."""
        super().set_password(user, password)
        by_link = not self.request.user.is_authenticated
        kind = SignInKind.PASSWORD_RESET if by_link else SignInKind.PASSWORD_CHANGED
        note_sign_in(kind, self.request, user)

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
            send_in_background(self.render_mail(template_prefix, email, context), template_prefix)
