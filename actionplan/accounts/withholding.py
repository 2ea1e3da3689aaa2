"""Roles that read beyond an own organisation are withheld once the address of their holder was replaced or the password
reset while there was no second factor, until a coordinator confirms that it is the person.

So nobody who can change an account, or reads its mail, reads words about limited actions through it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused

from .mails import mail_withheld
from .models import Membership, User
from .rules import confirms_reader_in


def people_to_confirm(user: User, on: datetime.date) -> list[User]:
    """Those from whom something is withheld and whom this person may confirm."""
    rows = Membership.objects.not_ended(on).reading_beyond_own().filter(user__in=User.objects.withheld(on))
    plans: dict[User, set[int | None]] = defaultdict(set)
    for row in rows.select_related("user").order_by("user__name", "user__username"):
        plans[row.user].add(row.plan_id)
    return [person for person, read in plans.items() if confirms_reader_in(user, person, read)]


@operation()
def withhold(*, user: User, by: User, at: datetime.datetime) -> None:
    """Called by what replaces an address or resets a password. Nothing happens if the person has a second factor, or never
    had a role that reads beyond an own organisation.

    `by` is the person where the password was reset through a mailed link. Whoever replaced an address stays on record.
    """
    row = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if row.has_second_factor or not row.memberships.reading_beyond_own().exists():
        return
    if row.withheld_by_id is None or by.pk != row.pk:
        row.withheld_by = by
    row.withheld_at = at
    row.save(update_fields=["withheld_by", "withheld_at"])
    user.withheld_by, user.withheld_at = row.withheld_by, at
    record(Verb.ROLE_WITHHELD, by=by, at=at, subject=row)
    transaction.on_commit(lambda: mail_withheld(row, at=at))


def version_of_withholding(user: User) -> str:
    """It changes whenever the address is replaced or the password reset; empty if nothing is withheld."""
    return user.withheld_at.isoformat() if user.withheld_at else ""


@operation()
def confirm_person(*, user: User, by: User | None, at: datetime.datetime, opened_on: str = "") -> None:
    """Let the roles of the person count again; `by` is None for a command on the server.

    `opened_on` is `version_of_withholding` as the page showed it; empty without a page. Raises Refused if nothing is
    withheld, ChangedMeanwhile if the account was changed again since.
    """
    row: Any = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if by is not None and not by.has_perm("accounts.confirm_person", row):
        raise PermissionDenied
    if row.withheld_at is None:
        raise Refused(_("Nothing is withheld from %(name)s any more.") % {"name": row})
    if opened_on not in ("", version_of_withholding(row)):
        raise ChangedMeanwhile(
            _("The account of %(name)s was changed again since you looked at this page. Look again.")
            % {"name": row}
        )
    row.withheld_by = row.withheld_at = None
    row.save(update_fields=["withheld_by", "withheld_at"])
    record(Verb.PERSON_CONFIRMED, by=by, at=at, subject=row)
