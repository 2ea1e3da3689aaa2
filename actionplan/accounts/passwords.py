"""Password validators."""

from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Django's validator with our own message: that of Django 5.2 has no Dutch translation."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short. It needs at least %(count)s character.",
            "This password is too short. It needs at least %(count)s characters.",
            self.min_length,
        ) % {"count": self.min_length}


class NotRepeated:
    """Refuses the same few characters over and over, ignoring case."""

    fewest = 4

    def validate(self, password: str, user: Any = None) -> None:
        if len(set(password.casefold())) < self.fewest:
            raise ValidationError(_("This password repeats the same few characters."))

    def get_help_text(self) -> str:
        return _("Your password needs at least %(count)s different characters.") % {"count": self.fewest}


class WithoutUserName:
    """Refuses a password with the user name in it, unless that is too short to tell."""

    shortest = 3

    def validate(self, password: str, user: Any = None) -> None:
        name = (getattr(user, "username", None) or "").casefold()
        if len(name) >= self.shortest and name in password.casefold():
            raise ValidationError(_("This password contains your user name."))

    def get_help_text(self) -> str:
        return _("Your password must not contain your user name.")
