"""Two people at one invitation or one list, at once, on PostgreSQL."""

import uuid
from collections.abc import Iterator

import pytest
from django.db.models import QuerySet

from actionplan.accounts.bodies import WHOLE_PORTAL, Body
from actionplan.accounts.confirmations import confirm_list, version_of
from actionplan.accounts.invitations import (
    InvitationUnusable,
    invite_again,
    take_up_invitation,
    withdraw_invitation,
)
from actionplan.accounts.models import Invitation, ListConfirmation, Membership, User
from actionplan.accounts.roles import Role, RoleName
from actionplan.accounts.workflow import end_membership, save_user
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reports import file_holders
from actionplan.reports.file_holders import Holders, holders_of, name_file_holders
from tests.factories import MembershipFactory, UserFactory
from tests.people.people_factories import SENT, Sent, invited
from tests.personas import SmallPlan
from tests.races.conftest import Stage
from tests.threads import BOTH_ORDERS, race, race_in

pytestmark = pytest.mark.postgresql

PASSWORD = "nine patient otters"


@pytest.fixture
def sent(coordinator: User, lead_organisation: Organisation) -> Sent:
    address = f"{uuid.uuid4().hex}@example.org"
    return invited(RoleName.CONTACT_POINT, coordinator, organisation=lead_organisation, email=address)


def who_came(sent: Sent) -> QuerySet[User]:
    return User.objects.filter(email=sent.invitation.email)


def come(key: str, name: str) -> Membership | None:
    return take_up_invitation(key=key, by=None, at=SENT, name=name, password=PASSWORD)


def test_an_invitation_taken_up_twice_at_once_makes_one_person(sent: Sent) -> None:
    first, second = race(lambda: come(sent.key, "First"), lambda: come(sent.key, "Second"))
    assert first.user.name == "First"
    assert isinstance(second, InvitationUnusable)
    assert who_came(sent).get().memberships.count() == 1
    assert Event.objects.filter(verb=Verb.INVITATION_TAKEN_UP, subject_key=sent.invitation.pk).count() == 1


def test_an_invitation_taken_up_twice_at_once_by_somebody_signed_in_gives_one_role(sent: Sent) -> None:
    ann = UserFactory(email=sent.invitation.email)

    def take_up() -> Membership | None:
        return take_up_invitation(key=sent.key, by=User.objects.get(pk=ann.pk), at=SENT)

    first, second = race(take_up, take_up)
    assert first.user == ann
    assert isinstance(second, InvitationUnusable)
    assert ann.memberships.count() == 1


def test_an_invitation_withdrawn_while_it_is_taken_up_is_taken_up(sent: Sent, coordinator: User) -> None:
    first, second = race(
        lambda: come(sent.key, "First"),
        lambda: withdraw_invitation(invitation=sent.invitation, by=coordinator, at=SENT),
    )
    assert first.pk
    assert isinstance(second, Refused)


@pytest.mark.parametrize("operation", [withdraw_invitation, invite_again])
def test_a_link_dies_for_who_comes_second(sent: Sent, coordinator: User, operation: object) -> None:
    _first, second = race(
        lambda: operation(invitation=sent.invitation, by=coordinator, at=SENT),
        lambda: come(sent.key, "Second"),
    )
    assert isinstance(second, InvitationUnusable)
    assert Invitation.objects.get(pk=sent.invitation.pk).taken_up_at is None
    assert not who_came(sent).exists()


def test_two_invitations_of_one_address_make_one_account(
    sent: Sent, coordinator: User, partner_organisation: Organisation
) -> None:
    other = invited(
        RoleName.CONTACT_POINT, coordinator, organisation=partner_organisation, email=sent.invitation.email
    )
    first, second = race(
        lambda: come(sent.key, "First"),
        lambda: come(other.key, "Second"),
        after='INSERT INTO "accounts_user"',
    )
    assert first.user.name == "First"
    assert second is None
    assert who_came(sent).count() == 1


