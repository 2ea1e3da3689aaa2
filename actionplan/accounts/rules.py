"""Who may keep users, memberships, organisations and ministers.

A predicate gets what it is asked about, from which the plan follows (`plan_key_of`); those that end in `everywhere` are
asked about the whole portal, and only memberships of every plan count for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from .rights import plan_key_of, rights_today
from .roles import INVITED_BY_COORDINATORS

if TYPE_CHECKING:
    from .bodies import Body
    from .models import Invitation, Membership, User


@rules.predicate
def is_reader(user: User, obj: Any) -> bool:
    """Everybody with at least one membership that counts in the plan reads what is accepted."""
    return bool(rights_today(user, plan_key_of(obj)).roles)


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
rules.add_perm("accounts.see_people", is_administrator_everywhere | is_coordinator_everywhere)
rules.add_perm("accounts.invite", gives_role & is_for_another_address)
rules.add_perm(
    "accounts.confirm_list", is_administrator_everywhere | (is_coordinator_everywhere & has_a_body)
)
rules.add_perm("organisations.keep", is_administrator_everywhere)
