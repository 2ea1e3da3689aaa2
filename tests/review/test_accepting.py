"""Accepting several reports at once, accepting with a question for next time, and the mark of a review within the agency."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Question
from actionplan.reporting.states import ReportState
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.reviewing import accept, accept_several, return_report
from actionplan.reports.workflow import take_back
from tests.database_state import undone
from tests.factories import LeadFactory, MembershipFactory
from tests.personas import SmallPlan, person
from tests.reporting_factories import By, RequestFactory, RoundFactory, hand_in, noon

MARCH, APRIL, MAY = noon(2022, 3, 1), noon(2022, 4, 1), noon(2022, 5, 1)


@pytest.fixture
def two(small_plan: SmallPlan, by_lead: By, by_partner: By, partner: User) -> list[ProgressReport]:
    """A lead's report and a partner's contribution."""
    return [
        hand_in(small_plan.with_money, *by_lead, MARCH, done="Sample."),
        hand_in(small_plan.joint, *by_partner, MARCH),
    ]


def states() -> list[str]:
    return list(ProgressReport.objects.order_by("pk").values_list("state", flat=True))


def test_each_is_accepted_with_its_verdict_and_leaves_its_event(
    two: list[ProgressReport], coordinator: User
) -> None:
    lead, contribution = two
    outcome = accept_several(reports={lead.pk: ""}, by=coordinator, at=APRIL)
    assert outcome.left == [(lead, "Give the Platform’s verdict.")]
    verdicts = {lead.pk: "needs_attention", contribution.pk: ""}
    outcome = accept_several(reports=verdicts, by=coordinator, at=APRIL)
    assert (outcome.accepted, outcome.left) == (two, [])
    rows = ProgressReport.objects.order_by("pk").values_list("pk", "verdict", "reviewed_by")
    assert list(rows) == [(pk, verdict, coordinator.pk) for pk, verdict in verdicts.items()]
    assert Event.objects.filter(verb=Verb.ACCEPTED, at=APRIL).count() == 2


def test_what_changed_meanwhile_is_named_and_the_rest_is_accepted(
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    two: list[ProgressReport],
    coordinator: User,
    other_coordinator: User,
) -> None:
    lead, contribution = two
    third = hand_in(small_plan.joint, *by_lead, MARCH, done="Sample.")
    accept(report=lead, verdict="off_track", by=other_coordinator, at=APRIL)
    take_back(report=third, by=contributor, at=APRIL)
    outcome = accept_several(
        reports={lead.pk: "on_track", contribution.pk: "", third.pk: "on_track"}, by=coordinator, at=MAY
    )
    assert outcome.accepted == [contribution]
    assert outcome.left == [
        (lead, "Other coordinator reviewed this report in the meantime."),
        (third, "This report was taken back in the meantime."),
    ]
    assert ProgressReport.objects.get(pk=lead.pk).verdict == "off_track", "it keeps its verdict"
    assert states() == ["accepted", "accepted", "taken_back", "draft"]


def test_a_report_that_asks_for_a_look_is_left(small_plan: SmallPlan, by_lead: By, coordinator: User) -> None:
    rows = [ExpenditureRow(small_plan.line.pk, 2021, committed=Decimal("1"), paid=Decimal("2"))]
    report = hand_in(small_plan.with_money, *by_lead, MARCH, expenditures=rows)
    outcome = accept_several(reports={report.pk: "on_track"}, by=coordinator, at=APRIL)
    assert outcome.left == [(report, "The checks found something in it: review it on its own.")]
    assert states() == ["submitted"]


def test_nothing_is_accepted_when_one_is_ones_own_nor_by_anybody_but_a_coordinator(
    two: list[ProgressReport], contributor: User, request: pytest.FixtureRequest
) -> None:
    MembershipFactory(user=contributor, role=Role.COORDINATOR)
    both = User.objects.get(pk=contributor.pk)
    lead, contribution = two
    with pytest.raises(PermissionDenied):
        accept_several(reports={contribution.pk: "", lead.pk: "on_track"}, by=both, at=APRIL)
    for name in ["reader", "partner", "auditor", "administrator"]:
        with pytest.raises(PermissionDenied):
            accept_several(reports={contribution.pk: ""}, by=request.getfixturevalue(name), at=APRIL)
    assert states() == ["submitted", "submitted"]
    assert not Event.objects.filter(verb=Verb.ACCEPTED).exists()


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