@pytest.mark.parametrize("whole", [False, True])
def test_a_list_confirmed_twice_at_once_is_confirmed_once(
    lead_organisation: Organisation, administrator: User, superuser: User, whole: bool
) -> None:
    body = WHOLE_PORTAL if whole else Body(organisation=lead_organisation)
    listed = Membership.objects.on_the_lists_of([body]).not_ended(day_of(SENT))
    seen = version_of(listed.select_related("user"))
    first, second = race(
        lambda: confirm_list(body=body, opened_on=seen, by=administrator, at=SENT),
        lambda: confirm_list(body=body, opened_on=seen, by=superuser, at=SENT),
        after='INSERT INTO "accounts_listconfirmation"',
    )
    assert first.confirmed_by == administrator
    assert isinstance(second, Refused)
    assert ListConfirmation.objects.filter(**body.columns).count() == 1
    about = body.organisation.pk if body.organisation else None
    assert Event.objects.filter(verb=Verb.LIST_CONFIRMED, organisation=about).count() == 1


def test_two_contact_points_who_name_file_holders_at_once_follow_one_another(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    opened = file_holders.version_of(holders_of(lead_organisation, small_plan.plan))

    def naming(action: int) -> None:
        holders = {action: Holders(contributor.pk)}
        about = {"plan": small_plan.plan, "organisation": lead_organisation, "holders": holders}
        name_file_holders(**about, by=contributor, at=SENT, opened_on=opened)

    _first, second = race(
        lambda: naming(small_plan.joint.pk),
        lambda: naming(small_plan.limited.pk),
        after="FOR NO KEY UPDATE",
    )
    assert isinstance(second, ChangedMeanwhile)
    assert list(holders_of(lead_organisation, small_plan.plan)) == [small_plan.joint.pk]


@pytest.fixture
def two_administrators(stage: Stage) -> Iterator[tuple[User, User]]:
    """Nobody else is one meanwhile."""
    others = User.objects.administrators().filter(is_active=True)
    switched_off = list(others.values_list("pk", flat=True))
    others.update(is_active=False)
    yield new_administrator(), new_administrator()
    User.objects.filter(pk__in=switched_off).update(is_active=True)


def new_administrator() -> User:
    user = UserFactory()
    MembershipFactory(user=user, role=Role.ADMINISTRATOR)
    return User.objects.get(pk=user.pk)


def switch_off(user: User, by: User) -> User:
    row = User.objects.get(pk=user.pk)
    row.is_active = False
    return save_user(user=row, by=by, at=SENT)


@BOTH_ORDERS
def test_of_two_administrators_who_switch_each_other_off_one_stays(
    two_administrators: tuple[User, User], turned_round: bool
) -> None:
    ann, bob = two_administrators
    outcomes = race_in(turned_round, lambda: switch_off(bob, by=ann), lambda: switch_off(ann, by=bob))
    assert sorted(isinstance(outcome, Refused) for outcome in outcomes) == [False, True]
    assert list(User.objects.permanent_administrators(day_of(SENT))) == [bob if turned_round else ann]


def test_of_two_administrators_of_whom_one_is_switched_off_and_ends_the_others_role_one_stays(
    two_administrators: tuple[User, User],
) -> None:
    ann, bob = two_administrators
    off, ended = race(
        lambda: switch_off(bob, by=ann),
        lambda: end_membership(membership=ann.memberships.get(), on=day_of(SENT), by=bob, at=SENT),
    )
    assert (off, type(ended)) == (bob, Refused)
    assert User.objects.permanent_administrators(day_of(SENT)).get() == ann


def test_the_portal_itself_and_an_administrator_leave_one_administrator(
    two_administrators: tuple[User, User],
) -> None:
    ann, bob = two_administrators
    _off, refused = race(lambda: switch_off(bob, by=ann), lambda: switch_off(ann, by=None))
    assert "last administrator" in str(refused)
    assert User.objects.permanent_administrators(day_of(SENT)).get() == ann
