"""What a person's memberships add up to, and who may keep users, memberships, organisations and ministers.

Rights are always today's, whatever day a page is about. A predicate gets what it is asked about, from which the plan follows (`plan_key_of`); those that end in `everywhere` are
asked about the whole portal, and only memberships of every plan count for them.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import rules
from django.apps import apps
from django.db.models import F, FilteredRelation, QuerySet
from django.utils import timezone

from actionplan.base.days import day_of
from objectives.models import Plan

from .querysets import counts_q
from .roles import INVITED_BY_COORDINATORS, Role

if TYPE_CHECKING:
    from .bodies import Body
    from .models import Invitation, Membership, User


@dataclass(frozen=True)
class Rights:
    """The sum of the memberships that count in a plan. The sets hold primary keys."""

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


@dataclass(frozen=True)
class RightsOfPlans:
    """A person's rights in every plan: the memberships of every plan, and with them those that are limited to one."""

    everywhere: Rights = NO_RIGHTS
    """What memberships of every plan add up to: all that counts where no plan is at hand."""
    limited: dict[int, Rights] = field(default_factory=dict)
    """By the key of each plan to which a membership is limited: what all that count in it add up to."""

    def in_plan(self, plan: Plan | int | None) -> Rights:
        key = plan.pk if isinstance(plan, Plan) else plan
        return self.everywhere if key is None else self.limited.get(key, self.everywhere)

    @property
    def has_a_role(self) -> bool:
        """In every plan or in some."""
        return bool(self.everywhere.roles or self.limited)


NO_RIGHTS_ANYWHERE = RightsOfPlans()


def rights_of(user: User, day: datetime.date) -> RightsOfPlans:
    """Read the memberships that count on the day, with the organisations of their policy areas: one query."""
    return rights_by_user([user], day)[user.pk] if user.is_active else NO_RIGHTS_ANYWHERE


def person_with_rights(pk: int, day: datetime.date) -> User | None:
    """The person with the rights of the day, which every page asks for: one query for both."""
    rows = list(_people_with_memberships(pk, day))
    if not rows:
        return None
    person: User = rows[0]
    facts = [{name: getattr(row, HELD + name) for name in MEMBERSHIP_FACTS} for row in rows]
    person.keep_rights(day, _held(person, [row for row in facts if row["role"] is not None], day))
    return person


def _people_with_memberships(pk: int, day: datetime.date) -> QuerySet[User]:
    """A row for each membership that counts with its facts, and one where there is none."""
    held = FilteredRelation("memberships", condition=counts_q(day, "memberships__"))
    facts = {HELD + name: F(f"held__{name}") for name in MEMBERSHIP_FACTS}
    rows = apps.get_model("accounts", "User").objects.filter(pk=pk)
    return rows.annotate(held=held, **facts).order_by("held__pk")


def rights_by_user(users: Collection[User], day: datetime.date) -> dict[int, RightsOfPlans]:
    """The same for several people, by the person's key: one query."""
    rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
    memberships = apps.get_model("accounts", "Membership").objects.in_force(day).filter(user__in=users)
    for row in memberships.values("user", *MEMBERSHIP_FACTS):
        rows[row["user"]].append(row)
    return {user.pk: _held(user, rows[user.pk], day) for user in users}


def _held(user: User, memberships: Collection[dict[str, Any]], day: datetime.date) -> RightsOfPlans:
    if not user.is_active:
        return NO_RIGHTS_ANYWHERE
    return _of_plans(memberships, day, is_superuser=user.is_superuser)


def _of_plans(rows: Collection[dict[str, Any]], day: datetime.date, *, is_superuser: bool) -> RightsOfPlans:
    def counting_in(plan: int | None) -> Rights:
        counting = [row for row in rows if row["plan"] in (None, plan)]
        return _added_up(counting, day, is_superuser=is_superuser)

    plans = {row["plan"] for row in rows} - {None}
    return RightsOfPlans(counting_in(None), {plan: counting_in(plan) for plan in plans})


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
    "plan",
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


