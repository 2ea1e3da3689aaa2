"""A role that is limited to a plan counts there and nowhere else: in mail, in rules and in the trail; on every address in test_limited_roles."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actionplan.accounts.contact_points import with_contact_point
from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role, RoleName
from actionplan.accounts.rules import plans_seen_by
from actionplan.accounts.workflow import begin_membership, end_membership, save_user
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Minister, Organisation
from actionplan.organisations.workflow import save_body
from actionplan.pages.action.trail import trail_of
from actionplan.reminders.calendars import due_dates_of
from actionplan.reminders.people import everybody_to_mail
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reporting.rules import own_actions, seen_by, sees_report
from actionplan.reports.file_holders import Holders, name_file_holders
from actionplan.rounds.life import take_into_review
from objectives.models import Plan
from tests.factories import ActionFactory, MembershipFactory, PlanFactory, UserFactory
from tests.people.people_factories import invited
from tests.permissions.test_limited_roles import with_every_role_in
from tests.personas import ClientOf, SmallPlan, person
from tests.reminders.reminding import duties_at, run
from tests.reporting.round_factories import FileHolderFactory
from tests.reporting_factories import drafted, hand_in, noon
from tests.rounds.opened_rounds import OPENED

SEPTEMBER = noon(2022, 9, 1)
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def other_plan(db: None) -> Plan:
    return PlanFactory(code="2010-2014", title="Another plan", start="2010-01-01", end="2014-12-31")


@pytest.fixture
def of_the_other(other_plan: Plan, lead_organisation: Organisation, minister: Minister) -> User:
    return with_every_role_in(other_plan, lead_organisation, minister)


def test_who_is_limited_to_a_plan_keeps_neither_mail_nor_bodies_nor_imports(
    client_of: ClientOf, small_plan: SmallPlan, lead_organisation: Organisation
) -> None:
    now, some_plan = timezone.now(), small_plan.plan
    user = person("limited_coordinator", Role.COORDINATOR, plan=some_plan)
    administrator = person("limited_administrator", Role.ADMINISTRATOR, plan=some_plan)
    for limited in [user, administrator]:
        client = client_of(limited)
        for name in ["failed-mail", "admin:index", "plan-import"]:
            assert client.get(reverse(name)).status_code == 403, name
    with pytest.raises(PermissionDenied):
        save_user(user=UserFactory(), by=administrator, at=now)
    with pytest.raises(PermissionDenied):
        save_body(row=lead_organisation, by=administrator, at=now)
    assert administrator.has_perm("audit.read_trail_of_action", small_plan.joint)


def test_a_role_is_given_and_ended_by_those_of_its_own_plan(small_plan: SmallPlan, other_plan: Plan) -> None:
    now = timezone.now()

    def give(plan: Plan | None, by: User) -> Membership:
        membership = Membership(user=UserFactory(), role=Role.READER, plan=plan)
        return begin_membership(membership=membership, by=by, at=now)

    for giver in [Role.COORDINATOR, Role.ADMINISTRATOR]:
        by = person(f"limited_{giver}", giver, plan=small_plan.plan)
        end_membership(membership=give(small_plan.plan, by), on=day_of(now), by=by, at=now)
        with pytest.raises(PermissionDenied):  # nobody changes their own role
            end_membership(membership=by.memberships.get(), on=day_of(now), by=by, at=now)
        with pytest.raises(PermissionDenied):  # an invitation is to a role in every plan
            invited(RoleName.READER, by, now)
        for plan in [other_plan, None]:
            with pytest.raises(PermissionDenied):
                give(plan, by)
            with pytest.raises(PermissionDenied):
                end_membership(membership=MembershipFactory(plan=plan), on=day_of(now), by=by, at=now)


def test_a_contributor_of_another_plan_sees_neither_drafts_nor_what_was_submitted_nor_limited_words(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, of_the_other: User
) -> None:
    draft = drafted(small_plan.joint, lead_organisation, contributor, SEPTEMBER)
    submitted = hand_in(small_plan.limited, lead_organisation, contributor, SEPTEMBER)
    plan = small_plan.plan.pk
    for user, sees in [(contributor, True), (of_the_other, False)]:
        assert sees_report(user, draft) == sees
        assert sees_report(user, submitted) == sees
        assert seen_by(ProgressReport.objects.all(), user, plan).exists() == sees
        assert bool(own_actions(user, plan)) == sees
        assert user.has_perm("reporting.see_words", small_plan.limited) == sees
        assert user.has_perm("reporting.write_report", draft) == sees


def test_contributors_are_mailed_about_their_plan_and_about_no_other(
    opened: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    other_plan: Plan,
    of_the_other: User,
) -> None:
    FileHolderFactory(action=small_plan.joint, organisation=lead_organisation, user=of_the_other)
    contributor.memberships.update(plan=small_plan.plan)
    duties = duties_at(OPENED)
    assert "of_the_other" not in duties
    assert {duty.plan for duty in duties["contributor"]} == {small_plan.plan}
    assert everybody_to_mail(OPENED.date()).of(other_plan).known(contributor.pk) == set()
    assert "of_the_other@example.org" not in run(OPENED)
    assert due_dates_of(of_the_other, OPENED) == []


def test_somebody_with_roles_in_two_plans_has_each_in_its_own(
    author: Client,
    small_plan: SmallPlan,
    other_plan: Plan,
    lead_organisation: Organisation,
    contributor: User,
) -> None:
    contributor.memberships.update(plan=small_plan.plan)
    MembershipFactory(user=contributor, role=Role.COORDINATOR, plan=other_plan)
    there = ActionFactory(plan=other_plan, code="1.1", lead=lead_organisation)
    for plan, reports, reviews in [(small_plan.plan, 200, 403), (other_plan, 403, 200)]:
        assert author.get(reverse("my-actions", args=[plan.code])).status_code == reports
        assert author.get(reverse("review-queue", args=[plan.code])).status_code == reviews
    user = User.objects.get(pk=contributor.pk)
    assert user.has_perm("reporting.see_reported", small_plan.joint)
    assert not user.has_perm("reporting.review", small_plan.joint)
    assert user.has_perm("reporting.review", there)
    assert own_actions(user, other_plan.pk) == frozenset()


def test_the_first_page_and_the_frame_are_of_a_plan_in_which_one_has_a_role(
    client_of: ClientOf, small_plan: SmallPlan, other_plan: Plan, of_the_other: User
) -> None:
    client = client_of(of_the_other)
    assert client.get("/")["Location"] == "/2010-2014/my-actions/"
    for path in ["/calendar/", "/2020-2024/"]:
        page = client.get(path).content.decode()
        assert "/2010-2014/" in page
        assert "/2020-2024/actions/" not in page
        assert str(small_plan.plan) not in page
    assert list(plans_seen_by(of_the_other)) == [other_plan]


def test_a_limited_role_costs_no_query_more(
    client_of: ClientOf, small_plan: SmallPlan, contributor: User
) -> None:
    def queries(plan: Plan | None) -> list[int]:
        contributor.memberships.update(plan=plan)
        client, counts = client_of(contributor), []
        for name in ["my-actions", "round-list"]:
            client.get(reverse(name, args=["2020-2024"]))
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse(name, args=["2020-2024"]))
            counts.append(len(captured))
        return counts

    assert queries(None) == queries(small_plan.plan)


def test_the_people_say_to_which_plan_a_role_is_limited_and_who_submits_there_for_nobody_here(
    platform: Client, small_plan: SmallPlan, other_plan: Plan, contributor: User
) -> None:
    contributor.memberships.update(plan=other_plan)
    page = platform.get("/people/", headers={"accept-language": "en"}).content.decode()
    assert page.count("only 2010-2014") == 1
    assert "For which organisations can nobody submit?" in page
    assert not with_contact_point(small_plan.plan, TODAY).filter(key="ov").exists()
    assert with_contact_point(other_plan, TODAY).filter(key="ov").exists()


def test_only_who_writes_in_the_plan_can_hold_its_files(
    small_plan: SmallPlan,
    other_plan: Plan,
    lead_organisation: Organisation,
    contributor: User,
    of_the_other: User,
) -> None:
    holders = {small_plan.joint.pk: Holders(of_the_other.pk)}
    about = {"organisation": lead_organisation, "holders": holders, "at": SEPTEMBER}
    with pytest.raises(Refused, match="does not report for this organisation"):
        name_file_holders(plan=small_plan.plan, by=contributor, **about)
    with pytest.raises(PermissionDenied):
        name_file_holders(plan=small_plan.plan, by=of_the_other, **about)
    with pytest.raises(PermissionDenied):  # the action is not one of that plan
        name_file_holders(plan=other_plan, by=of_the_other, **about)


def test_the_trail_of_an_action_tells_of_no_role_in_another_plan(
    small_plan: SmallPlan, other_plan: Plan, lead_organisation: Organisation, auditor: User
) -> None:
    now = timezone.now()
    for plan in [small_plan.plan, other_plan, None]:
        scope = {"role": Role.CONTRIBUTOR, "organisation": lead_organisation, "plan": plan}
        begin_membership(membership=Membership(user=UserFactory(), **scope), by=None, at=now)
    told = trail_of(small_plan.joint, [lead_organisation.pk], auditor, now)
    assert sorted(event.after.get("plan", "") for event in told) == ["", "2020-2024"]


def test_a_round_is_closed_by_coordinators_of_its_plan_alone_and_stands_in_their_calendars(
    opened: Round, other_plan: Plan, coordinator: User, of_the_other: User
) -> None:
    coordinator.memberships.update(plan=opened.plan)
    coordinator = User.objects.get(pk=coordinator.pk)
    assert [date.key for date in due_dates_of(coordinator, OPENED)] == [f"closing-{opened.pk}"]
    with pytest.raises(PermissionDenied):
        take_into_review(round=opened, by=of_the_other, at=OPENED)
    assert take_into_review(round=opened, by=coordinator, at=OPENED)
