"""Giving and ending roles, adding and changing users. Changes of rights are in the trail."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of, days_overlap
from actionplan.base.refusals import Refused
from objectives.workflow import locked_plan

from .mails import mail_replaced_address, tell_who_newly_reads
from .models import Membership, User
from .roles import Role
from .sign_ins import note_by_others
from .states import SignInKind
from .withholding import withhold

USER_FACTS = ["username", "name", "email", "language", "is_active", "is_superuser", "is_demo"]


def _refuse_unless_allowed(by: User | None, permission: str, obj: Any = None) -> None:
    """The portal itself (by=None: a command on the server) may do anything."""
    if by is not None and not by.has_perm(permission, obj):
        raise PermissionDenied


@contextmanager
def _ensuring_an_administrator(
    by: User | None, at: datetime.datetime, also: int | None = None
) -> Iterator[None]:
    """Refuse a change that would leave the portal without a permanent administrator.

    Locks the rows of all administrators, and of the person with the key `also`, in the order of their keys:
    of two administrators who deactivate each other, the second waits here and is refused once their own
    rights are gone.
    """
    rows = User.objects.administrators() | User.objects.filter(pk=also)
    list(rows.select_for_update(no_key=True).order_by("pk"))
    if by is not None and not User.objects.get(pk=by.pk).has_perm("accounts.manage_users"):
        raise Refused(_("You are no longer an administrator."))
    permanent = User.objects.permanent_administrators(day_of(at))
    there_was_one = permanent.exists()
    yield
    if there_was_one and not permanent.exists():
        raise Refused(
            _("This is the last administrator. Make somebody else administrator first, without an end.")
        )


@operation()
def begin_membership(*, membership: Membership, by: User | None, at: datetime.datetime) -> Membership:
    """Give a person a role; coordinators are mailed if it reads words about limited actions beyond an own organisation's.

    Raises Refused if it overlaps with the same role for the same body and plan.
    """
    _refuse_unless_allowed(by, "accounts.manage_membership", membership)
    return give_role(membership=membership, by=by, at=at)


@operation()
def give_role(*, membership: Membership, by: User | None, at: datetime.datetime) -> Membership:
    """`begin_membership` without the permission check, which was made when `by` sent the invitation."""
    User.objects.select_for_update().get(pk=membership.user_id)
    if membership.plan:
        locked_plan(membership.plan)
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
    tell_who_newly_reads(membership, by=by, at=at)
    return membership


@operation()
def end_membership(
    *, membership: Membership, on: datetime.date, by: User | None, at: datetime.datetime
) -> None:
    """End a role; `on` is the first day without it. Today ends it at once, even if it began today or begins
    later.

    Raises Refused if it has already ended, if `on` is past or is neither today nor after its first day, or if it
    is the role of the last administrator.
    """
    _refuse_unless_allowed(by, "accounts.manage_membership", membership)
    if membership.role == Role.ADMINISTRATOR and membership.plan_id is None:
        with _ensuring_an_administrator(by, at):
            _end(membership, on, by, at)
    else:
        _end(membership, on, by, at)


def _end(membership: Membership, on: datetime.date, by: User | None, at: datetime.datetime) -> None:
    row = Membership.objects.select_for_update().get(pk=membership.pk)
    if row.never_counted or (row.in_force_until is not None and row.in_force_until <= on):
        raise Refused(_("This role has ended already."))
    if row.in_force_from is not None and on <= row.in_force_from and on != day_of(at):
        raise Refused(_("The last day must come after the first."))
    if on < day_of(at):
        raise Refused(
            _("That day is past, and what they did since then stays. Fill in today, or a day that comes.")
        )
    row.set_end(on=on, at=at)
    row.save(update_fields=Membership.END)
    membership.in_force_until, membership.ended_at = row.in_force_until, row.ended_at
    _record_rights(Verb.MEMBERSHIP_ENDED, row, by, at)


@operation()
def save_user(*, user: User, by: User | None, at: datetime.datetime) -> User:
    """Add or change a user; a new one has no usable password until they set one through a reset mail.

    The address is stored in lower case, which is how sign-in looks it up. When the address changes, sessions
    and password links end (both are signed with it), a mail to the old address says so at once, and what
    the person's roles read may be withheld (`withholding`). Raises Refused if people would deactivate
    themselves or change whether they are a superuser, or if no administrator would be left.
    """
    _refuse_unless_allowed(by, "accounts.manage_users")
    if user.pk is None:
        return _add_user(user, by, at)
    with _ensuring_an_administrator(by, at, also=user.pk):
        return _change_user(user, by, at)


def _add_user(user: User, by: User | None, at: datetime.datetime) -> User:
    if not user.password:
        user.set_unusable_password()
    _save_user(user)
    record(Verb.USER_CHANGED, by=by, at=at, subject=user, after=_facts_of(user))
    return user


def _change_user(user: User, by: User | None, at: datetime.datetime) -> User:
    stored = User.objects.get(pk=user.pk)
    if by is not None and by.pk == user.pk:
        if stored.is_superuser != user.is_superuser:
            raise Refused(_("Nobody changes their own role."))
        if stored.is_active != user.is_active:
            raise Refused(_("Nobody switches off their own account."))
    before = _facts_of(stored)
    user.withheld_at, user.withheld_by_id = stored.withheld_at, stored.withheld_by_id
    _save_user(user)
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    after = _facts_of(user)
    if before["email"] != after["email"]:
        withhold(user=user, by=by or user, at=at)
    is_moved = stored.email not in ("", user.email)
    if before != after:
        verb = Verb.ADDRESS_CHANGED if is_moved else Verb.USER_CHANGED
        record(verb, by=by, at=at, subject=user, before=before, after=after)
    if is_moved:
        note_by_others(SignInKind.ADDRESS_CHANGED, user, at)
        withheld = user.withheld_at is not None
        transaction.on_commit(lambda: mail_replaced_address(stored, by=by, at=at, withheld=withheld))
    if user.is_active and not stored.is_active:
        for membership in user.memberships.not_ended(day_of(at)).reading_beyond_own():
            tell_who_newly_reads(membership, by=by, at=at)
    return user


def _save_user(user: User) -> None:
    user.email = user.email.lower()
    user.full_clean(exclude=["password"])
    user.save()


def _facts_of(user: User) -> dict[str, Any]:
    return {field: getattr(user, field) for field in USER_FACTS}


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
            **({"from_claims": True} if membership.from_claims else {}),
            **({"plan": membership.plan.code} if membership.plan else {}),
            "from": membership.in_force_from,
            "until": membership.in_force_until,
            **({"ended_at": membership.ended_at} if membership.ended_at else {}),
        },
    )
