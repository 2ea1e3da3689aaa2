"""Binding accounts to the provider, and renewing the roles that it gives."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actionplan.accounts.invitations import take_up_without_password
from actionplan.accounts.mails import mail_binding
from actionplan.accounts.models import Identity, Membership, User
from actionplan.accounts.roles import RoleName
from actionplan.accounts.sessions import end_sessions_of
from actionplan.accounts.workflow import end_membership, give_role
from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.organisations.workflow import note_unknown_code

from .claims import ClaimedRole, scope_of

FILE_HOLDERS_LAST = [RoleName.CONTACT_POINT, *(part for part in RoleName if part != RoleName.CONTACT_POINT)]
"""Who is claimed as both of one body is its contact point."""


def person_known_as(issuer: str, subject: str) -> User | None:
    """By issuer and subject alone: an address proves nothing."""
    identity = Identity.objects.filter(issuer=issuer, subject=subject).select_related("user").first()
    return identity.user if identity else None


@operation()
def bind(*, issuer: str, subject: str, by: User, at: datetime.datetime) -> Identity:
    """Bind the account of `by` to whom the provider knows by that subject. Raises Refused if an account is already."""
    User.objects.select_for_update().get(pk=by.pk)
    if person_known_as(issuer, subject) is not None:
        raise _bound_already()
    identity = Identity(user=by, issuer=issuer, subject=subject, bound_at=at)
    try:
        with transaction.atomic():
            identity.full_clean(validate_unique=False, validate_constraints=False)
            identity.save()
    except IntegrityError as clash:
        raise _bound_already() from clash  # at the same moment
    record(Verb.IDENTITY_BOUND, by=by, at=at, subject=by, after={"issuer": issuer})
    transaction.on_commit(lambda: mail_binding(by, bound=True, at=at))
    return identity


def _bound_already() -> Refused:
    return Refused(_("An account is bound to this sign-in already."))


@operation()
def unbind(*, identity: Identity, by: User, at: datetime.datetime) -> None:
    """End a binding, one's own or as an administrator; the sessions that began at the provider end with it."""
    if identity.user_id != by.pk and not by.has_perm("accounts.manage_users"):
        raise PermissionDenied
    user, issuer = identity.user, identity.issuer
    identity.delete()
    end_sessions_of(user, at=at, from_provider=True)
    record(Verb.IDENTITY_UNBOUND, by=by, at=at, subject=user, before={"issuer": issuer})
    transaction.on_commit(lambda: mail_binding(user, bound=False, at=at))


@operation()
def take_up_as_newcomer(*, key_hash: str, issuer: str, subject: str, at: datetime.datetime) -> User:
    """Take up an invitation with a new account, bound to the provider and without a password.

    Raises InvitationUnusable; Refused if the invitation's address has an account, which the provider's word
    does not open, or if the sign-in has one.
    """
    membership = take_up_without_password(key_hash=key_hash, at=at)
    if membership is None:
        raise Refused(
            _(
                "The address of this invitation has an account. Sign in with its password, bind it on the page Sessions, "
                "and open the link of the invitation again."
            )
        )
    bind(issuer=issuer, subject=subject, by=membership.user, at=at)
    return membership.user


@operation()
def renew_roles(
    *, user: User, claimed: Iterable[ClaimedRole], session_key: str | None, at: datetime.datetime
) -> None:
    """Give and end roles as the provider says at a sign-in; roles that a person gave are not touched.

    One that the provider no longer names ends at this instant, and every session of the person but
    `session_key` with it. Codes that no body has are noted, and give nothing.
    """
    User.objects.select_for_update().get(pk=user.pk)
    today = day_of(at)
    running = Membership.objects.not_ended(today).filter(user=user)
    wanted: dict[tuple, Membership] = {}
    for one in sorted(claimed, key=lambda claim: (FILE_HOLDERS_LAST.index(claim.part), claim.code)):
        membership = _membership(user, one, at)
        if membership is not None:
            wanted.setdefault(_key(membership), membership)
    ended = False
    for row in running.filter(from_claims=True):
        same = wanted.get(_key(row))
        if same is None or same.writes_only != row.writes_only:
            end_membership(membership=row, on=today, by=None, at=at)
            ended = True
    held = {_key(row) for row in running.all()}
    for key, membership in wanted.items():
        if key not in held:
            give_role(membership=membership, by=None, at=at)
    if ended:
        end_sessions_of(user, at=at, but=session_key)


def _membership(user: User, claimed: ClaimedRole, at: datetime.datetime) -> Membership | None:
    """A role in every plan, from today on; None, with a note, where no body has its code."""
    scope = scope_of(claimed, day_of(at))
    if scope is None:
        note_unknown_code(code=claimed.code, name=claimed.name, at=at)
        return None
    return Membership(
        user=user,
        role=claimed.part.role,
        writes_only=claimed.part.writes_only,
        organisation=scope.organisation,
        policy_area=scope.policy_area,
        from_claims=True,
        in_force_from=day_of(at),
    )


def _key(row: Membership) -> tuple:
    """What may be held once at a time. A role that is limited to a plan is another."""
    return (row.role, row.organisation_id, row.policy_area_id, row.minister_id, row.plan_id)
