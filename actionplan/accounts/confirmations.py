"""The yearly confirmation that a list of people is right, by somebody who may invite people to it."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused

from .bodies import Body
from .models import ListConfirmation, Membership, User
from .querysets import about_bodies_q


def valid_for() -> datetime.timedelta:
    """How long a confirmation holds."""
    return datetime.timedelta(days=settings.CONFIRMATION_DAYS)


def is_overdue(confirmed_on: datetime.date | None, on: datetime.date) -> bool:
    """Whether the list was never confirmed, or too long before the day `on`."""
    return confirmed_on is None or confirmed_on + valid_for() < on


def version_of(memberships: Iterable[Membership]) -> str:
    """A short hash of the people on a list, their roles and their days; it changes when any of these do."""
    lines = sorted(
        f"{row.pk} {row.user.is_active} {row.in_force_from} {row.in_force_until}" for row in memberships
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@operation()
def confirm_list(*, body: Body, opened_on: str, by: User, at: datetime.datetime) -> ListConfirmation:
    """Confirm that the list of this body is right; `opened_on` is the `version_of` the list that the person saw.

    Raises ChangedMeanwhile if the list has changed since, Refused if it was already confirmed that day.
    """
    if not by.has_perm("accounts.confirm_list", body):
        raise PermissionDenied
    today = day_of(at)
    earlier = ListConfirmation.objects.filter(about_bodies_q([body]), confirmed_on=today).first()
    if earlier is not None:
        raise Refused(_("%(person)s confirmed this list today.") % {"person": earlier.confirmed_by})
    now = Membership.objects.on_the_lists_of([body]).not_ended(today).select_related("user")
    if version_of(now) != opened_on:
        raise ChangedMeanwhile(_("This list changed in the meantime. Look at it again."))
    confirmation = _confirmed(body, by, at)
    record(
        Verb.LIST_CONFIRMED,
        by=by,
        at=at,
        subject=confirmation,
        organisation=body.organisation.pk if body.organisation else None,
        policy_area=body.policy_area.pk if body.policy_area else None,
    )
    return confirmation


def _confirmed(body: Body, by: User, at: datetime.datetime) -> ListConfirmation:
    """The new row. A second one at the same moment waits at the unique constraint and is refused."""
    try:
        with transaction.atomic():
            return ListConfirmation.objects.create(
                **body.columns, confirmed_by=by, confirmed_at=at, confirmed_on=day_of(at)
            )
    except IntegrityError as clash:
        raise Refused(_("Somebody confirmed this list at the same moment.")) from clash
