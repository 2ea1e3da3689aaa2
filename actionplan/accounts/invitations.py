"""Inviting people, sending the link again, withdrawing it, and taking it up.

An operation that makes a link returns its key, which is mailed and then forgotten: the row only has its hash.
"""

from __future__ import annotations

import datetime
import re

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from actionplan.audit.revisions import operation
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from objectives.workflow import locked_plan

from .keys import hash_of, new_key
from .models import Invitation, Membership, User
from .querysets import MembershipQuerySet
from .workflow import give_role, save_user

INVITATION_VALID_FOR = datetime.timedelta(days=14)


class InvitationUnusable(Refused):
    """The link was used, withdrawn, replaced or has expired, or never existed."""

    def __init__(self) -> None:
        super().__init__(_("This link does not work, or no longer."))


@operation()
def invite(*, invitation: Invitation, by: User, at: datetime.datetime) -> str:
    """Save a new invitation, valid for 14 days; returns the key of its link.

    Raises Refused if the address already has that role or the plan was discarded, ValidationError if it
    already has such an invitation or the role would have ended by today, PermissionDenied if `by` may not give the role or the address is their
    own.
    """
    invitation.email = invitation.email.strip().lower()
    invitation.invited_by, invitation.invited_at = by, at
    _refuse_unless_allowed(by, invitation)
    if invitation.plan:
        locked_plan(invitation.plan)
    key = _give_key(invitation, at)
    invitation.full_clean()
    if _is_over(invitation, at):
        raise ValidationError({"in_force_until": _("Choose a day after today.")})
    if _same_roles(invitation, at).filter(user__email__iexact=invitation.email).exists():
        raise Refused(_("Somebody with this address has that role already."))
    invitation.save()
    _record(Verb.INVITED, invitation, by, at)
    return key


@operation()
def invite_again(*, invitation: Invitation, by: User, at: datetime.datetime) -> str:
    """Make a new link for another 14 days, for which `by` answers; the old one stops working. Raises Refused if it was
    taken up or withdrawn.
    """
    row = _locked(invitation, by)
    key, row.invited_by = _give_key(row, at), by
    row.save(update_fields=["key_hash", "expires_at", "mailed_at", "answered_at", "invited_by"])
    _record(Verb.INVITED, row, by, at)
    return key


@operation()
def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime.datetime) -> None:
    """Raises Refused if it was already taken up or withdrawn."""
    row = _locked(invitation, by)
    row.withdrawn_by, row.withdrawn_at = by, at
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _record(Verb.INVITATION_WITHDRAWN, row, by, at)


def was_mailed(*, invitation: Invitation, key: str, at: datetime.datetime) -> None:
    """Note that the mail server accepted the mail with this key, unless another link was made since."""
    Invitation.objects.with_key(key).filter(pk=invitation.pk).update(mailed_at=at)


def usable_invitation(key: str, at: datetime.datetime) -> Invitation:
    """The invitation with this key. Raises InvitationUnusable."""
    return usable_by_hash(hash_of(key), at)


def usable_by_hash(key_hash: str, at: datetime.datetime) -> Invitation:
    """The invitation whose key has this hash. Raises InvitationUnusable, also where who sent it may no longer."""
    rows = Invitation.objects.select_related("organisation", "policy_area", "minister", "plan", "invited_by")
    invitation = rows.filter(key_hash=key_hash).first()
    if invitation is None or not invitation.is_waiting or invitation.has_expired(at):
        raise InvitationUnusable
    if _is_over(invitation, at):
        raise InvitationUnusable
    if not invitation.invited_by.has_perm("accounts.invite", invitation):
        raise InvitationUnusable
    return invitation


@operation()
def take_up_invitation(
    *, key: str, by: User | None, at: datetime.datetime, name: str = "", password: str = ""
) -> Membership | None:
    """Take up the role offered, once: as somebody signed in, or as a newcomer with a name and a password.

    A newcomer whose address already has an account gets None and no explanation: the role waits until they
    sign in. Either way the form behind the link can be used only once. Raises InvitationUnusable;
    PermissionDenied if the signed-in person has another address or sent the invitation; Refused if they
    already have the role; ValidationError for a weak password.
    """
    if by is None and not settings.LOCAL_ACCOUNTS:
        raise PermissionDenied
    return _take_up(hash_of(key), by, at, name, password)


@operation()
def take_up_without_password(*, key_hash: str, at: datetime.datetime) -> Membership | None:
    """As `take_up_invitation` by a newcomer, under the name on the invitation, who signs in at the provider of single
    sign-on alone.
    """
    return _take_up(key_hash, None, at, "", None)


