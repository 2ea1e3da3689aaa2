"""Keeping what happens around signing in, for a number of days; called by what django-allauth lets us override."""

from __future__ import annotations

import datetime
import re
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.utils import timezone

from .models import SignInEvent, User
from .states import SignInKind

USER_NAME = re.compile(r"[\w.@+-]+")
"""As Django has it."""


def note_sign_in(kind: SignInKind, request: HttpRequest, user: Any, typed: str = "") -> None:
    """Keep that it happened, at this request, to the account or, where nobody has it, to what was `typed` as one."""
    SignInEvent.objects.create(
        at=timezone.now(),
        kind=kind,
        user=user,
        typed="" if user else _as_account(typed),
        ip_address=get_adapter().get_client_ip(request),
    )


def note_address_changed(user: User, at: datetime.datetime) -> None:
    """By an administrator, as the trail says, so from no place of the account's own."""
    SignInEvent.objects.create(at=at, kind=SignInKind.ADDRESS_CHANGED, user=user)


def delete_old_sign_ins(now: datetime.datetime) -> int:
    """Those that are more than `SIGN_IN_DAYS` old; answers with how many they were."""
    return SignInEvent.objects.before(now - datetime.timedelta(days=settings.SIGN_IN_DAYS)).delete()[0]


def _as_account(typed: str) -> str:
    """Only what could be one: anything else may be a password that somebody typed in the wrong field."""
    if USER_NAME.fullmatch(typed):
        return typed[:254]
    try:
        validate_email(typed)
    except ValidationError:
        return ""
    return typed[:254]
