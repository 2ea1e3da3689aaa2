"""Roles are given and ended by those who may, never by oneself, and each change is in the trail."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from actionplan.accounts.contact_points import with_contact_point
from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import INVITED_BY_COORDINATORS, Role, RoleName
from actionplan.accounts.rules import person_with_rights, rights_by_user
from actionplan.accounts.workflow import begin_membership, end_membership, save_user
from actionplan.audit.models import Event
from actionplan.audit.verbs import RIGHTS_VERBS, Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from tests.factories import MembershipFactory, OrganisationFactory, PlanFactory, UserFactory

FIRST = datetime.date(2022, 1, 1)
LAST = datetime.date(2023, 1, 1)
BEFORE = datetime.datetime(2022, 6, 1, 12, tzinfo=datetime.UTC)
"""While the role is in force."""
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def ann(db: None) -> User:
    return UserFactory(username="ann", name="Ann")


def give(user: User, role: Role, by: User | None = None, **facts: Any) -> Membership:
    membership = Membership(user=user, role=role, **facts)
    return begin_membership(membership=membership, by=by, at=timezone.now())


def end(
    membership: Membership,
    on: datetime.date,
    by: User | None = None,
    at: datetime.datetime | None = None,
) -> None:
    end_membership(membership=membership, on=on, by=by, at=at or timezone.now())


def test_every_role_says_what_it_lets_people_do() -> None:
    assert all(role.sentence.endswith(".") for role in [*Role, *RoleName])


def test_a_role_given_is_in_the_trail(
    ann: User, administrator: User, lead_organisation: Organisation
) -> None:
    give(ann, Role.CONTRIBUTOR, by=administrator, organisation=lead_organisation, in_force_from=FIRST)
    event = Event.objects.get()
    assert event.verb in RIGHTS_VERBS
    assert event.sentence.startswith("Administrator gave Ann a role: contact point, Education and Training")
    assert event.after == {
        "user": "ann",
        "role": "contributor",
        "organisation": "ov",
        "policy_area": "",
        "minister": "",
        "from": "2022-01-01",
        "until": None,
    }
    # The trail says to which plan a role is limited.
    plan = PlanFactory()
    give(ann, Role.CONTRIBUTOR, organisation=lead_organisation, plan=plan)
    event = Event.objects.newest_first().first()
    assert event.sentence.endswith("a role: contact point, Education and Training, only 2020-2024.")
    assert (event.plan, event.after["plan"]) == (plan.pk, "2020-2024")


def test_the_day_on_which_a_role_ends_is_the_first_without_it(ann: User, administrator: User) -> None:
    membership = give(ann, Role.AUDITOR, in_force_from=FIRST)
    end(membership, LAST, by=administrator, at=BEFORE)
    membership.refresh_from_db()
    assert membership.in_force_until == LAST
    assert ann.rights_on(LAST - ONE_DAY, None).is_auditor
    assert not ann.rights_on(LAST, None).is_auditor
    assert Event.objects.filter(verb=Verb.MEMBERSHIP_ENDED).get().actor == "Administrator"


def test_the_same_role_twice_in_the_same_days_is_refused(ann: User) -> None:
    end(give(ann, Role.READER, in_force_from=FIRST), LAST, at=BEFORE)
    for from_day in [None, FIRST, LAST - ONE_DAY]:
        with pytest.raises(Refused):
            give(ann, Role.READER, in_force_from=from_day)
    give(ann, Role.READER, in_force_from=LAST)
    assert ann.memberships.count() == 2
    for _number in range(2):  # for another body it is another role
        give(ann, Role.CONTRIBUTOR, organisation=OrganisationFactory())
    assert ann.memberships.open().count() == 3


def test_a_role_cannot_end_before_it_begins_or_after_it_ended_and_can_be_cut_short(ann: User) -> None:
    membership = give(ann, Role.READER, in_force_from=FIRST)
    with pytest.raises(Refused):
        end(membership, FIRST)
    end(membership, LAST, at=BEFORE)
    with pytest.raises(Refused):
        end(membership, LAST + ONE_DAY, at=BEFORE)
    assert membership.in_force_until == LAST
    end(membership, LAST - ONE_DAY, at=BEFORE)
    assert membership.in_force_until == LAST - ONE_DAY


def test_a_role_that_began_today_or_begins_later_ends_at_once_and_can_be_given_again(
    ann: User, administrator: User, lead_organisation: Organisation
) -> None:
    today, contributor = day_of(timezone.now()), Role.CONTRIBUTOR
    for first in [today, today + ONE_DAY]:
        facts = {"organisation": lead_organisation, "in_force_from": first}
        membership = give(ann, contributor, by=administrator, **facts)
        with pytest.raises(Refused, match="must come after the first"):
            end(membership, today - ONE_DAY)
        end(membership, today, by=administrator)
        assert (membership.in_force_from, membership.in_force_until) == (first, first + ONE_DAY)
        with pytest.raises(Refused, match="ended already"):
            end(membership, today + ONE_DAY)
        for day in [today, first]:
            assert not User.objects.get(pk=ann.pk).rights_on(day, None).roles
            assert not person_with_rights(ann.pk, day).rights_on(day, None).roles
            assert not rights_by_user([ann], day)[ann.pk].has_a_role
            assert not User.objects.contributors_of(lead_organisation, None, day).exists()
            assert not with_contact_point(None, day).exists()
            assert not Membership.objects.not_ended(day).filter(user=ann).exists()
    event = Event.objects.newest_first().filter(verb=Verb.MEMBERSHIP_ENDED).first()
    assert event.after["ended_at"] == str(membership.ended_at)
    give(ann, contributor, by=administrator, organisation=lead_organisation, in_force_from=today)
    assert User.objects.contributors_of(lead_organisation, None, today).get() == ann


def test_a_role_that_ends_later_has_no_instant_until_it_is_ended_at_once(ann: User) -> None:
    today = day_of(timezone.now())
    membership = give(ann, Role.AUDITOR, in_force_from=FIRST)
    end(membership, today + ONE_DAY)
    assert membership.ended_at is None
    assert ann.rights_on(today, None).is_auditor
    end(membership, today)
    assert membership.ended_at is not None
    assert not User.objects.get(pk=ann.pk).rights_on(today, None).roles
    assert User.objects.get(pk=ann.pk).rights_on(today - ONE_DAY, None).is_auditor


def test_the_database_holds_no_instant_of_an_end_without_its_day(ann: User) -> None:
    with pytest.raises(IntegrityError, match="membership_ended_at_with_its_day"), transaction.atomic():
        MembershipFactory(user=ann, ended_at=timezone.now())


def test_others_give_and_end_no_roles(ann: User, people: dict[str, User]) -> None:
    membership = MembershipFactory(user=ann)
    for name in ["reader", "contributor", "auditor", "roleless"]:
        with pytest.raises(PermissionDenied):
            give(ann, Role.AUDITOR, by=people[name])
        with pytest.raises(PermissionDenied):
            end(membership, day_of(timezone.now()), by=people[name])
    assert not Event.objects.exists()


def test_coordinators_give_the_roles_of_readers_and_contributors_alone(
    ann: User, coordinator: User, other_coordinator: User
) -> None:
    for role in [Role.READER, Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR]:
        if role in INVITED_BY_COORDINATORS:
            assert give(ann, role, by=coordinator).pk
        else:
            with pytest.raises(PermissionDenied):
                give(ann, role, by=coordinator)
    with pytest.raises(PermissionDenied):
        end(other_coordinator.memberships.get(), day_of(timezone.now()), by=coordinator)


def test_nobody_changes_their_own_role(coordinator: User, administrator: User, superuser: User) -> None:
    for by in [coordinator, administrator, superuser]:
        with pytest.raises(PermissionDenied):
            give(by, Role.READER, by=by)
        for membership in by.memberships.all():
            with pytest.raises(PermissionDenied):
                end(membership, day_of(timezone.now()), by=by)


def test_a_role_names_what_it_may(
    ann: User, lead_organisation: Organisation, policy_area: PolicyArea, minister: Minister
) -> None:
    bodies = {"organisation": lead_organisation, "policy_area": policy_area, "minister": minister}
    for role, scope, fits in [
        (Role.CONTRIBUTOR, ["organisation"], True),
        (Role.CONTRIBUTOR, ["policy_area"], True),
        (Role.CONTRIBUTOR, [], False),
        (Role.CONTRIBUTOR, ["minister"], False),
        (Role.CONTRIBUTOR, ["organisation", "policy_area"], False),
        (Role.READER, [], True),
        (Role.READER, ["minister"], True),
        (Role.READER, ["organisation"], False),
        (Role.COORDINATOR, [], True),
        (Role.COORDINATOR, ["organisation"], True),
        (Role.COORDINATOR, ["minister"], False),
        (Role.AUDITOR, [], True),
        (Role.AUDITOR, ["organisation"], False),
        (Role.ADMINISTRATOR, [], True),
        (Role.ADMINISTRATOR, ["policy_area"], False),
        ("king", [], False),
    ]:
        facts = {name: bodies[name] for name in scope}
        if fits:
            assert MembershipFactory(user=ann, role=role, **facts).pk
            continue
        with pytest.raises(ValidationError):
            give(ann, role, **facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            MembershipFactory(user=ann, role=role, **facts)


def test_the_database_holds_one_open_row_of_each_role_for_every_plan_and_for_each(
    ann: User, lead_organisation: Organisation, policy_area: PolicyArea, minister: Minister
) -> None:
    plan, constraints = PlanFactory(), {constraint.name for constraint in Membership._meta.constraints}
    bodies = {"organisation": lead_organisation, "policy_area": policy_area, "minister": minister}
    for scope, body in {"": None, **bodies}.items():
        role = Role.CONTRIBUTOR if scope in {"organisation", "policy_area"} else Role.READER
        facts = {"user": ann, "role": role, **({scope: body} if scope else {})}
        for limit in [None, PlanFactory(code="2010-2014"), plan]:
            MembershipFactory(plan=limit, **facts)
            MembershipFactory(plan=limit, in_force_until=LAST, **facts)
        for limit in [None, plan]:
            second = Membership(plan=limit, **facts)
            with pytest.raises(ValidationError, match="This person has that role already"):
                second.full_clean()
            with pytest.raises(IntegrityError) as clash, transaction.atomic():
                second.save()
            of_plan = "_in_plan" if limit else ""
            name = f"membership_one_open{of_plan}_{f'by_{scope}' if scope else 'without_scope'}"
            assert name in constraints
            if connection.vendor == "postgresql":
                assert name in str(clash.value)


def test_the_same_role_in_another_plan_is_another_role(ann: User, administrator: User) -> None:
    plan, other = PlanFactory(), PlanFactory(code="2010-2014")
    for limit in [None, plan, other]:
        given = give(ann, Role.AUDITOR, by=administrator, plan=limit)
    assert ann.memberships.open().count() == 3
    assert str(given) == "auditor, only 2010-2014"
    with pytest.raises(ValidationError):
        give(ann, Role.AUDITOR, by=administrator, plan=other)
    end(given, LAST, by=administrator, at=BEFORE)
    with pytest.raises(Refused):
        give(ann, Role.AUDITOR, by=administrator, plan=other, in_force_until=LAST)


def test_only_administrators_keep_users(ann: User, coordinator: User, administrator: User) -> None:
    save_user(user=ann, by=administrator, at=timezone.now())
    assert not Event.objects.exists(), "nothing changed"
    ann.name = "Ann Other"
    with pytest.raises(PermissionDenied):
        save_user(user=ann, by=coordinator, at=timezone.now())
    save_user(user=ann, by=administrator, at=timezone.now())
    assert Event.objects.get().changes == [("name", "Ann", "Ann Other")]


def test_two_people_never_share_an_address(ann: User) -> None:
    other = User(username="other", email="ANN@example.org")
    with pytest.raises(ValidationError):
        save_user(user=other, by=None, at=timezone.now())
    with pytest.raises(IntegrityError):
        UserFactory(username="other", email="Ann@Example.org")