def _take_up(
    key_hash: str, by: User | None, at: datetime.datetime, name: str, password: str | None
) -> Membership | None:
    Invitation.objects.select_for_update().filter(key_hash=key_hash).first()
    invitation = usable_by_hash(key_hash, at)
    if by is None:
        by = _newcomer(invitation, name, password, at)
        if by is None:
            return None
    if by.email.lower() != invitation.email or by.pk == invitation.invited_by_id:
        raise PermissionDenied
    if _same_roles(invitation, at).filter(user=by).exists():
        raise Refused(_("You have this role already."))
    membership = give_role(membership=_membership(invitation, by, at), by=invitation.invited_by, at=at)
    invitation.taken_up_by, invitation.taken_up_at = by, at
    invitation.save(update_fields=["taken_up_by", "taken_up_at"])
    _record(Verb.INVITATION_TAKEN_UP, invitation, by, at)
    return membership


def _newcomer(invitation: Invitation, name: str, password: str | None, at: datetime.datetime) -> User | None:
    """A new account with the invitation's address; None, after the same work, if it already has one."""
    if invitation.answered_at is not None:
        raise InvitationUnusable
    invitation.answered_at = at
    invitation.save(update_fields=["answered_at"])
    return add_newcomer(
        email=invitation.email,
        name=name or invitation.name,
        language=invitation.language,
        password=password,
        at=at,
    )


def _membership(invitation: Invitation, user: User, at: datetime.datetime) -> Membership:
    return Membership(
        user=user,
        role=invitation.role,
        organisation=invitation.organisation,
        policy_area=invitation.policy_area,
        minister=invitation.minister,
        writes_only=invitation.writes_only,
        plan=invitation.plan,
        in_force_from=day_of(at),
        in_force_until=invitation.in_force_until,
    )


def _is_over(invitation: Invitation, at: datetime.datetime) -> bool:
    """Whether the role would have ended by the day."""
    return invitation.in_force_until is not None and invitation.in_force_until <= day_of(at)


def _give_key(invitation: Invitation, at: datetime.datetime) -> str:
    key = new_key()
    invitation.key_hash = hash_of(key)
    invitation.expires_at = at + INVITATION_VALID_FOR
    invitation.mailed_at = invitation.answered_at = None
    return key


def _locked(invitation: Invitation, by: User) -> Invitation:
    """The current row, locked. Raises Refused unless the invitation is still waiting."""
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _refuse_unless_allowed(by, row)
    if row.taken_up_at is not None:
        raise Refused(_("%(person)s took up this invitation in the meantime.") % {"person": row.taken_up_by})
    if row.withdrawn_at is not None:
        raise Refused(
            _("%(person)s withdrew this invitation in the meantime.") % {"person": row.withdrawn_by}
        )
    return row


def _refuse_unless_allowed(by: User, invitation: Invitation) -> None:
    if not by.has_perm("accounts.invite", invitation):
        raise PermissionDenied


def _same_roles(invitation: Invitation, at: datetime.datetime) -> MembershipQuerySet:
    """Memberships with that role for that body, in the same plan or, as the invitation, in every plan."""
    return Membership.objects.not_ended(day_of(at)).filter(
        role=invitation.role,
        organisation=invitation.organisation,
        policy_area=invitation.policy_area,
        minister=invitation.minister,
        plan=invitation.plan,
    )


def _record(verb: Verb, invitation: Invitation, by: User, at: datetime.datetime) -> None:
    record(
        verb,
        by=by,
        at=at,
        subject=invitation,
        plan=invitation.plan_id,
        organisation=invitation.organisation_id,
        policy_area=invitation.policy_area_id,
        person=invitation.name,
    )


# Accounts that invited people create for themselves


MAX_USER_NAME_STEM = 50
"""Characters of a generated user name; leaves room for a number after it."""


def add_newcomer(
    *, email: str, name: str, language: str, password: str | None, at: datetime.datetime
) -> User | None:
    """A new account; None if the address already has one. Both take equally long: the password is hashed
    first. None as password: the account has none.

    Raises ValidationError for a weak password.
    """
    user = User(username=_user_name(email), email=email, name=name, language=language)
    if password is not None:
        validate_password(password, user)
    user.password = make_password(password)
    if _has_account(email):
        return None
    try:
        with transaction.atomic():
            return save_user(user=user, by=None, at=at)
    except IntegrityError:
        if _has_account(email):  # by another invitation, at the same moment
            return None
        raise


def _has_account(email: str) -> bool:
    return User.objects.filter(email__iexact=email).exists()


def _user_name(email: str) -> str:
    """The part before the @, with a number if the name is taken: people sign in with their address."""
    stem = re.sub(r"[^\w.+-]", "", email.split("@")[0])[:MAX_USER_NAME_STEM] or "person"
    taken = {
        username.lower()
        for username in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    number, name = 1, stem
    while name.lower() in taken:
        number += 1
        name = f"{stem}{number}"
    return name