def rights_today(user: User, plan: Plan | int | None) -> Rights:
    """The person's rights today, in Brussels, in the plan (a row or its key); none for somebody who is not signed in.

    None is where no plan is at hand, as on the pages about people and bodies: memberships of every plan count alone.
    """
    return _today(user).in_plan(plan)


def _today(user: User) -> RightsOfPlans:
    if not user.is_authenticated:
        return NO_RIGHTS_ANYWHERE
    return user.rights_of_plans(day_of(timezone.now()))


def has_a_role(user: User) -> bool:
    """Whether the person has any role today, in every plan or in some."""
    return _today(user).has_a_role


def plans_seen_by(user: User) -> list[Plan]:
    """The plans that the person sees today, the latest that began first."""
    return [plan for plan in Plan.objects.all() if sees_plan(user, plan)]


def keeps_people_in(user: User, plan: Plan | None) -> bool:
    """Whether the person gives roles in the plan; with None, of every plan."""
    rights = rights_today(user, plan)
    return rights.is_coordinator or rights.is_administrator


def plans_kept_by(user: User) -> set[int]:
    """The keys of the plans in which a membership that is limited to it makes the person coordinator or administrator."""
    limited = _today(user).limited
    return {plan for plan, rights in limited.items() if rights.is_coordinator or rights.is_administrator}


def plan_key_of(obj: Any) -> int | None:
    """The key of the plan that something belongs to: itself, or that of what it names first of plan, action and round.

    None for what is of every plan, such as a membership that is not limited. Raises TypeError for what names none of
    these, and for None: no rule of a plan is asked without saying of which.
    """
    if isinstance(obj, Plan):
        return obj.pk
    if hasattr(obj, "plan_id"):
        return obj.plan_id
    for name in ("plan", "action", "round", "request"):
        if hasattr(obj, name):
            return plan_key_of(getattr(obj, name))
    raise TypeError(f"Say of which plan: {obj!r} belongs to none.")


# Who may


@rules.predicate
def is_reader(user: User, obj: Any) -> bool:
    """Everybody with at least one membership that counts in the plan reads what is accepted."""
    return bool(rights_today(user, plan_key_of(obj)).roles)


@rules.predicate
def sees_plan(user: User, plan: Plan) -> bool:
    """A plan in preparation is seen by its coordinators and administrators alone."""
    rights = rights_today(user, plan_key_of(plan))
    keeps_it = rights.is_coordinator or rights.is_administrator
    return bool(rights.roles) and (keeps_it or not plan.is_in_preparation)


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
def keeps_people(user: User) -> bool:
    """Coordinators and administrators, of every plan or of one: they see who has a role in it."""
    return bool(plans_kept_by(user)) or keeps_people_in(user, None)


@rules.predicate
def keeps_a_plan(user: User) -> bool:
    """Administrators, of every plan or of one."""
    rights = _today(user)
    return any(one.is_administrator for one in [rights.everywhere, *rights.limited.values()])


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
    """The list of the whole portal holds coordinators: administrators confirm it."""
    return body.row is not None


gives_role = is_administrator | (is_coordinator & is_of_a_role_that_coordinators_give)
"""In the plan to which the role is limited; a role of every plan is given by those whose own is of every plan."""

rules.add_perm("accounts.use_administration", is_administrator_everywhere)
rules.add_perm("accounts.keep_users", is_administrator_everywhere)
rules.add_perm("accounts.keep_membership", gives_role & is_somebody_elses)
rules.add_perm("accounts.see_people", keeps_people)
rules.add_perm("accounts.invite", gives_role & is_for_another_address)
rules.add_perm(
    "accounts.confirm_list", is_administrator_everywhere | (is_coordinator_everywhere & has_a_body)
)
rules.add_perm("organisations.keep", is_administrator_everywhere)
rules.add_perm("objectives.see", sees_plan)
rules.add_perm("objectives.keep", is_administrator)
"""Put it in force, end it."""
rules.add_perm("objectives.see_list", keeps_a_plan)
rules.add_perm("objectives.import", is_administrator_everywhere)
