"""Who may see and do what in reporting: the table of rights, person by person and state by state."""

import datetime
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Affiliation, Organisation, PolicyArea
from actionplan.reporting import rules
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actions.models import Action
from tests.database_state import undone
from tests.factories import ActionFactory, LeadFactory, MembershipFactory, PlanFactory, PromotionFactory
from tests.personas import SmallPlan, person
from tests.reporting_factories import ReportFactory

PEOPLE = [
    "reader",
    "minister_reader",
    "contributor",
    "partner",
    "stranger",
    "area_contributor",
    "coordinator",
    "other_coordinator",
    "auditor",
    "administrator",
    "superuser",
    "inactive",
    "roleless",
]
READERS = set(PEOPLE) - {"inactive", "roleless"}
PLATFORM = {"coordinator", "other_coordinator"}
OWN = {"contributor", "partner"}
"""Of the joint action: its lead and its partner."""

STATES = {
    "draft": {"contributor"},
    "draft on behalf": {"contributor"} | PLATFORM,
    "submitted": OWN | PLATFORM | {"auditor"},
    "returned": OWN | PLATFORM | {"auditor"},
    "taken_back": OWN | PLATFORM | {"auditor"},
    "accepted": READERS,
}
"""Who sees a report of the joint action's lead in each state."""


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, User]:
    return {name: request.getfixturevalue(name) for name in PEOPLE}


def in_state(state: str, action: Action, organisation: Organisation, **facts: Any) -> ProgressReport:
    fields = {"on_behalf": True} if state == "draft on behalf" else {}
    trait = {} if state.startswith("draft") else {state: True}
    return ReportFactory(action=action, organisation=organisation, **fields, **trait, **facts)


def who(people: dict[str, User], allowed: Any) -> set[str]:
    return {name for name, user in people.items() if allowed(user)}


def who_may(people: dict[str, User], permission: str, about: Any) -> set[str]:
    return who(people, lambda user: user.has_perm(f"reporting.{permission}", about))


@pytest.mark.full
def test_who_sees_a_report_takes_it_back_and_whom_the_query_admits(
    people: dict[str, User],
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    other_organisation: Organisation,
) -> None:
    pairs = [
        (small_plan.joint, lead_organisation),
        (small_plan.with_money, lead_organisation),
        (small_plan.joint, partner_organisation),
        (small_plan.limited, lead_organisation),
        (small_plan.elsewhere, other_organisation),
    ]
    for state, seers in STATES.items():
        with undone():
            reports = [in_state(state, *pair) for pair in pairs]
            report = reports[0]
            assert who(people, lambda user, report=report: rules.sees_report(user, report)) == seers, state
            takers = {"contributor"} if state == "submitted" else set()
            assert who_may(people, "take_back_report", report) == takers, state
            for name, user in people.items():
                by_rule = {report.pk for report in reports if rules.sees_report(user, report)}
                by_query = rules.seen_by(ProgressReport.objects.all(), user, small_plan.plan.pk)
                assert set(by_query.values_list("pk", flat=True)) == by_rule, (state, name)
            if state.startswith("draft"):
                assert who_may(people, "write_report", report) == seers, state
            if state == "draft":  # that of a partner is not seen by the lead
                draft = reports[2]
                assert who(people, lambda user, draft=draft: rules.sees_report(user, draft)) == {"partner"}
            if state == "returned":
                assert rules.sees_report(people["contributor"], reports[2])


def test_who_reads_words_remarks_and_notes(
    people: dict[str, User], small_plan: SmallPlan, lead_organisation: Organisation
) -> None:
    involved = OWN | PLATFORM | {"auditor"}
    close = PLATFORM | {"auditor", "contributor", "minister_reader"}
    assert who_may(people, "see_words", small_plan.limited) == close
    assert who_may(people, "see_words", small_plan.joint) == READERS
    assert who_may(people, "see_reported", small_plan.joint) == involved
    theirs = {"stranger", "area_contributor", "auditor"} | PLATFORM
    assert who_may(people, "see_reported", small_plan.elsewhere) == theirs
    for state, action, readers in [
        ("returned", small_plan.joint, involved),
        ("accepted", small_plan.joint, READERS),
        ("accepted", small_plan.limited, close),
    ]:
        report = in_state(state, action, lead_organisation)
        assert who(people, lambda user, report=report: rules.sees_remark(user, report)) == readers, state
        if readers is READERS:
            readers_of_note = PLATFORM | {"auditor", "contributor"}
            assert who(people, lambda user, report=report: rules.sees_note(user, report)) == readers_of_note


