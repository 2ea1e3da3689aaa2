"""What a person's memberships add up to on a day."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries
from rules.permissions import permissions

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.accounts.rules import (
    NO_RIGHTS,
    NO_RIGHTS_ANYWHERE,
    person_with_rights,
    plan_key_of,
    rights_by_user,
    rights_of,
    rights_today,
)
from actionplan.organisations.models import Minister, Organisation, PolicyArea
from actionplan.reporting.rules import FilesInPlan, OfficeInRound
from tests.factories import (
    AffiliationFactory,
    MembershipFactory,
    MinisterFactory,
    OrganisationFactory,
    PlanFactory,
    UserFactory,
)
from tests.people.people_factories import InvitationFactory
from tests.personas import SmallPlan
from tests.reporting.round_factories import MilestoneProposalFactory, QuestionFactory
from tests.reporting_factories import ReportFactory, RequestFactory

TODAY = datetime.date(2026, 11, 24)
PERMISSIONS = [
    "accounts.use_administration",
    "accounts.manage_users",
    "accounts.manage_system_keys",
    "organisations.manage",
    "objectives.import",
]
HOLDERS = {
    "reader": [],
    "contributor": [],
    "area_contributor": [],
    "coordinator": [],
    "auditor": [],
    "administrator": PERMISSIONS,
    "superuser": PERMISSIONS,
    "inactive": [],
    "roleless": [],
}


def test_a_role_allows_what_the_table_says(people: dict[str, User]) -> None:
    """What is of a plan cannot be asked without one."""
    of_everywhere = {
        *PERMISSIONS,
        "accounts.see_people",
        "objectives.see_list",
        "audit.read_trail",
        "portal.manage_mail",
    }
    for name, held in HOLDERS.items():
        assert [permission for permission in PERMISSIONS if people[name].has_perm(permission)] == held, name
        assert of_the_whole_portal(people[name]) == of_everywhere or name == "inactive", name


def test_who_is_not_signed_in_or_inactive_has_no_rights_and_nobody_one_that_no_rule_names(
    inactive: User, superuser: User
) -> None:
    assert rights_today(AnonymousUser(), None) == NO_RIGHTS
    assert not any(AnonymousUser().has_perm(permission) for permission in PERMISSIONS)
    assert inactive.rights_of_plans(TODAY) == NO_RIGHTS_ANYWHERE
    assert not superuser.has_perm("actions.delete_action")
    assert not superuser.has_perms(["organisations.manage", "actions.delete_action"])


def test_a_superuser_is_an_administrator_of_every_plan_and_nothing_more(superuser: User) -> None:
    plan = PlanFactory()
    MembershipFactory(user=superuser, role=Role.READER, plan=PlanFactory(code="2010-2014"))
    for plan_or_none in [None, plan]:
        rights = superuser.rights_on(TODAY, plan_or_none)
        assert rights.roles == {Role.ADMINISTRATOR}
        assert rights.organisations == set()


def test_rights_of_several_memberships_add_up(
    lead_organisation: Organisation, minister: Minister, partner_organisation: Organisation
) -> None:
    user = UserFactory()
    MembershipFactory(user=user, role=Role.CONTRIBUTOR, organisation=lead_organisation)
    MembershipFactory(user=user, role=Role.COORDINATOR, organisation=partner_organisation)
    MembershipFactory(user=user, role=Role.READER, minister=minister)
    rights = user.rights_on(TODAY, None)
    assert rights.is_contributor
    assert rights.is_coordinator
    assert not rights.is_auditor
    assert rights.organisations == {lead_organisation.pk}
    assert rights.employers == {partner_organisation.pk}
    assert rights.ministers == {minister.pk}
    assert [str(name) for name in rights.role_names] == ["contact_point", "reader", "coordinator"]
    MembershipFactory(user=user, role=Role.CONTRIBUTOR, organisation=partner_organisation, writes_only=True)
    user = type(user).objects.get(pk=user.pk)
    names = [str(name) for name in user.rights_on(TODAY, None).role_names]
    assert names == ["contact_point", "file_holder", "reader", "coordinator"]


def test_a_membership_of_a_plan_adds_to_those_of_every_plan_there_alone(
    lead_organisation: Organisation, partner_organisation: Organisation, minister: Minister
) -> None:
    user, here, there = UserFactory(), PlanFactory(), PlanFactory(code="2010-2014")
    MembershipFactory(user=user, role=Role.CONTRIBUTOR, organisation=lead_organisation)
    MembershipFactory(user=user, role=Role.CONTRIBUTOR, organisation=partner_organisation, plan=here)
    MembershipFactory(user=user, role=Role.READER, minister=minister, plan=here)
    MembershipFactory(user=user, role=Role.COORDINATOR, plan=there)
    both = {lead_organisation.pk, partner_organisation.pk}
    assert user.rights_on(TODAY, here).organisations == both
    assert user.rights_on(TODAY, here).ministers == {minister.pk}
    assert user.rights_on(TODAY, there).organisations == {lead_organisation.pk}
    assert user.rights_on(TODAY, None) == user.rights_on(TODAY, PlanFactory(code="2030-2034"))
    assert user.rights_on(TODAY, here.pk) == user.rights_on(TODAY, here)
    coordinated = [plan for plan in [here, there, None] if user.rights_on(TODAY, plan).is_coordinator]
    assert coordinated == [there]


def test_what_is_read_once_serves_every_plan(
    contributor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plans = [PlanFactory(code=f"{year}-{year + 4}") for year in [2010, 2015, 2020]]
    MembershipFactory(user=contributor, role=Role.COORDINATOR, plan=plans[0])
    with django_assert_num_queries(1):
        user = person_with_rights(contributor.pk, TODAY)
        assert [user.rights_on(TODAY, plan).is_coordinator for plan in plans] == [True, False, False]
    user = User.objects.get(pk=user.pk)
    with django_assert_num_queries(1):
        assert all(user.rights_on(TODAY, plan).is_contributor for plan in [*plans, None])
        assert user.rights_on(TODAY, None) is user.rights_on(TODAY, None)


def of_the_whole_portal(user: User) -> set[str]:
    """The permissions that are asked without saying of what; those about people and their lists are the whole
    portal's too.
    """
    allowed = set()
    about_people = {"accounts.confirm_list", "accounts.confirm_person"}
    for name in set(permissions) - about_people:
        try:
            user.has_perm(name)
        except (AttributeError, TypeError):
            continue
        allowed.add(name)
    return allowed


def test_the_plan_follows_from_what_is_asked_about(small_plan: SmallPlan, contributor: User) -> None:
    plan, action = small_plan.plan, small_plan.joint
    report, request = ReportFactory(action=action), RequestFactory(action=action, round__plan=plan)
    question, proposal = QuestionFactory(action=action), MilestoneProposalFactory(action=action)
    membership = MembershipFactory(plan=plan)
    office = OfficeInRound(request.round, MinisterFactory())
    files = FilesInPlan(plan, report.organisation)
    known = [plan, action, report, request, request.round, question, proposal, membership, office, files]
    assert {plan_key_of(row) for row in known} == {plan.pk}
    assert plan_key_of(MembershipFactory()) is None
    assert plan_key_of(InvitationFactory()) is None
    for not_of_a_plan in [None, report.organisation, contributor, plan.pk]:
        with pytest.raises(TypeError):
            plan_key_of(not_of_a_plan)


def test_rights_begin_and_end_on_their_days(db: None) -> None:
    user = UserFactory()
    first, last = datetime.date(2022, 1, 1), datetime.date(2023, 1, 1)
    MembershipFactory(user=user, role=Role.AUDITOR, in_force_from=first, in_force_until=last)
    one_day = datetime.timedelta(days=1)
    held = [user.rights_on(day, None).is_auditor for day in [first - one_day, first, last - one_day, last]]
    assert held == [False, True, True, False]


def test_a_policy_area_stands_for_the_organisations_in_it_that_day(
    area_contributor: User,
    policy_area: PolicyArea,
    other_organisation: Organisation,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    moved = OrganisationFactory()
    day = datetime.date(2022, 7, 1)
    AffiliationFactory(organisation=moved, policy_area=policy_area, in_force_from=day)
    user = User.objects.get(pk=area_contributor.pk)
    with django_assert_num_queries(1):
        before = user.rights_on(day - datetime.timedelta(days=1), None)
    assert before.organisations == {other_organisation.pk}
    rights = area_contributor.rights_on(day, None)
    assert rights.organisations == rights.submits_for == {other_organisation.pk, moved.pk}


def test_they_come_with_the_person_as_they_are_read_alone_and_with_several_people(
    people: dict[str, User | None], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    users, first, last = (
        [*filter(None, people.values())],
        datetime.date(2022, 1, 1),
        datetime.date(2023, 1, 1),
    )
    with django_assert_num_queries(1):
        rights_of_users = rights_by_user(users, TODAY)
    assert rights_of_users == {user.pk: rights_of(user, TODAY) for user in users}
    assert len({rights.everywhere for rights in rights_of_users.values()}) >= 6
    for user in users:
        MembershipFactory(user=user, role=Role.AUDITOR, in_force_from=first, in_force_until=last)
        MembershipFactory(user=user, role=Role.COORDINATOR, organisation=OrganisationFactory())
        for day in [first - datetime.timedelta(days=1), first, last, TODAY]:
            alone = rights_of(User.objects.get(pk=user.pk), day)
            with django_assert_num_queries(1):
                person = person_with_rights(user.pk, day)
                assert person == user
                assert person.rights_of_plans(day) == alone
    assert person_with_rights(max(user.pk for user in users) + 1000, TODAY) is None


def test_a_file_holder_submits_for_nobody(lead_organisation: Organisation, partner: User) -> None:
    MembershipFactory(user=partner, role=Role.CONTRIBUTOR, organisation=lead_organisation, writes_only=True)
    rights = partner.rights_on(TODAY, None)
    assert lead_organisation.pk in rights.organisations - rights.submits_for
    assert len(rights.submits_for) == 1
