"""The people who can be reminded today, and whom they act for in each plan, read for everybody at once."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.db.models import Q, QuerySet

from actionplan.accounts.models import User
from actionplan.accounts.querysets import counts_q
from actionplan.accounts.rules import Rights, RightsOfPlans, rights_by_user
from actionplan.reporting.models import FileHolder
from objectives.models import Plan


@dataclass(frozen=True)
class PeopleOfPlan:
    """People with a role in a plan, and their rights in it. Methods return keys of users."""

    rights: dict[int, Rights]
    holders: dict[tuple[int, int], set[int]]
    """File holders and deputies, by action and organisation, who still write for that organisation."""

    @cached_property
    def contact_points(self) -> dict[int, set[int]]:
        """The people who submit for each organisation, in its own name or in that of its policy area."""
        people: dict[int, set[int]] = defaultdict(set)
        for person, rights in self.rights.items():
            for organisation in rights.submits_for:
                people[organisation].add(person)
        return people

    def writers(self, action: int, organisation: int) -> set[int]:
        """The people who write reports: contact points for their organisation, file holders on their own actions."""
        return self.contact_points[organisation] | self.holders.get((action, organisation), set())

    def coordinators(self) -> set[int]:
        return {person for person, rights in self.rights.items() if rights.is_coordinator}

    def readers_of(self, minister: int) -> set[int]:
        return {person for person, rights in self.rights.items() if minister in rights.ministers}

    def known(self, *people: int | None) -> set[int]:
        """Those of these people who can be reminded of the plan."""
        return {person for person in people if person in self.rights}


@dataclass(frozen=True)
class People:
    """Everybody who may be reminded, with their rights on the day, in every plan."""

    users: dict[int, User]
    rights: dict[int, RightsOfPlans]
    holders: dict[tuple[int, int], set[int]]
    _of_plans: dict[int, PeopleOfPlan] = field(default_factory=dict)

    def of(self, plan: Plan) -> PeopleOfPlan:
        """The people of the plan, computed once."""
        if plan.pk not in self._of_plans:
            rights = {person: held.in_plan(plan) for person, held in self.rights.items()}
            with_a_role = {person: held for person, held in rights.items() if held.roles}
            self._of_plans[plan.pk] = PeopleOfPlan(with_a_role, self.holders)
        return self._of_plans[plan.pk]

    @property
    def organisations(self) -> set[int]:
        """The organisations that somebody here reports for, in any plan."""
        return set().union(*(rights.organisations for rights in self._all_rights()))

    @property
    def has_coordinators(self) -> bool:
        """Whether somebody here is a coordinator of any plan."""
        return any(rights.is_coordinator for rights in self._all_rights())

    def _all_rights(self) -> Iterator[Rights]:
        for held in self.rights.values():
            yield held.everywhere
            yield from held.limited.values()


def can_be_mailed(user: User) -> bool:
    """Inactive people and people without an address get no mail, nor do demo accounts in production."""
    return user.is_active and bool(user.email) and (settings.DEBUG or not user.is_demo)


def everybody_to_mail(on: datetime.date) -> People:
    """Everybody with a role who can be mailed. Three queries."""
    users = User.objects.filter(is_active=True).exclude(email="").order_by("pk")
    return _people([user for user in users if can_be_mailed(user)], on)


def without_address(on: datetime.date) -> QuerySet:
    """Active people with a role on the day whom no mail can reach."""
    has_role = counts_q(on, "memberships__") & Q(memberships__isnull=False)
    return User.objects.filter(has_role, is_active=True, email="").distinct()


def only(user: User, on: datetime.date) -> People:
    """A single person, mailable or not. Two queries."""
    return _people([user], on)


def _people(users: list[User], on: datetime.date) -> People:
    rights = {key: row for key, row in rights_by_user(users, on).items() if row.has_a_role}
    return People(
        users={user.pk: user for user in users if user.pk in rights},
        rights=rights,
        holders=_holders_with(rights),
    )


def _holders_with(rights: dict[int, RightsOfPlans]) -> dict[tuple[int, int], set[int]]:
    holders: dict[tuple[int, int], set[int]] = defaultdict(set)
    rows = FileHolder.objects.filter(user__in=rights).order_by()
    names = ["action__plan", "action", "organisation", "user"]
    for plan, action, organisation, user in rows.values_list(*names):
        if organisation in rights[user].in_plan(plan).organisations:
            holders[action, organisation].add(user)
    return dict(holders)
