"""Giving and ending roles, adding and changing users. Each change of rights is in the trail, before and after."""

from __future__ import annotations

import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of, days_overlap
from actionplan.base.refusals import Refused

from .models import Membership, User

USER_FACTS = ["username", "name", "email", "language", "is_active", "is_superuser", "is_demo"]


def _refuse_unless_allowed(by: User | None, permission: str, obj: Any = None) -> None:
    """The portal itself (by=None: a command on the server) may do anything."""
    if by is not None and not by.has_perm(permission, obj):
        raise PermissionDenied


@operation()
def begin_membership(*, membership: Membership, by: User | None, at: datetime.datetime) -> Membership:
    """Give a person a role. Raises Refused when it overlaps with the same role for the same body and the same plans."""
    _refuse_unless_allowed(by, "accounts.keep_membership", membership)
    return give_role(membership=membership, by=by, at=at)


@operation()
def give_role(*, membership: Membership, by: User | None, at: datetime.datetime) -> Membership:
    """As `begin_membership`, where `by` was asked before whether they may: when they sent the invitation."""
    User.objects.select_for_update().get(pk=membership.user_id)
    membership.full_clean()
    same = Membership.objects.filter(
        user=membership.user_id,
        role=membership.role,
        organisation=membership.organisation_id,
        policy_area=membership.policy_area_id,
        minister=membership.minister_id,
        plan=membership.plan_id,
    )
    if any(days_overlap(membership, other) for other in same if not other.never_counted):
        raise Refused(_("This person has that role in those days already."))
    membership.save()
    _record_rights(Verb.MEMBERSHIP_BEGUN, membership, by, at)
    return membership


@operation()
def end_membership(
    *, membership: Membership, on: datetime.date, by: User | None, at: datetime.datetime
) -> None:
    """End a role; `on` is the first day without it: with today it ends at once, also when it began today or begins later.

    Raises Refused when it ended before, or began on another day than today and not before `on`.
    """
    _refuse_unless_allowed(by, "accounts.keep_membership", membership)
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if row.never_counted or (row.in_force_until is not None and row.in_force_until <= on):
        raise Refused(_("This role has ended already."))
    if row.in_force_from is not None and on <= row.in_force_from and on != day_of(at):
        raise Refused(_("The last day must come after the first."))
    row.set_end(on=on, at=at)
    row.save(update_fields=Membership.END)
    membership.in_force_until, membership.ended_at = row.in_force_until, row.ended_at
    _record_rights(Verb.MEMBERSHIP_ENDED, row, by, at)


@operation()
def keep_user(*, user: User, by: User | None, at: datetime.datetime) -> User:
    """Add or change a user; a new one has no usable password until they set one through a reset mail.

    The address is kept in small letters, in which people are looked up when they sign in; an address that was
    replaced no longer signs anybody in. Raises Refused when people would make themselves a superuser, or no longer.
    """
    _refuse_unless_allowed(by, "accounts.keep_users")
    user.email = user.email.lower()
    before = {}
    if user.pk:
        stored = User.objects.select_for_update().get(pk=user.pk)
        before = {field: getattr(stored, field) for field in USER_FACTS}
        if by is not None and by.pk == user.pk and stored.is_superuser != user.is_superuser:
            raise Refused(_("Nobody changes their own role."))
    elif not user.password:
        user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    after = {field: getattr(user, field) for field in USER_FACTS}
    if before != after:
        record(Verb.USER_CHANGED, by=by, at=at, subject=user, before=before, after=after)
    return user


def _record_rights(verb: Verb, membership: Membership, by: User | None, at: datetime.datetime) -> None:
    record(
        verb,
        by=by,
        at=at,
        subject=membership,
        plan=membership.plan_id,
        organisation=membership.organisation_id,
        policy_area=membership.policy_area_id,
        person=str(membership.user),
        after={
            "user": membership.user.username,
            "role": membership.role,
            "organisation": membership.organisation.key if membership.organisation else "",
            "policy_area": membership.policy_area.code if membership.policy_area else "",
            "minister": membership.minister.key if membership.minister else "",
            **({"file_holder": True} if membership.writes_only else {}),
            **({"plan": membership.plan.code} if membership.plan else {}),
            "from": membership.in_force_from,
            "until": membership.in_force_until,
            **({"ended_at": membership.ended_at} if membership.ended_at else {}),
        },
    )
