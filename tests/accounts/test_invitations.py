"""An invitation offers a role to an address. Its link works once, for 14 days, and its key is kept nowhere.

Whoever takes it up comes as a newcomer or signed in, and learns nothing about who has an account.
"""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from actionplan.accounts.invitations import (
    InvitationUnusable,
    invite,
    invite_again,
    take_up_invitation,
    usable_invitation,
    was_mailed,
    withdraw_invitation,
)
from actionplan.accounts.keys import hash_of
from actionplan.accounts.models import Invitation, Membership, User
from actionplan.accounts.roles import Role, RoleName
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from tests.factories import MembershipFactory, UserFactory
from tests.people.people_factories import SENT, InvitationFactory, Sent, invited

DAY = datetime.timedelta(days=1)
GIVEN_BY_COORDINATORS = [RoleName.CONTACT_POINT, RoleName.FILE_HOLDER, RoleName.READER]


def scope(part: RoleName, organisation: Organisation) -> dict[str, Any]:
    return {"organisation": organisation} if part.role == Role.CONTRIBUTOR else {}


@pytest.fixture
def sent(coordinator: User, lead_organisation: Organisation) -> Sent:
    return invited(RoleName.FILE_HOLDER, coordinator, organisation=lead_organisation, language="nl")


def test_coordinators_invite_contributors_and_readers_alone_and_administrators_to_every_role(
    coordinator: User, administrator: User, superuser: User, lead_organisation: Organisation
) -> None:
    for part in RoleName:
        facts = {**scope(part, lead_organisation), "email": f"new-{part.value}@example.org"}
        if part in GIVEN_BY_COORDINATORS:
            sent = invited(part, coordinator, **facts)
            assert (sent.invitation.part, sent.invitation.invited_by) == (part, coordinator)
            withdraw_invitation(invitation=sent.invitation, by=coordinator, at=SENT)
        else:
            with pytest.raises(PermissionDenied):
                invited(part, coordinator, **facts)
        for by in [administrator, superuser]:
            sent = invited(part, by, **facts)
            withdraw_invitation(invitation=sent.invitation, by=by, at=SENT)


def test_others_invite_nobody_and_nobody_themselves(people: dict[str, User]) -> None:
    for name in ["reader", "contributor", "auditor", "roleless", "inactive"]:
        with pytest.raises(PermissionDenied):
            invited(RoleName.READER, people[name])
    for by in [people["coordinator"], people["administrator"]]:
        with pytest.raises(PermissionDenied):
            invited(RoleName.READER, by, email=f" {by.email.upper()} ")
    assert not Invitation.objects.exists()


def test_a_part_is_offered_for_what_it_may_be_for(
    coordinator: User, policy_area: PolicyArea, minister: Minister, lead_organisation: Organisation
) -> None:
    assert str(invited(RoleName.FILE_HOLDER, coordinator, policy_area=policy_area).invitation).startswith(
        "file"
    )
    assert invited(RoleName.READER, coordinator, minister=minister).invitation.minister == minister
    for part, body in [(RoleName.CONTACT_POINT, {}), (RoleName.READER, {"organisation": lead_organisation})]:
        with pytest.raises(ValidationError):
            invited(part, coordinator, **body)
        with pytest.raises(IntegrityError), transaction.atomic():
            InvitationFactory(role=part.role, **body)


def test_the_key_is_kept_nowhere_and_no_two_are_alike(sent: Sent, coordinator: User) -> None:
    kept = repr(Invitation.objects.values().get()) + repr(list(Event.objects.values()))
    assert sent.key not in kept
    assert hash_of(sent.key) in kept
    assert len(sent.key) >= 43
    assert invited(RoleName.READER, coordinator, email="other@example.org").key != sent.key


def test_an_invitation_works_for_fourteen_days_and_is_in_the_trail(
    sent: Sent, lead_organisation: Organisation
) -> None:
    event = Event.objects.get()
    assert event.sentence == "Coordinator invited New Person: file holder, Education and Training."
    assert (event.verb, event.organisation) == (Verb.INVITED, lead_organisation.pk)
    end = SENT + 14 * DAY
    assert sent.invitation.expires_at == end
    assert usable_invitation(sent.key, end - datetime.timedelta(seconds=1)) == sent.invitation
    for key, at in [(sent.key, end), ("", SENT), ("unknown", SENT), (hash_of(sent.key), SENT)]:
        with pytest.raises(InvitationUnusable):
            usable_invitation(key, at)


def test_an_address_has_one_invitation_to_a_role_for_a_body(
    sent: Sent, coordinator: User, lead_organisation: Organisation, partner_organisation: Organisation
) -> None:
    for part in [RoleName.CONTACT_POINT, RoleName.FILE_HOLDER]:
        with pytest.raises(ValidationError, match="such an invitation already"):
            invited(part, coordinator, email="NEW@example.org", organisation=lead_organisation)
    invited(RoleName.CONTACT_POINT, coordinator, organisation=partner_organisation)
    withdraw_invitation(invitation=sent.invitation, by=coordinator, at=SENT)
    invited(RoleName.FILE_HOLDER, coordinator, organisation=lead_organisation)


def test_the_database_holds_one_waiting_invitation_of_each(
    lead_organisation: Organisation, policy_area: PolicyArea, minister: Minister
) -> None:
    for rights in [
        {"role": "contributor", "organisation": lead_organisation},
        {"role": "contributor", "policy_area": policy_area},
        {"role": "reader", "minister": minister},
        {"role": "reader"},
    ]:
        InvitationFactory(email="new@example.org", **rights)
        with pytest.raises(IntegrityError), transaction.atomic():
            InvitationFactory(email="new@example.org", **rights)


