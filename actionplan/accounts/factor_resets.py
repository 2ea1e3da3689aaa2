"""Resetting a second factor that somebody lost, by the operator's command alone."""

from __future__ import annotations

import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb

from .mails import mail_factor_reset
from .models import User
from .sessions import end_sessions_of


@operation()
def reset_factors(*, user: User, at: datetime.datetime) -> None:
    """Take every factor of the person away and end their sessions."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions_of(user, at=at)
    record(Verb.FACTOR_RESET, by=None, at=at, subject=user)
    transaction.on_commit(lambda: mail_factor_reset(user, at=at))
