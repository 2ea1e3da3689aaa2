"""What a person's memberships add up to on a day. Rights are always today's, whatever day a page is about."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F, FilteredRelation, QuerySet
from django.utils import timezone

from actionplan.base.brussels import day_of
from actionplan.base.inforce import in_force_q
from actionplan.base.prepared import prepared

from .roles import Role

if TYPE_CHECKING:
    from .models import User


@dataclass(frozen=True)
class Rights:
    """The sum of a person's memberships. The sets hold primary keys."""

    roles: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    """Organisations that the person reports for; a policy area stands for all that are affiliated to it."""
    submits_for: frozenset[int] = frozenset()
    """Those of them for which the person is a contact point; for the others, a file holder."""
    ministers: frozenset[int] = frozenset()
    offices: frozenset[str] = frozenset()
    """The keys of those ministers, by which addresses name them."""
    employers: frozenset[int] = frozenset()

    @property
    def is_coordinator(self) -> bool:
        return Role.COORDINATOR in self.roles

    @property
    def is_contributor(self) -> bool:
        return Role.CONTRIBUTOR in self.roles

    @property
    def is_auditor(self) -> bool:
        return Role.AUDITOR in self.roles

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles


NO_RIGHTS = Rights()


def rights_of(user: User, day: datetime.date) -> Rights:
    """Read the memberships in force on the day, with the organisations of their policy areas: one query."""
    if not user.is_active:
        return NO_RIGHTS
    return _added_up(_memberships(user, day), day, is_superuser=user.is_superuser)


@prepared
def _memberships(user: User, day: datetime.date) -> QuerySet:
    rows = apps.get_model("accounts", "Membership").objects.in_force(day).filter(user=user)
    return rows.values(*MEMBERSHIP_FACTS)


def person_with_rights(pk: int, day: datetime.date) -> User | None:
    """The person with the rights of the day, which every page asks for: one query for both."""
    rows = _people_with_memberships(pk, day)
    if not rows:
        return None
    person: User = rows[0]
    facts = [{name: getattr(row, HELD + name) for name in MEMBERSHIP_FACTS} for row in rows]
    person.keep_rights(day, _held(person, [row for row in facts if row["role"] is not None], day))
    return person


@prepared
def _people_with_memberships(pk: int, day: datetime.date) -> QuerySet[User]:
    """A row for each membership in force, as `_memberships` gives them, and one where there is none."""
    held = FilteredRelation("memberships", condition=in_force_q(day, "memberships__"))
    facts = {HELD + name: F(f"held__{name}") for name in MEMBERSHIP_FACTS}
    rows = apps.get_model("accounts", "User").objects.filter(pk=pk)
    return rows.annotate(held=held, **facts).order_by("held__pk")


def rights_by_user(users: Collection[User], day: datetime.date) -> dict[int, Rights]:
    """The same for several people, by the person's key: one query."""
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    memberships = apps.get_model("accounts", "Membership").objects.in_force(day).filter(user__in=users)
    for row in memberships.values("user", *MEMBERSHIP_FACTS):
        rows[row["user"]].append(row)
    return {user.pk: _held(user, rows[user.pk], day) for user in users}


def _held(user: User, memberships: Iterable[dict[str, Any]], day: datetime.date) -> Rights:
    return _added_up(memberships, day, is_superuser=user.is_superuser) if user.is_active else NO_RIGHTS


def _added_up(rows: Iterable[dict[str, Any]], day: datetime.date, *, is_superuser: bool) -> Rights:
    roles: set[str] = {Role.ADMINISTRATOR} if is_superuser else set()
    organisations, submits_for, employers = set(), set(), set()
    offices: dict[int, str] = {}
    for row in rows:
        roles.add(row["role"])
        if row["role"] == Role.CONTRIBUTOR:
            reported_for = {row["organisation"], _affiliated(row, day)}
            organisations |= reported_for
            submits_for |= set() if row["writes_only"] else reported_for
        if row["role"] == Role.COORDINATOR:
            employers.add(row["organisation"])
        if row["minister"] is not None:
            offices[row["minister"]] = row["minister__key"]
    return Rights(
        roles=frozenset(roles),
        organisations=frozenset(organisations - {None}),
        submits_for=frozenset(submits_for - {None}),
        ministers=frozenset(offices),
        offices=frozenset(offices.values()),
        employers=frozenset(employers - {None}),
    )


AFFILIATED = "policy_area__affiliations"
AFFILIATION_FACTS = ["organisation", "in_force_from", "in_force_until"]
MEMBERSHIP_FACTS = [
    "role",
    "writes_only",
    "organisation",
    "minister",
    "minister__key",
    *(f"{AFFILIATED}__{name}" for name in AFFILIATION_FACTS),
]


HELD = "held_"
"""Before the name of each, where they stand beside the facts of a person."""


def _affiliated(row: dict[str, Any], day: datetime.date) -> int | None:
    """The organisation that this row of a membership's policy area adds on the day."""
    organisation, since, until = (row[f"{AFFILIATED}__{name}"] for name in AFFILIATION_FACTS)
    holds = (since is None or since <= day) and (until is None or until > day)
    return organisation if holds else None


def rights_today(user: User) -> Rights:
    """The person's rights today, in Brussels; none for somebody who is not signed in."""
    if not user.is_authenticated:
        return NO_RIGHTS
    return user.rights_on(day_of(timezone.now()))