def test_who_has_the_role_is_not_invited_to_it_and_who_had_it_is_again(
    coordinator: User, contributor: User, lead_organisation: Organisation
) -> None:
    facts = {"email": "CONTRIBUTOR@example.org", "organisation": lead_organisation}
    with pytest.raises(Refused, match="has that role already"):
        invited(RoleName.FILE_HOLDER, coordinator, **facts)
    contributor.memberships.update(in_force_until=SENT.date())
    assert invited(RoleName.FILE_HOLDER, coordinator, **facts).key


def test_a_link_sent_again_is_the_only_one_that_works_until_the_invitation_is_withdrawn(
    sent: Sent, coordinator: User, administrator: User
) -> None:
    later = SENT + 20 * DAY
    key = invite_again(invitation=sent.invitation, by=coordinator, at=later)
    with pytest.raises(InvitationUnusable):
        usable_invitation(sent.key, SENT)
    assert usable_invitation(key, later).expires_at == later + 14 * DAY
    assert Event.objects.filter(verb=Verb.INVITED).count() == 2
    withdraw_invitation(invitation=sent.invitation, by=administrator, at=later)
    with pytest.raises(InvitationUnusable):
        usable_invitation(key, later)
    sentence = Event.objects.newest_first().first().sentence
    assert sentence.startswith("Administrator withdrew the invitation of")
    for operation in [withdraw_invitation, invite_again]:
        with pytest.raises(Refused, match="Administrator withdrew this invitation"):
            operation(invitation=sent.invitation, by=coordinator, at=later)


def test_a_mail_is_noted_for_the_link_that_it_holds(sent: Sent, coordinator: User) -> None:
    was_mailed(invitation=sent.invitation, key=sent.key, at=SENT)
    sent.invitation.refresh_from_db()
    assert sent.invitation.mailed_at == SENT
    invite_again(invitation=sent.invitation, by=coordinator, at=SENT + DAY)
    was_mailed(invitation=sent.invitation, key=sent.key, at=SENT + DAY)
    sent.invitation.refresh_from_db()
    assert sent.invitation.mailed_at is None


def test_the_database_refuses_what_is_never_true(coordinator: User, reader: User) -> None:
    for wrong in [
        {"withdrawn_at": SENT},
        {"taken_up_at": SENT},
        {"expires_at": SENT},
        {"language": "fr"},
        {"email": "New@example.org"},
        {"writes_only": True},
        # two ends
        {"taken_up_by": reader, "taken_up_at": SENT, "withdrawn_by": coordinator, "withdrawn_at": SENT},
        # taken up by who sent it
        {"invited_by": coordinator, "taken_up_by": coordinator, "taken_up_at": SENT},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            InvitationFactory(**wrong)


def test_an_invitation_needs_a_name_and_an_address(coordinator: User) -> None:
    for missing in [{"name": ""}, {"email": ""}, {"email": "no address"}]:
        facts = {"name": "New", "email": "new@example.org", "role": "reader"} | missing
        with pytest.raises(ValidationError):
            invite(invitation=Invitation(**facts), by=coordinator, at=SENT)


PASSWORD = "nine patient otters"
NEXT = SENT + DAY


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
    sentences = {event.verb: event.sentence for event in Event.objects.all()}
    assert (
        sentences[Verb.MEMBERSHIP_BEGUN]
        == "Coordinator gave Noa New a role: file holder, Education and Training."
    )
    assert sentences[Verb.INVITATION_TAKEN_UP].startswith("Noa New took up an invitation: file holder")
    with pytest.raises(InvitationUnusable):
        come(sent.key)
    assert Membership.objects.filter(user__email="new@example.org").count() == 1


def test_the_form_is_used_up_whether_or_not_the_address_has_an_account(
    sent: Sent, coordinator: User, ann: User
) -> None:
    assert come(sent.key) is None
    with pytest.raises(InvitationUnusable):
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
    with pytest.raises(PermissionDenied):
        take_up_invitation(key=sent.key, by=reader, at=NEXT)
    User.objects.filter(pk=coordinator.pk).update(email="new@example.org")
    coordinator.refresh_from_db()
    with pytest.raises(InvitationUnusable):  # nobody gives themselves a role
        take_up_invitation(key=sent.key, by=coordinator, at=NEXT)
    assert Invitation.objects.get().is_waiting


def test_who_got_the_role_in_between_is_told_so(
    sent: Sent, ann: User, lead_organisation: Organisation
) -> None:
    MembershipFactory(user=ann, role="contributor", organisation=lead_organisation)
    with pytest.raises(Refused, match="You have this role already"):
        take_up_invitation(key=sent.key, by=ann, at=NEXT)


def test_an_invitation_ends_with_the_right_to_give_it_until_a_colleague_sends_it_again(
    sent: Sent, coordinator: User, other_coordinator: User
) -> None:
    coordinator.memberships.update(in_force_until=SENT.date())
    assert not User.objects.get(pk=coordinator.pk).has_perm("accounts.invite", sent.invitation)
    with pytest.raises(InvitationUnusable):
        come(sent.key)
    again = invite_again(invitation=sent.invitation, by=other_coordinator, at=NEXT)
    assert come(again)
    assert Invitation.objects.get().invited_by == other_coordinator


def test_a_user_name_is_made_of_the_address(coordinator: User, reader: User) -> None:
    for email, expected in {
        "reader@elsewhere.example": "reader2",
        "Noa.New+tests@example.org": "noa.new+tests",
        "o'neil@example.org": "oneil",
        f"{'n' * 60}@example.org": "n" * 50,
    }.items():
        sent = invited(RoleName.READER, coordinator, email=email)
        assert come(sent.key).user.username == expected
