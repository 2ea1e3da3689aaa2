"""Accepting with a question for next time, and the mark of a review within the submitting agency."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Question
from actionplan.reporting.states import ReportState
from actionplan.reports.reviewing import accept, return_report
from tests.database_state import undone
from tests.factories import LeadFactory, MembershipFactory
from tests.personas import SmallPlan, person
from tests.reporting_factories import By, RequestFactory, RoundFactory, hand_in, noon

MARCH, APRIL = noon(2022, 3, 1), noon(2022, 4, 1)


@pytest.fixture
def report(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return hand_in(small_plan.joint, *by_lead, MARCH)


def test_a_report_is_accepted_with_a_question_for_next_time_in_its_round(
    small_plan: SmallPlan, lead_organisation: Organisation, by_lead: By, coordinator: User
) -> None:
    opened = RoundFactory(plan=small_plan.plan, state="open")
    RequestFactory(round=opened, action=small_plan.joint, organisation=lead_organisation)
    report = hand_in(small_plan.joint, *by_lead, MARCH)
    said = {"question": "Sample: which?", "answer_by": datetime.date(2022, 6, 30)}
    accept(report=report, verdict="on_track", **said, by=coordinator, at=APRIL)
    asked = Question.objects.get()
    assert (asked.action, asked.organisation, asked.report) == (report.action, lead_organisation, report)
    assert (asked.text, asked.answer_by, asked.round) == (*said.values(), opened)
    assert (asked.asked_by, asked.asked_at) == (coordinator, APRIL)
    verbs = Event.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [Verb.SUBMITTED, Verb.ACCEPTED, Verb.QUESTION_ASKED]


def test_without_a_question_or_a_part_in_the_action_nothing_is_asked(
    report: ProgressReport, other_organisation: Organisation, coordinator: User
) -> None:
    given = {"report": report, "verdict": "on_track", "by": coordinator, "at": APRIL}
    with undone():
        accept(**given, question=" \n")
        assert not Question.objects.exists()
    day = datetime.date(2022, 3, 15)
    report.action.promotions.update(in_force_until=day)
    report.action.leads.update(in_force_until=day)
    LeadFactory(action=report.action, organisation=other_organisation, in_force_from=day)
    with pytest.raises(Refused, match="has no part in this action"):
        accept(**given, question="Sample?")
    assert ProgressReport.objects.get().state == ReportState.SUBMITTED, "it is left as it is"
    assert list(Event.objects.values_list("verb", flat=True)) == [Verb.SUBMITTED]


def test_a_review_by_somebody_whom_the_organisation_employs_is_marked(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    by_lead: By,
    by_partner: By,
    other_coordinator: User,
) -> None:
    own = hand_in(small_plan.joint, *by_partner, MARCH)
    theirs = hand_in(small_plan.joint, *by_lead, MARCH)
    returned = hand_in(small_plan.with_money, *by_lead, MARCH)
    assert accept(report=own, by=other_coordinator, at=APRIL).reviewed_within
    assert not accept(report=theirs, verdict="on_track", by=other_coordinator, at=APRIL).reviewed_within
    # So is one of somebody who reports for it too, accepted or returned.
    colleague = person("colleague", Role.CONTRIBUTOR, organisation=lead_organisation)
    MembershipFactory(user=colleague, role=Role.COORDINATOR)
    assert return_report(report=returned, remark="Sample.", by=colleague, at=APRIL).reviewed_within
    # The employer on the day of the review counts.
    moved, until = person("moved", Role.COORDINATOR), {"in_force_until": datetime.date(2022, 4, 1)}
    MembershipFactory(user=moved, role=Role.COORDINATOR, organisation=lead_organisation, **until)
    third = hand_in(small_plan.limited, *by_lead, MARCH)
    assert not accept(report=third, verdict="on_track", by=moved, at=APRIL).reviewed_within
