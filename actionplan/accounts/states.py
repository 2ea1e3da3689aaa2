"""The kinds of sign-in record."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignInKind(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    FAILED = "failed", _("signing in failed")
    CODE_FAILED = "code_failed", _("wrong code of the second factor")
    LOCKED_OUT = "locked_out", _("refused for a while after too many failures")
    CLOSED = "closed", _("right password of a closed account")
    RESET_ASKED = "reset_asked", _("asked for a link for a new password")
    PASSWORD_RESET = "password_reset", _("new password by a link")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    ADDRESS_CHANGED = "address_changed", _("e-mail address changed")
    SESSIONS_ENDED = "sessions_ended", _("signed out elsewhere")
    SIGNED_OUT_BY_PROVIDER = "provider_sign_out", _("signed out by the provider of single sign-on")


def known_sign_ins() -> list[tuple[str, Any]]:
    """The column's choices: a function, named by migrations, so that a new kind needs no migration."""
    return SignInKind.choices
