"""How long a password has to be."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """Django 5.2 says what is wrong in words that it has not translated into Dutch."""

    def get_error_message(self) -> str:
        return ngettext(
            "This password is too short. It needs at least %(count)s character.",
            "This password is too short. It needs at least %(count)s characters.",
            self.min_length,
        ) % {"count": self.min_length}
