"""Sign-in records, kept for a number of days; written by the hooks that django-allauth offers."""

from __future__ import annotations

import datetime
import re
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest

from actionplan.base import clock

from .models import SignInEvent, User
from .states import SignInKind

USER_NAME = re.compile(r"[\w.@+-]+")
"""As in Django."""


def note_sign_in(kind: SignInKind, request: HttpRequest, user: Any, typed: str = "") -> None:
    """Record the event, for the account or, if there is none, for what was `typed` as one."""
    SignInEvent.objects.create(
        at=clock.now(),
        kind=kind,
        user=user,
        typed="" if user else _as_account(typed),
        ip_address=get_adapter().get_client_ip(request),
    )


def note_by_others(kind: SignInKind, user: User, at: datetime.datetime) -> None:
    """Record what an administrator, whom the trail names, or the provider did; it has no IP address of the owner."""
    SignInEvent.objects.create(at=at, kind=kind, user=user)


def delete_old_sign_ins(now: datetime.datetime) -> int:
    """Delete records more than `SIGN_IN_DAYS` old; returns how many."""
    return SignInEvent.objects.before(now - datetime.timedelta(days=settings.SIGN_IN_DAYS)).delete()[0]


def _as_account(typed: str) -> str:
    """The text if it could be an account: anything else may be a password typed in the wrong field."""
    if USER_NAME.fullmatch(typed):
        return typed[:254]
    try:
        validate_email(typed)
    except ValidationError:
        return ""
    return typed[:254]
