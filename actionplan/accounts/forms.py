"""The django-allauth forms that the portal overrides."""

import time
from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from .backends import signs_in_by_password
from .models import User
from .sign_ins import note_sign_in
from .states import SignInKind

MIN_RESPONSE_TIME = 0.1
"""Seconds: longer than rendering a mail takes, so that the time does not reveal whether one was sent."""


class ChangePasswordForm(forms.ChangePasswordForm):
    def clean_oldpassword(self) -> str:
        """A guess is counted and recorded as at a sign-in."""
        typed: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class ResetPasswordForm(forms.ResetPasswordForm):
    def clean_email(self) -> str:
        """Nothing is mailed to whom a password would not let in."""
        email = super().clean_email()
        self.users: list[User] = [user for user in self.users if signs_in_by_password(user)]
        return email

    def save(self, request: HttpRequest, **facts: Any) -> str:
        """Leave one record and take the same time, whether or not somebody has the address."""
        begun = time.monotonic()
        user = self.users[0] if self.users else None
        note_sign_in(SignInKind.RESET_ASKED, request, user, self.cleaned_data["email"])
        email = super().save(request, **facts)
        time.sleep(max(0.0, begun + MIN_RESPONSE_TIME - time.monotonic()))
        return email
