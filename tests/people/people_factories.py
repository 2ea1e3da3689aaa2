"""Invitations for tests, through the real operation, and bare rows for what operations refuse."""

import datetime
import hashlib
from typing import Any, NamedTuple

import factory
from factory.django import DjangoModelFactory

from actionplan.accounts.invitations import invite
from actionplan.accounts.models import Invitation, ListConfirmation, User
from actionplan.accounts.roles import RoleName
from tests.factories import UserFactory
from tests.reporting_factories import noon

SENT = noon(2022, 3, 1)


class Sent(NamedTuple):
    invitation: Invitation
    key: str


def invited(
    part: RoleName,
    by: User,
    at: datetime.datetime = SENT,
    *,
    email: str = "new@example.org",
    name: str = "New Person",
    language: str = "en",
    **body: Any,
) -> Sent:
    """An invitation that was sent; `body` is the organisation, policy area or minister."""
    invitation = Invitation(
        role=part.role, writes_only=part.writes_only, email=email, name=name, language=language, **body
    )
    return Sent(invitation, invite(invitation=invitation, by=by, at=at))


class InvitationFactory(DjangoModelFactory):
    """To read the plan, waiting."""

    class Meta:
        model = Invitation

    role = "reader"
    name = "New Person"
    email = factory.Sequence(lambda n: f"new{n}@example.org")
    invited_by = factory.SubFactory(UserFactory)
    invited_at = SENT
    expires_at = factory.LazyAttribute(lambda row: row.invited_at + datetime.timedelta(days=14))
    key_hash = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())


class ListConfirmationFactory(DjangoModelFactory):
    """Of the whole portal's list."""

    class Meta:
        model = ListConfirmation

    confirmed_by = factory.SubFactory(UserFactory)
    confirmed_at = SENT
    confirmed_on = factory.LazyAttribute(lambda row: row.confirmed_at.date())
