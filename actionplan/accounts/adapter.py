"""How the portal uses django-allauth: nobody signs up, an administrator adds people."""

from __future__ import annotations

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from actionplan.base import clock
from actionplan.base.days import day_of
from actionplan.base.mail import send_in_background

from .backends import is_refused, signs_in_by_password
from .confirming import ANEW_AT, is_confirmed
from .guessing import PASSWORD, guessed_right, guessed_wrong, may_guess, remember_browser
from .mails import mail_emergency_use
from .models import User
from .second_factor import notices_at_sign_in
from .sessions import BY_PROVIDER, SUBSTANTIAL
from .sign_ins import note_sign_in
from .sso import provider
from .states import SignInKind
from .typed import drop_typed_by_others
from .withholding import withhold


class PortalAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """An address of version 4 as itself, where a socket of version 6 has it as `::ffff:203.0.113.9`."""
        address = ipaddress.ip_address(super().get_client_ip(request))
        return str(getattr(address, "ipv4_mapped", None) or address)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Authenticate once, whether a user name or an address was typed: the back end accepts either.

        Django-allauth would try an address twice, and hash the password twice if somebody has it, which can
        be measured.
        """
        typed = credentials.get("email") or credentials.get("username", "")
        user = super().authenticate(request, username=typed, password=credentials["password"])
        if user:
            guessed_right(request, PASSWORD, user)
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count guesses before they are made."""
        typed = credentials["username"]
        user = User.objects.by_login(typed)
        if not may_guess(request, PASSWORD, user, typed):
            note_sign_in(SignInKind.LOCKED_OUT, request, user, typed)
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        typed = credentials["username"]
        user = User.objects.by_login(typed)
        guessed_wrong(request, user)
        note_sign_in(SignInKind.FAILED, request, user, typed)

    def pre_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse | None:
        """Django-allauth goes on with anybody who knew the password, even if the back end refused them."""
        if is_refused(user) or not user.is_active:
            note_sign_in(SignInKind.CLOSED, request, user)
        if is_refused(user):
            return self.respond_user_inactive(request, user)
        drop_typed_by_others(request, user)
        return super().pre_login(request, user, **facts)

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        note_sign_in(SignInKind.SIGNED_IN, request, user)
        how = facts.get("signal_kwargs") or {}
        for mark in [BY_PROVIDER, SUBSTANTIAL]:
            request.session[mark] = how.get(mark, False)
        request.session[ANEW_AT] = how.get(ANEW_AT, 0)
        if not settings.LOCAL_ACCOUNTS and not how.get(BY_PROVIDER):
            mail_emergency_use(user, at=clock.now())
        if clock.demo_clock():  # Django noted the real time
            User.objects.filter(pk=user.pk).update(last_login=clock.now())
        for notice in notices_at_sign_in(request, user, day_of(clock.now())):
            messages.warning(request, notice)
        response = super().post_login(request, user, **facts)
        remember_browser(request, response, user)
        return response

    def is_reauthentication_required(self, **facts: Any) -> bool:
        return not is_confirmed(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """With the provider for whoever came from there, and in place of a password that does not sign in."""
        ways = super().get_reauthentication_methods(user)
        by_password = user.is_authenticated and signs_in_by_password(user)
        if not by_password:
            ways = [way for way in ways if way["id"] != "reauthenticate"]
        if (
            user.is_authenticated
            and provider.is_on()
            and (self.request.session.get(BY_PROVIDER) or not by_password)
        ):
            ways.append({"id": "provider", "description": "", "url": reverse("sso-start")})
        return ways

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """A session that began at the provider of single sign-on ends there too, after it ended here."""
        if provider.is_on() and request.session.get(BY_PROVIDER):
            return reverse("sso-leave")
        return super().get_logout_redirect_url(request)

    def logout(self, request: HttpRequest) -> None:
        note_sign_in(SignInKind.SIGNED_OUT, request, request.user)
        super().logout(request)

    def set_password(self, user: Any, password: str) -> None:
        """The password was set by somebody signed in, or through a mailed link: a newcomer's first one so too.

        Whoever signs in at the provider of single sign-on has no password, and is no newcomer.
        """
        by_link = not self.request.user.is_authenticated
        if by_link and (user.has_usable_password() or user.last_login or user.identities.exists()):
            withhold(user=user, by=user, at=clock.now())
        super().set_password(user, password)
        kind = SignInKind.PASSWORD_RESET if by_link else SignInKind.PASSWORD_CHANGED
        note_sign_in(kind, self.request, user)
        guessed_right(self.request, PASSWORD, user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built on `BASE_URL`, like all links in mails; django-allauth would use the request's host."""
        user, secret = key.split("-", 1)
        return settings.BASE_URL + reverse("account_reset_password_from_key", args=[user, secret])

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """That a password was changed, or a second factor added or removed: in the person's own language."""
        with override(user.language):
            super().send_notification_mail(
                template_prefix, user, {"user": user} | (context or {}), user.email
            )

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the background, but never to a demo account in production.

        The response then takes equally long when nobody has the address, or when the mail server does not
        answer.
        """
        user = context.get("user")
        if user is None or not is_refused(user):
            send_in_background(self.render_mail(template_prefix, email, context), template_prefix)
