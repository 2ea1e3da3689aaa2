"""What a person's memberships add up to on a day. Rights are always today's, whatever day a page is about."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from actionplan.base.brussels import day_of
from actionplan.organisations.models import Organisation

from .roles import Role

if TYPE_CHECKING:
    from .models import User


@dataclass(frozen=True)
class Rights:
    """The sum of a person's memberships. The sets hold primary keys."""

    roles: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    """Organisations that the person reports for; a policy area stands for all that are affiliated to it."""
    ministers: frozenset[int] = frozenset()
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
    """Read the memberships in force on the day: one query, and one more when a policy area must be unfolded."""
    if not user.is_active:
        return NO_RIGHTS
    memberships = list(user.memberships.in_force(day))
    contributor = [row for row in memberships if row.role == Role.CONTRIBUTOR]
    organisations = {row.organisation_id for row in contributor if row.organisation_id}
    areas = {row.policy_area_id for row in contributor if row.policy_area_id}
    if areas:
        organisations |= set(Organisation.objects.of_policy_area(areas, day).values_list("pk", flat=True))
    roles = {row.role for row in memberships}
    if user.is_superuser:
        roles.add(Role.ADMINISTRATOR)
    return Rights(
        roles=frozenset(roles),
        organisations=frozenset(organisations),
        ministers=frozenset(row.minister_id for row in memberships if row.minister_id),
        employers=frozenset(
            row.organisation_id for row in memberships if row.role == Role.COORDINATOR and row.organisation_id
        ),
    )


def rights_today(user: User) -> Rights:
    """The person's rights today, in Brussels; none for somebody who is not signed in."""
    if not user.is_authenticated:
        return NO_RIGHTS
    return user.rights_on(day_of(timezone.now()))
