"""The forms of the second factor: guesses at a code are counted, and labels are in the portal's words."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.exceptions import ValidationError
from django.forms import CharField, TextInput
from django.utils.translation import gettext_lazy as _

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


class AddAppForm(ActivateTOTPForm):
    code = CharField(
        label=_("The code that the app shows"), widget=TextInput({"autocomplete": "one-time-code"})
    )


class AddKeyForm(AddWebAuthnForm):
    name = CharField(label=_("Name of the key"), required=False)
