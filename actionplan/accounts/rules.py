"""Who may keep users, memberships, organisations and ministers (design: "Who may do what")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from .rights import rights_today
from .roles import INVITED_BY_COORDINATORS

if TYPE_CHECKING:
    from .bodies import Body
    from .models import Invitation, Membership, User


@rules.predicate
def is_reader(user: User) -> bool:
    """Everybody with at least one membership reads what is accepted."""
    return bool(rights_today(user).roles)


@rules.predicate
def is_contributor(user: User) -> bool:
    return rights_today(user).is_contributor


@rules.predicate
def is_coordinator(user: User) -> bool:
    return rights_today(user).is_coordinator


@rules.predicate
def is_auditor(user: User) -> bool:
    return rights_today(user).is_auditor


@rules.predicate
def is_administrator(user: User) -> bool:
    return rights_today(user).is_administrator


@rules.predicate
def is_of_a_role_that_coordinators_give(user: User, given: Membership | Invitation | None) -> bool:
    return given is None or given.role in INVITED_BY_COORDINATORS


@rules.predicate
def is_somebody_elses(user: User, membership: Any) -> bool:
    """Nobody changes their own role."""
    return membership is None or membership.user_id != user.pk


@rules.predicate
def is_for_another_address(user: User, invitation: Invitation | None) -> bool:
    """Nobody invites themselves."""
    return invitation is None or invitation.email.lower() != user.email.lower()


@rules.predicate
def has_a_body(user: User, body: Body | None) -> bool:
    """The list of the whole portal holds coordinators: administrators confirm it."""
    return body is None or body.row is not None


rules.add_perm("accounts.use_administration", is_administrator)
rules.add_perm("accounts.keep_users", is_administrator)
rules.add_perm(
    "accounts.keep_membership",
    is_somebody_elses & (is_administrator | (is_coordinator & is_of_a_role_that_coordinators_give)),
)
rules.add_perm("accounts.see_people", is_administrator | is_coordinator)
rules.add_perm(
    "accounts.invite",
    is_for_another_address & (is_administrator | (is_coordinator & is_of_a_role_that_coordinators_give)),
)
rules.add_perm("accounts.confirm_list", is_administrator | (is_coordinator & has_a_body))
rules.add_perm("organisations.keep", is_administrator)
