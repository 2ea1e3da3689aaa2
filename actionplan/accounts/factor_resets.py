"""Resetting a second factor that somebody lost: an administrator asks, a second one confirms.

Where there is no second administrator, a coordinator of the whole portal does: `who_confirms` of the rules. The person
is told both times.
"""

from __future__ import annotations

import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused

from .factor_mail import mail_asked, mail_reset
from .models import FactorReset, User
from .rules import RESET_VALID_FOR, who_confirms
from .sessions import end_sessions_of


def resets_waiting_for(user: User, at: datetime.datetime) -> list[FactorReset]:
    """Those that this person may confirm."""
    waiting = list(FactorReset.objects.waiting(since=at - RESET_VALID_FOR).select_related("user", "asked_by"))
    people = list(User.objects.over_the_whole_portal(day_of(at))) if waiting else []
    return [reset for reset in waiting if user in who_confirms(reset, people)]


@operation()
def ask_factor_reset(*, user: User, by: User, at: datetime.datetime) -> FactorReset:
    """Ask for it. Raises Refused if there is nothing to reset, or if it was asked already."""
    if not by.has_perm("accounts.reset_factor", user):
        raise PermissionDenied
    row = User.objects.select_for_update().get(pk=user.pk)
    if not row.has_second_factor:
        raise Refused(_("%(name)s has no second factor.") % {"name": row})
    if row.factor_resets.waiting(since=at - RESET_VALID_FOR).exists():
        raise Refused(_("This was asked already, and waits for somebody who confirms it."))
    reset = FactorReset.objects.create(user=row, asked_by=by, asked_at=at)
    record(Verb.FACTOR_RESET_ASKED, by=by, at=at, subject=row)
    transaction.on_commit(lambda: mail_asked(reset, at))
    return reset


@operation()
def confirm_factor_reset(*, reset: FactorReset, by: User, at: datetime.datetime) -> None:
    """Raises Refused if it was confirmed already, is too old, or the person has a factor all the same."""
    row = FactorReset.objects.select_for_update().get(pk=reset.pk)
    if not by.has_perm("accounts.confirm_factor_reset", row):
        raise PermissionDenied
    if row.confirmed_at is not None:
        raise Refused(_("%(person)s confirmed this in the meantime.") % {"person": row.confirmed_by})
    if row.asked_at < at - RESET_VALID_FOR:
        raise Refused(_("This was asked more than a week ago. Let an administrator ask it again."))
    if not FactorReset.objects.waiting(since=row.asked_at).filter(pk=row.pk).exists():
        raise Refused(_("%(name)s added or used a second factor after this was asked.") % {"name": row.user})
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    reset_factors(user=row.user, by=by, at=at)


@operation()
def reset_factors(*, user: User, by: User | None, at: datetime.datetime) -> None:
    """Take every factor of the person away and end their sessions; `by` is None for a command on the server."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions_of(user, at=at)
    record(Verb.FACTOR_RESET, by=by, at=at, subject=user)
    transaction.on_commit(lambda: mail_reset(user, by, at))
