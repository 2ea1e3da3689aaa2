"""Password validators."""

import hashlib
import os
from pathlib import Path
from typing import Any

from django.conf import settings
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


class NotBreached:
    """Refuses passwords known from breaches, where `BREACHED_PASSWORDS` names a list of them."""

    def validate(self, password: str, user: Any = None) -> None:
        listed = settings.BREACHED_PASSWORDS
        if listed and is_listed(Path(listed), password):
            raise ValidationError(
                _("This password is known from a breach somewhere else. Choose another one.")
            )

    def get_help_text(self) -> str:
        return _("Your password must not be known from a breach.")


def is_listed(path: Path, password: str) -> bool:
    """Whether the file has the password: a line each, sorted, with its SHA-1 in hexadecimal capitals first.

    It is found by halving, so that the whole list of Have I Been Pwned will do.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:

        def line_from(place: int) -> bytes:
            """The hash of the first line that begins at the place or behind it; empty at the end."""
            file.seek(max(place - 1, 0))
            if place:
                file.readline()
            return file.readline()[: len(wanted)]

        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            found = line_from(middle)
            if found and found < wanted:
                low = middle + 1
            else:
                high = middle
        return line_from(low) == wanted
