"""The rights that memberships give, and who may manage users, memberships, organisations and ministers.

Rights are always today's, whatever day a page is about. A predicate takes an object from which the plan
follows (`plan_key_of`); those that end in `everywhere` are about the whole portal, and only memberships in
every plan count.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import rules
from django.apps import apps
from django.db.models import Exists, F, FilteredRelation, OuterRef, QuerySet

from actionplan.base import clock
from actionplan.base.days import day_of
from objectives.models import Plan

from .querysets import counts_q
from .roles import INVITED_BY_COORDINATORS, READS_BEYOND_OWN, Role, RoleName, reads_beyond_own

if TYPE_CHECKING:
    from .bodies import Body
    from .models import Invitation, Membership, User


@dataclass(frozen=True)
class Rights:
    """The sum of the memberships that count in a plan. Sets hold primary keys unless stated otherwise."""

    roles: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    """Organisations that the person reports for, including all those in their policy area."""
    submits_for: frozenset[int] = frozenset()
    """Those for which the person is a contact point; for the others they are a file holder."""
    ministers: frozenset[int] = frozenset()
    offices: frozenset[str] = frozenset()
    """The keys of those ministers as used in addresses."""
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

    @property
    def reads_beyond_own(self) -> bool:
        """Words about limited actions, beyond those of an own organisation."""
        return bool(self.ministers or self.roles.intersection(READS_BEYOND_OWN))

    @property
    def role_names(self) -> list[RoleName]:
        """The roles as pages name them: a contributor is a contact point, a file holder, or both."""
        not_held = set()
        if not self.submits_for and self.organisations:
            not_held.add(RoleName.CONTACT_POINT)
        if self.submits_for == self.organisations:
            not_held.add(RoleName.FILE_HOLDER)
        return [name for name in RoleName if name.role in self.roles and name not in not_held]


NO_RIGHTS = Rights()


@dataclass(frozen=True)
class RightsOfPlans:
    """A person's rights in each plan: from memberships in every plan, and from those limited to one."""

    everywhere: Rights = NO_RIGHTS
    """Rights from memberships in every plan: all that counts where there is no plan in question."""
    limited: dict[int, Rights] = field(default_factory=dict)
    """By plan key, for plans with limited memberships: the rights from all memberships that count."""

    def in_plan(self, plan: Plan | int | None) -> Rights:
        key = plan.pk if isinstance(plan, Plan) else plan
        return self.everywhere if key is None else self.limited.get(key, self.everywhere)

    @property
    def has_a_role(self) -> bool:
        """Whether the person has a role in any plan."""
        return bool(self.everywhere.roles or self.limited)


NO_RIGHTS_ANYWHERE = RightsOfPlans()


def rights_of(user: User, day: datetime.date) -> RightsOfPlans:
    """The person's rights on the day, including the organisations of their policy areas, in one query."""
    return rights_by_user([user], day)[user.pk] if user.is_active else NO_RIGHTS_ANYWHERE


def person_with_rights(pk: int, day: datetime.date) -> User | None:
    """The person with their rights on the day, and whether they have a second factor, in one query: every page
    needs them.
    """
    rows = list(_people_with_memberships(pk, day))
    if not rows:
        return None
    person: User = rows[0]
    facts = [{name: getattr(row, FACT_PREFIX + name) for name in MEMBERSHIP_FACTS} for row in rows]
    person.cache_rights(day, _rights_from(person, [row for row in facts if row["role"] is not None], day))
    return person


def _people_with_memberships(pk: int, day: datetime.date) -> QuerySet[User]:
    """A row per membership that counts, with its facts, or a single row if there are none."""
    held = FilteredRelation("memberships", condition=counts_q(day, "memberships__"))
    facts = {FACT_PREFIX + name: F(f"held__{name}") for name in MEMBERSHIP_FACTS}
    factors = apps.get_model("mfa", "Authenticator").objects.filter(type__in=SECOND_FACTORS)
    rows = apps.get_model("accounts", "User").objects.filter(pk=pk)
    return rows.annotate(
        held=held, has_second_factor=Exists(factors.filter(user=OuterRef("pk"))), **facts
    ).order_by("held__pk")