def test_coordinators_review_what_they_did_not_submit_and_who_may_what_in_a_plan(
    people: dict[str, User], small_plan: SmallPlan, lead_organisation: Organisation
) -> None:
    report = in_state("submitted", small_plan.joint, lead_organisation)
    assert who_may(people, "review_report", report) == PLATFORM
    facts = {"on_behalf": True, "submitted_by": people["coordinator"]}
    own = in_state("submitted", small_plan.with_money, lead_organisation, **facts)
    assert who_may(people, "review_report", own) == {"other_coordinator"}
    for permission, allowed in [
        ("review", PLATFORM),
        ("appoint_lead", PLATFORM),
        ("switch_basis", PLATFORM | {"auditor"}),
    ]:
        assert who_may(people, permission, small_plan.plan) == allowed


def test_a_policy_area_has_all_its_organisations(
    small_plan: SmallPlan,
    area_contributor: User,
    policy_area: PolicyArea,
    other_organisation: Organisation,
    lead_organisation: Organisation,
) -> None:
    assert rules.own_actions(area_contributor, small_plan.plan.pk) == {small_plan.elsewhere.pk}
    draft = in_state("draft", small_plan.elsewhere, other_organisation)
    assert area_contributor.has_perm("reporting.write_report", draft)
    Affiliation.objects.filter(organisation=other_organisation).update(
        in_force_until=datetime.date(2022, 1, 1)
    )
    area_contributor = User.objects.get(pk=area_contributor.pk)
    assert rules.own_actions(area_contributor, small_plan.plan.pk) == frozenset()
    assert not area_contributor.has_perm("reporting.write_report", draft)


def test_own_actions_are_led_promoted_or_partnered_in_today_and_read_once(
    lead_organisation: Organisation, contributor: User, reader: User, django_assert_num_queries: Any
) -> None:
    led, promoted, ended = ActionFactory.create_batch(3, plan=PlanFactory(code="next"))
    LeadFactory(action=led, organisation=lead_organisation)
    PromotionFactory(action=promoted, organisation=lead_organisation, role="partner")
    past = datetime.date(2022, 1, 1)
    LeadFactory(action=ended, organisation=lead_organisation, in_force_until=past)
    assert rules.own_actions(contributor, led.plan_id) == {led.pk, promoted.pk}
    reader.has_perm("reporting.review", led.plan)
    with django_assert_num_queries(0):
        assert rules.owns_action(contributor, promoted)
        assert not rules.owns_action(contributor, ended)
        assert rules.own_actions(reader, led.plan_id) == frozenset()


def test_rights_of_several_memberships_add_up_and_those_that_ended_are_gone(
    small_plan: SmallPlan, lead_organisation: Organisation, partner_organisation: Organisation
) -> None:
    both = person("both", Role.CONTRIBUTOR, organisation=lead_organisation)
    MembershipFactory(user=both, role=Role.CONTRIBUTOR, organisation=partner_organisation)
    ours = [lead_organisation]
    for action, organisations in [
        (small_plan.joint, [*ours, partner_organisation]),
        (small_plan.with_money, ours),
        (small_plan.elsewhere, []),
    ]:
        assert rules.organisations_to_report_for(both, action) == organisations
    former = person("former")
    ended = {"in_force_until": datetime.date(2022, 1, 1), "organisation": lead_organisation}
    MembershipFactory(user=former, role=Role.CONTRIBUTOR, **ended)
    accepted = in_state("accepted", small_plan.joint, lead_organisation)
    assert not rules.sees_report(former, accepted)
    assert not rules.seen_by(ProgressReport.objects.all(), former, small_plan.plan.pk).exists()


def test_every_state_is_in_the_table() -> None:
    assert {state.removesuffix(" on behalf") for state in STATES} == set(ReportState.values)
