"""The form of django-allauth that the portal replaces."""

import time
from typing import Any

from allauth.account import forms
from django.http import HttpRequest

from .sign_ins import note_sign_in
from .states import SignInKind

SHORTEST_ANSWER = 0.1
"""Seconds: longer than writing a mail and a link takes, so that an answer does not tell whether one was written."""


class ResetPasswordForm(forms.ResetPasswordForm):
    def save(self, request: HttpRequest, **facts: Any) -> str:
        """With one record, and in the same time, whether or not somebody has the address."""
        begun = time.monotonic()
        user = self.users[0] if self.users else None
        note_sign_in(SignInKind.RESET_ASKED, request, user, self.cleaned_data["email"])
        email = super().save(request, **facts)
        time.sleep(max(0.0, begun + SHORTEST_ANSWER - time.monotonic()))
        return email