def rights_by_user(users: Collection[User], day: datetime.date) -> dict[int, RightsOfPlans]:
    """The rights of several people on the day, by user key, in one query."""
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    memberships = apps.get_model("accounts", "Membership").objects.in_force(day).filter(user__in=users)
    for row in memberships.values("user", *MEMBERSHIP_FACTS):
        rows[row["user"]].append(row)
    return {user.pk: _rights_from(user, rows[user.pk], day) for user in users}


def _rights_from(user: User, memberships: Collection[dict[str, Any]], day: datetime.date) -> RightsOfPlans:
    if not user.is_active:
        return NO_RIGHTS_ANYWHERE
    if user.withheld_at is not None:
        memberships = [row for row in memberships if not reads_beyond_own(row["role"], row["minister"])]
    return _rights_of_plans_from(memberships, day, is_superuser=user.is_superuser)


def _rights_of_plans_from(
    rows: Collection[dict[str, Any]], day: datetime.date, *, is_superuser: bool
) -> RightsOfPlans:
    def counting_in(plan: int | None) -> Rights:
        counting = [row for row in rows if row["plan"] in (None, plan)]
        return _sum_of(counting, day, is_superuser=is_superuser)

    plans = {row["plan"] for row in rows} - {None}
    return RightsOfPlans(counting_in(None), {plan: counting_in(plan) for plan in plans})


def _sum_of(rows: Iterable[dict[str, Any]], day: datetime.date, *, is_superuser: bool) -> Rights:
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
SECOND_FACTORS = ["totp", "webauthn"]
"""As django-allauth calls an app and a key, which it asks for at a sign-in; recovery codes alone it does not."""
MEMBERSHIP_FACTS = [
    "role",
    "plan",
    "writes_only",
    "organisation",
    "minister",
    "minister__key",
    *(f"{AFFILIATED}__{name}" for name in AFFILIATION_FACTS),
]


FACT_PREFIX = "held_"
"""Prefix of the membership facts where they are annotated on a user."""


def _affiliated(row: dict[str, Any], day: datetime.date) -> int | None:
    """The organisation that this row adds on the day, through the policy area of the membership."""
    organisation, since, until = (row[f"{AFFILIATED}__{name}"] for name in AFFILIATION_FACTS)
    holds = (since is None or since <= day) and (until is None or until > day)
    return organisation if holds else None


def rights_today(user: User, plan: Plan | int | None) -> Rights:
    """The person's rights today, in Brussels, in the plan (a row or its key); no rights for an anonymous
    user.

    Pass None where there is no plan in question, as on the pages about people and bodies: only memberships in
    every plan count then.
    """
    return _today(user).in_plan(plan)


def _today(user: User) -> RightsOfPlans:
    if not user.is_authenticated:
        return NO_RIGHTS_ANYWHERE
    return user.rights_of_plans(day_of(clock.now()))


def has_a_role(user: User) -> bool:
    """Whether the person has a role in any plan today."""
    return _today(user).has_a_role


def plans_seen_by(user: User) -> list[Plan]:
    """The plans that the person sees today, latest start first."""
    return [plan for plan in Plan.objects.all() if sees_plan(user, plan)]


def manages_people_in(user: User, plan: Plan | None) -> bool:
    """Whether the person may give roles in the plan; with None, in every plan."""
    rights = rights_today(user, plan)
    return rights.is_coordinator or rights.is_administrator


def plans_managed_by(user: User) -> set[int]:
    """The keys of plans in which a limited membership makes the person coordinator or administrator."""
    limited = _today(user).limited
    return {plan for plan, rights in limited.items() if rights.is_coordinator or rights.is_administrator}


def plan_key_of(obj: Any) -> int | None:
    """The key of the plan that an object belongs to, directly or through its action, round or request.

    None for an object of every plan, such as a membership that is not limited. Raises TypeError for an object
    without a plan and for None, so that no rule about a plan is evaluated without one.
    """
    if isinstance(obj, Plan):
        return obj.pk
    if hasattr(obj, "plan_id"):
        return obj.plan_id
    for name in ("plan", "action", "round", "request"):
        if hasattr(obj, name):
            return plan_key_of(getattr(obj, name))
    raise TypeError(f"Say of which plan: {obj!r} belongs to none.")


# Predicates


@rules.predicate
def is_reader(user: User, obj: Any) -> bool:
    """Anybody with a membership that counts in the plan may read what is accepted."""
    return bool(rights_today(user, plan_key_of(obj)).roles)


