"""Taking up an invitation: once, as a newcomer or signed in, and without a word about who has an account."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplan.accounts.invitations import (
    NoLongerWorks,
    invite_again,
    take_up_invitation,
)
from actionplan.accounts.models import Invitation, Membership, User
from actionplan.accounts.roles import RoleName
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from tests.factories import MembershipFactory, UserFactory
from tests.people.people_factories import SENT, Sent, invited

PASSWORD = "nine patient otters"
DAY = datetime.timedelta(days=1)
NEXT = SENT + DAY


@pytest.fixture
def sent(coordinator: User, lead_organisation: Organisation) -> Sent:
    return invited(RoleName.FILE_HOLDER, coordinator, organisation=lead_organisation, language="nl")


@pytest.fixture
def ann(db: None) -> User:
    """Has an account with the address that was invited."""
    return UserFactory(username="ann", email="new@example.org")


def come(key: str, password: str = PASSWORD, name: str = "New Person") -> Membership | None:
    return take_up_invitation(key=key, by=None, at=NEXT, name=name, password=password)


def test_a_newcomer_gets_an_account_and_the_role_once(sent: Sent, lead_organisation: Organisation) -> None:
    with pytest.raises(ValidationError):  # which leaves the link alive
        come(sent.key, password="short")
    membership = come(sent.key, name="Noa New")
    user = membership.user
    assert (user.username, user.name, user.email, user.language) == (
        "new",
        "Noa New",
        "new@example.org",
        "nl",
    )
    assert user.check_password(PASSWORD)
    assert (membership.organisation, membership.writes_only) == (lead_organisation, True)
    assert membership.in_force_from == NEXT.date()
    sent.invitation.refresh_from_db()
    assert (sent.invitation.taken_up_by, sent.invitation.taken_up_at) == (user, NEXT)
    said = {event.verb: event.sentence for event in Event.objects.all()}
    assert (
        said[Verb.MEMBERSHIP_BEGUN] == "Coordinator gave Noa New a role: file holder, Education and Training."
    )
    assert said[Verb.INVITATION_TAKEN_UP].startswith("Noa New took up an invitation: file holder")
    with pytest.raises(NoLongerWorks):
        come(sent.key)
    assert Membership.objects.filter(user__email="new@example.org").count() == 1


def test_somebody_with_an_account_gets_the_role_when_signed_in(sent: Sent, ann: User) -> None:
    membership = take_up_invitation(key=sent.key, by=ann, at=NEXT)
    assert (membership.user, membership.writes_only) == (ann, True)
    with pytest.raises(NoLongerWorks):
        take_up_invitation(key=sent.key, by=ann, at=NEXT)


def test_a_stranger_with_the_link_of_somebody_with_an_account_changes_nothing_of_theirs(
    sent: Sent, ann: User
) -> None:
    before = User.objects.values().get(pk=ann.pk)
    assert come(sent.key) is None
    assert User.objects.values().get(pk=ann.pk) == before
    assert not ann.memberships.exists()


def test_the_form_is_used_up_whether_or_not_the_address_has_an_account(
    sent: Sent, coordinator: User, ann: User
) -> None:
    assert come(sent.key) is None
    with pytest.raises(NoLongerWorks):
        come(sent.key)
    key = invite_again(invitation=sent.invitation, by=coordinator, at=NEXT)
    assert come(key) is None, "a link sent again has its form again"
    assert take_up_invitation(key=key, by=ann, at=NEXT).user == ann


def test_somebody_inactive_does_not_come_back_by_a_link(sent: Sent, ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(is_active=False)
    assert come(sent.key) is None
    assert not Membership.objects.filter(user=ann).exists()


def test_neither_somebody_else_nor_who_sent_it_takes_it_up(
    sent: Sent, reader: User, coordinator: User
) -> None:
    User.objects.filter(pk=coordinator.pk).update(email="new@example.org")
    coordinator.refresh_from_db()
    for by in [reader, coordinator]:
        with pytest.raises(PermissionDenied):
            take_up_invitation(key=sent.key, by=by, at=NEXT)
    assert Invitation.objects.get().is_waiting


def test_who_got_the_role_in_between_is_told_so(
    sent: Sent, ann: User, lead_organisation: Organisation
) -> None:
    MembershipFactory(user=ann, role="contributor", organisation=lead_organisation)
    with pytest.raises(Refused, match="You have this role already"):
        take_up_invitation(key=sent.key, by=ann, at=NEXT)


def test_an_invitation_outlives_the_role_of_who_sent_it(sent: Sent, coordinator: User) -> None:
    coordinator.memberships.update(in_force_until=SENT.date())
    assert come(sent.key)


def test_a_user_name_is_made_of_the_address(coordinator: User, reader: User) -> None:
    for email, expected in {
        "reader@elsewhere.example": "reader2",
        "Noa.New+tests@example.org": "noa.new+tests",
        "o'neil@example.org": "oneil",
        f"{'n' * 60}@example.org": "n" * 50,
    }.items():
        sent = invited(RoleName.READER, coordinator, email=email)
        assert come(sent.key).user.username == expected
