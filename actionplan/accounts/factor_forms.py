"""The forms that ask for a code of the second factor: guesses at it are counted."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms
from django.core.exceptions import ValidationError

from .guessing import CODE, guessed_right, guessed_wrong, may_guess
from .sign_ins import note_sign_in
from .states import SignInKind


class CountedCode(forms.BaseAuthenticateForm):
    def clean_code(self) -> str:
        request = context.request
        if not may_guess(request, CODE, self.user):
            note_sign_in(SignInKind.LOCKED_OUT, request, self.user)
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            code = super().clean_code()
        except ValidationError:
            guessed_wrong(request, self.user)
            note_sign_in(SignInKind.CODE_FAILED, request, self.user)
            raise
        guessed_right(request, CODE, self.user)
        return code


class AuthenticateForm(CountedCode, forms.AuthenticateForm):
    pass


class ReauthenticateForm(CountedCode, forms.ReauthenticateForm):
    pass