@rules.predicate
def sees_plan(user: User, plan: Plan) -> bool:
    """Only coordinators and administrators of a plan see it while it is in preparation."""
    rights = rights_today(user, plan_key_of(plan))
    manages_it = rights.is_coordinator or rights.is_administrator
    return bool(rights.roles) and (manages_it or not plan.is_in_preparation)


@rules.predicate
def is_coordinator(user: User, obj: Any) -> bool:
    return rights_today(user, plan_key_of(obj)).is_coordinator


@rules.predicate
def is_auditor(user: User, obj: Any) -> bool:
    return rights_today(user, plan_key_of(obj)).is_auditor


@rules.predicate
def is_administrator(user: User, obj: Any) -> bool:
    return rights_today(user, plan_key_of(obj)).is_administrator


@rules.predicate
def is_coordinator_everywhere(user: User) -> bool:
    return rights_today(user, None).is_coordinator


@rules.predicate
def is_auditor_everywhere(user: User) -> bool:
    return rights_today(user, None).is_auditor


@rules.predicate
def is_administrator_everywhere(user: User) -> bool:
    return rights_today(user, None).is_administrator


@rules.predicate
def manages_people(user: User) -> bool:
    """Coordinators and administrators of at least one plan: they see who has a role in it."""
    return bool(plans_managed_by(user)) or manages_people_in(user, None)


@rules.predicate
def reads_beyond_own_somewhere(user: User) -> bool:
    """Coordinators, auditors and ministers' offices of at least one plan."""
    rights = _today(user)
    return any(each.reads_beyond_own for each in [rights.everywhere, *rights.limited.values()])


@rules.predicate
def manages_a_plan(user: User) -> bool:
    """Administrators of at least one plan."""
    rights = _today(user)
    return any(each.is_administrator for each in [rights.everywhere, *rights.limited.values()])


@rules.predicate
def is_of_a_role_that_coordinators_give(user: User, given: Membership | Invitation) -> bool:
    return given.role in INVITED_BY_COORDINATORS


@rules.predicate
def is_somebody_elses(user: User, membership: Any) -> bool:
    """Nobody changes their own role."""
    return membership.user_id != user.pk


@rules.predicate
def is_for_another_address(user: User, invitation: Invitation) -> bool:
    """Nobody invites themselves."""
    return invitation.email.lower() != user.email.lower()


@rules.predicate
def has_a_body(user: User, body: Body) -> bool:
    """False for the list of the whole portal: it holds the coordinators, so administrators confirm it."""
    return body.row is not None


@rules.predicate
def confirms_person(user: User, person: User) -> bool:
    held = person.memberships.not_ended(day_of(clock.now())).reading_beyond_own()
    return confirms_reader_in(user, person, set(held.values_list("plan", flat=True)))


def confirms_reader_in(user: User, person: User, plans: Collection[int | None]) -> bool:
    """Coordinators of all the plans in which the person would read, None standing for every plan; nobody for themselves,
    nor where they replaced the address.
    """
    if user.pk in (person.pk, person.withheld_by_id):
        return False
    return bool(plans) and all(rights_today(user, plan).is_coordinator for plan in plans)


gives_role = is_administrator | (is_coordinator & is_of_a_role_that_coordinators_give)
"""In the plan that limits the role; a role in every plan is given by those who have one themselves."""

rules.add_perm("accounts.use_administration", is_administrator_everywhere)
rules.add_perm("accounts.manage_users", is_administrator_everywhere)
rules.add_perm("accounts.manage_membership", gives_role & is_somebody_elses)
rules.add_perm("accounts.confirm_person", confirms_person)
rules.add_perm("accounts.see_people", manages_people)
rules.add_perm("accounts.invite", gives_role & is_for_another_address)
rules.add_perm(
    "accounts.confirm_list", is_administrator_everywhere | (is_coordinator_everywhere & has_a_body)
)
rules.add_perm("accounts.manage_system_keys", is_administrator_everywhere)
rules.add_perm("organisations.manage", is_administrator_everywhere)
rules.add_perm("objectives.see", sees_plan)
rules.add_perm("objectives.manage", is_administrator)
"""Put the plan in force, or end it."""
rules.add_perm("objectives.see_list", manages_a_plan)
rules.add_perm("objectives.import", is_administrator_everywhere)
