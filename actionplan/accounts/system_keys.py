"""Making and ending the keys with which other systems read facts of the plans (docs/api.md)."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from objectives.models import Plan

from .keys import hash_of, new_key
from .models import PlanOfSystemKey, SystemKey, User


@operation()
def make_system_key(*, name: str, plans: Collection[Plan], by: User, at: datetime.datetime) -> str:
    """A key for these plans; returned once, since the row only has its hash.

    Raises Refused without a plan, or for one in preparation, which is confidential; ValidationError for a
    name that is empty or too long.
    """
    _refuse_unless_allowed(by)
    if not plans or any(plan.is_in_preparation for plan in plans):
        raise Refused(_("A key is for plans that are in force or have ended: choose at least one."))
    key = new_key()
    row = SystemKey(name=name.strip(), key_hash=hash_of(key), made_by=by, made_at=at)
    row.full_clean()
    row.save()
    PlanOfSystemKey.objects.bulk_create(PlanOfSystemKey(system_key=row, plan=plan) for plan in plans)
    _record(Verb.SYSTEM_KEY_MADE, row.pk, by, at)
    return key


@operation()
def end_system_key(*, system_key: SystemKey, by: User, at: datetime.datetime) -> None:
    """From now on it opens nothing. Raises Refused if it was ended already."""
    _refuse_unless_allowed(by)
    row = SystemKey.objects.select_for_update().get(pk=system_key.pk)
    if row.ended_at is not None:
        raise Refused(_("%(person)s ended this key in the meantime.") % {"person": row.ended_by})
    row.ended_by, row.ended_at = by, at
    row.save(update_fields=["ended_by", "ended_at"])
    _record(Verb.SYSTEM_KEY_ENDED, row.pk, by, at)


def _refuse_unless_allowed(by: User) -> None:
    if not by.has_perm("accounts.manage_system_keys"):
        raise PermissionDenied


def _record(verb: Verb, pk: int, by: User, at: datetime.datetime) -> None:
    row = SystemKey.objects.with_plans().get(pk=pk)
    record(verb, by=by, at=at, subject=row, plans=row.plan_codes)
