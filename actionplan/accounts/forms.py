"""The form of django-allauth that the portal replaces."""

from typing import Any

from allauth.account import forms
from django.http import HttpRequest

from .sign_ins import note_sign_in
from .states import SignInKind


class ResetPasswordForm(forms.ResetPasswordForm):
    def save(self, request: HttpRequest, **facts: Any) -> str:
        """One record, as for an address that nobody has."""
        user = self.users[0] if self.users else None
        note_sign_in(SignInKind.RESET_ASKED, request, user, self.cleaned_data["email"])
        return super().save(request, **facts)
