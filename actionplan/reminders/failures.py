"""Mails that failed: looked at, and tried again, by administrators."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.base.refusals import Refused

from .claims import is_given_up
from .models import Digest
from .states import DigestState, Trouble


def why_failed(digest: Digest) -> str:
    """In plain words; one that is still being sent after all that time was cut off."""
    return str(Trouble(digest.trouble or Trouble.LOST).label)


def what_next(digest: Digest, at: datetime.datetime) -> str:
    """What the portal does about it by itself."""
    if digest.state == DigestState.UNKNOWN or digest.is_lost(at):
        return _("It is not sent again by itself.")
    if not digest.person.is_active:
        return _("The person is no longer active: nothing is sent.")
    if digest.address != digest.person.email:
        return _("The next mail goes to the present address, %(address)s.") % {
            "address": digest.person.email or "–"
        }
    if is_given_up(digest, digest.person.email):
        return _("It was refused too often: nothing is sent to this address until you try again.")
    return _("The next run tries again, if there is still something to say.")


def _failed(digest: Digest, by: User, at: datetime.datetime) -> Digest:
    if not by.has_perm("portal.keep_mail"):
        raise PermissionDenied
    row = Digest.objects.select_for_update(of=("self",)).filter(pk=digest.pk).first()
    if row is None or not Digest.objects.failed(at).filter(pk=row.pk).exists():
        raise Refused(_("A mail reached this person in the meantime."))
    if row.is_lost(at):
        row.state, row.trouble = DigestState.UNKNOWN, Trouble.LOST
    return row


@operation()
def mark_seen(*, digest: Digest, by: User, at: datetime.datetime) -> Digest:
    """Nothing more is to be done about it. Raises Refused when a later mail reached the person."""
    row = _failed(digest, by, at)
    row.seen_by, row.seen_at = by, at
    row.save(update_fields=["state", "trouble", "seen_by", "seen_at"])
    return row


@operation()
def set_free(*, digest: Digest, by: User, at: datetime.datetime) -> Digest:
    """Let what the mail was to say be said again, and count the refusals of its address anew; then send to the person.

    After an unknown outcome somebody may read the same thing twice: an administrator's decision, never the portal's.
    """
    row = _failed(digest, by, at)
    row.notices.all().delete()
    row.attempts, row.seen_by, row.seen_at = 0, by, at
    row.save(update_fields=["state", "trouble", "attempts", "seen_by", "seen_at"])
    return row
