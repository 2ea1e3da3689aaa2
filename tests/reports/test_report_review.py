"""Accepting and returning: the verdict, the remark, four eyes, and every refusal."""

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.states import Basis, ReportState
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import take_back
from tests.factories import MembershipFactory
from tests.personas import SmallPlan
from tests.reporting_factories import drafted, hand_in, noon

MARCH = noon(2022, 3, 1)
APRIL = noon(2022, 4, 1)
MAY = noon(2022, 5, 1)


@pytest.fixture
def report(small_plan: SmallPlan, lead_organisation: Organisation, contributor: User) -> ProgressReport:
    return hand_in(small_plan.with_money, lead_organisation, contributor, MARCH)


def test_an_accepted_report_carries_verdict_remark_and_reviewer(
    report: ProgressReport, coordinator: User
) -> None:
    accept(report=report, verdict="needs_attention", remark=" Sample: well. ", by=coordinator, at=APRIL)
    report.refresh_from_db()
    assert (report.state, report.verdict, report.remark) == ("accepted", "needs_attention", "Sample: well.")
    assert (report.reviewed_by, report.reviewed_at) == (coordinator, APRIL)


def test_an_accepted_report_stands_as_accepted_from_then_on(
    report: ProgressReport, coordinator: User
) -> None:
    accept(report=report, verdict="on_track", by=coordinator, at=APRIL)
    standing = Standing.objects.get(basis=Basis.ACCEPTED)
    assert (standing.report, standing.since, standing.until) == (report, APRIL, None)
    assert Standing.objects.get(basis=Basis.REPORTED).until is None


def test_acceptance_leaves_its_event(report: ProgressReport, coordinator: User) -> None:
    accept(report=report, verdict="on_track", remark="Sample: secret.", by=coordinator, at=APRIL)
    event = Event.objects.newest_first().first()
    assert event is not None
    assert (event.verb, event.at, event.subject_key) == (Verb.ACCEPTED, APRIL, str(report.pk))
    assert event.sentence == "Coordinator accepted version 1 of the report of Education and Training."
    assert "secret" not in event.names_json + event.before_json + event.after_json


@pytest.mark.parametrize("verdict", ["", "splendid"])
def test_a_leads_report_is_not_accepted_without_one_of_the_verdicts(
    verdict: str, report: ProgressReport, coordinator: User
) -> None:
    with pytest.raises(Refused, match="verdict"):
        accept(report=report, verdict=verdict, by=coordinator, at=APRIL)
    assert ProgressReport.objects.get().state == ReportState.SUBMITTED


def test_a_contribution_is_accepted_without_a_verdict(
    small_plan: SmallPlan, partner_organisation: Organisation, partner: User, coordinator: User
) -> None:
    report = hand_in(small_plan.joint, partner_organisation, partner, MARCH)
    accept(report=report, verdict="on_track", by=coordinator, at=APRIL)
    report.refresh_from_db()
    assert (report.state, report.verdict) == ("accepted", "")
    assert not Standing.objects.filter(as_lead=True).exists()


def test_a_returned_report_carries_the_remark_and_no_verdict(
    report: ProgressReport, coordinator: User
) -> None:
    return_report(report=report, remark=" Sample: which schools? ", by=coordinator, at=APRIL)
    report.refresh_from_db()
    assert (report.state, report.verdict, report.remark) == ("returned", "", "Sample: which schools?")
    assert (report.reviewed_by, report.reviewed_at) == (coordinator, APRIL)


def test_a_return_leaves_its_event_without_the_remark(report: ProgressReport, coordinator: User) -> None:
    return_report(report=report, remark="Sample: secret.", by=coordinator, at=APRIL)
    event = Event.objects.newest_first().first()
    assert event is not None
    assert event.verb == Verb.RETURNED
    assert "secret" not in event.names_json + event.before_json + event.after_json


@pytest.mark.parametrize("remark", ["", "  \n"])
def test_a_report_is_not_returned_without_a_remark(
    remark: str, report: ProgressReport, coordinator: User
) -> None:
    with pytest.raises(Refused, match="Say what you ask for"):
        return_report(report=report, remark=remark, by=coordinator, at=APRIL)


@pytest.mark.parametrize(
    "name", ["contributor", "partner", "stranger", "reader", "auditor", "administrator", "superuser"]
)
def test_only_coordinators_review(name: str, report: ProgressReport, request: pytest.FixtureRequest) -> None:
    somebody = request.getfixturevalue(name)
    with pytest.raises(PermissionDenied):
        accept(report=report, verdict="on_track", by=somebody, at=APRIL)
    with pytest.raises(PermissionDenied):
        return_report(report=report, remark="Sample.", by=somebody, at=APRIL)
    assert Event.objects.count() == 1


def test_a_coordinator_who_also_reports_does_not_review_their_own_report(
    report: ProgressReport, contributor: User
) -> None:
    MembershipFactory(user=contributor, role=Role.COORDINATOR)
    contributor = User.objects.get(pk=contributor.pk)
    with pytest.raises(PermissionDenied):
        accept(report=report, verdict="on_track", by=contributor, at=APRIL)
    with pytest.raises(PermissionDenied):
        return_report(report=report, remark="Sample.", by=contributor, at=APRIL)


def test_a_coordinator_of_the_submitting_agency_may_review(
    small_plan: SmallPlan, partner_organisation: Organisation, partner: User, other_coordinator: User
) -> None:
    report = hand_in(small_plan.joint, partner_organisation, partner, MARCH)
    assert accept(report=report, by=other_coordinator, at=APRIL).reviewed_by == other_coordinator


def test_a_report_is_reviewed_once(
    report: ProgressReport, coordinator: User, other_coordinator: User
) -> None:
    accept(report=report, verdict="on_track", by=coordinator, at=APRIL)
    with pytest.raises(Refused, match="Coordinator reviewed this report"):
        accept(report=report, verdict="off_track", by=other_coordinator, at=MAY)
    with pytest.raises(Refused, match="Coordinator reviewed this report"):
        return_report(report=report, remark="Sample.", by=other_coordinator, at=MAY)
    assert ProgressReport.objects.get().verdict == "on_track"


def test_a_draft_is_not_reviewed(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MARCH)
    with pytest.raises(Refused, match="not submitted"):
        accept(report=draft, verdict="on_track", by=coordinator, at=APRIL)


def test_a_report_taken_back_is_not_reviewed(
    report: ProgressReport, contributor: User, coordinator: User
) -> None:
    take_back(report=report, by=contributor, at=APRIL)
    with pytest.raises(Refused, match="taken back"):
        accept(report=report, verdict="on_track", by=coordinator, at=MAY)


def test_no_review_takes_place_before_what_stands(report: ProgressReport, coordinator: User) -> None:
    early = noon(2022, 2, 1)
    with pytest.raises(Refused, match="later than this moment"):
        accept(report=report, verdict="on_track", by=coordinator, at=early)
    with pytest.raises(Refused, match="later than this moment"):
        return_report(report=report, remark="Sample.", by=coordinator, at=early)
