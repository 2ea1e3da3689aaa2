"""Accounts that invited people make for themselves."""

from __future__ import annotations

import datetime
import re

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from .models import User
from .workflow import keep_user

LONGEST = 50
"""Characters of a user name, so that a number fits behind it."""


def add_newcomer(
    *, email: str, name: str, language: str, password: str, at: datetime.datetime
) -> User | None:
    """A new account; None where the address has one already. Both take as long: the password is hashed first.

    Raises ValidationError for a password that is too weak.
    """
    user = User(username=_user_name(email), email=email, name=name, language=language)
    validate_password(password, user)
    user.password = make_password(password)
    if _has_account(email):
        return None
    try:
        with transaction.atomic():
            return keep_user(user=user, by=None, at=at)
    except IntegrityError:
        if _has_account(email):  # by another invitation, at the same moment
            return None
        raise


def _has_account(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


def _user_name(email: str) -> str:
    """What stands before the @, with a number behind it where somebody has that name: people sign in by address."""
    stem = re.sub(r"[^\w.+-]", "", email.split("@")[0])[:LONGEST] or "person"
    taken = {
        username.lower()
        for username in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    number, name = 1, stem
    while name.lower() in taken:
        number += 1
        name = f"{stem}{number}"
    return name
