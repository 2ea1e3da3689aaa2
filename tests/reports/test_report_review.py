"""Accepting and returning: the verdict, the remark, four eyes, and every refusal."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.states import Basis, ReportState
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import take_back
from tests.factories import MembershipFactory
from tests.personas import SmallPlan
from tests.reporting_factories import By, drafted, hand_in, noon

MARCH, APRIL, MAY = noon(2022, 3, 1), noon(2022, 4, 1), noon(2022, 5, 1)


@pytest.fixture
def report(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return hand_in(small_plan.with_money, *by_lead, MARCH)


def last_event() -> Event:
    event = Event.objects.newest_first().first()
    assert event is not None
    assert "secret" not in event.names_json + event.before_json + event.after_json
    return event


def test_an_accepted_report_carries_verdict_remark_and_reviewer_and_stands_from_then_on(
    report: ProgressReport, coordinator: User
) -> None:
    for verdict in ["", "splendid"]:
        with pytest.raises(Refused, match="verdict"):
            accept(report=report, verdict=verdict, by=coordinator, at=APRIL)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    accept(report=report, verdict="needs_attention", remark=" Sample: secret. ", by=coordinator, at=APRIL)
    report.refresh_from_db()
    assert (report.state, report.verdict, report.remark) == ("accepted", "needs_attention", "Sample: secret.")
    assert (report.reviewed_by, report.reviewed_at) == (coordinator, APRIL)
    standing = Standing.objects.get(basis=Basis.ACCEPTED)
    assert (standing.report, standing.since, standing.until) == (report, APRIL, None)
    assert Standing.objects.get(basis=Basis.REPORTED).until is None
    event = last_event()
    assert (event.verb, event.at, event.subject_key) == (Verb.ACCEPTED, APRIL, str(report.pk))
    assert event.sentence == "Coordinator accepted version 1 of the report of Education and Training."


def test_a_contribution_is_accepted_without_a_verdict_by_a_coordinator_of_the_submitting_agency(
    small_plan: SmallPlan, by_partner: By, other_coordinator: User
) -> None:
    report = hand_in(small_plan.joint, *by_partner, MARCH)
    accept(report=report, verdict="on_track", by=other_coordinator, at=APRIL)
    report.refresh_from_db()
    assert (report.state, report.verdict, report.reviewed_by) == ("accepted", "", other_coordinator)
    assert not Standing.objects.filter(as_lead=True).exists()


def test_a_returned_report_carries_the_remark_and_no_verdict(
    report: ProgressReport, coordinator: User
) -> None:
    for remark in ["", "  \n"]:
        with pytest.raises(Refused, match="Say what you ask for"):
            return_report(report=report, remark=remark, by=coordinator, at=APRIL)
    return_report(report=report, remark=" Sample: secret. ", by=coordinator, at=APRIL)
    report.refresh_from_db()
    assert (report.state, report.verdict, report.remark) == ("returned", "", "Sample: secret.")
    assert (report.reviewed_by, report.reviewed_at) == (coordinator, APRIL)
    assert last_event().verb == Verb.RETURNED


def refused(
    report: ProgressReport, by: User, at: datetime.datetime, with_: type[Exception], why: str | None = None
) -> None:
    """Neither accepted nor returned."""
    with pytest.raises(with_, match=why):
        accept(report=report, verdict="on_track", by=by, at=at)
    with pytest.raises(with_, match=why):
        return_report(report=report, remark="Sample.", by=by, at=at)


def test_only_coordinators_review_and_not_their_own_report(
    report: ProgressReport, contributor: User, request: pytest.FixtureRequest
) -> None:
    for name in ["contributor", "partner", "stranger", "reader", "auditor", "administrator", "superuser"]:
        refused(report, request.getfixturevalue(name), APRIL, PermissionDenied)
    MembershipFactory(user=contributor, role=Role.COORDINATOR)
    refused(report, User.objects.get(pk=contributor.pk), APRIL, PermissionDenied)
    assert Event.objects.count() == 1


def test_a_report_is_reviewed_once_it_is_submitted_and_once(
    report: ProgressReport,
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    coordinator: User,
    other_coordinator: User,
) -> None:
    refused(report, coordinator, noon(2022, 2, 1), Refused, "later than this moment")
    accept(report=report, verdict="on_track", by=coordinator, at=APRIL)
    refused(report, other_coordinator, MAY, Refused, "Coordinator reviewed this report")
    report.refresh_from_db()
    assert report.verdict == "on_track"
    draft = drafted(small_plan.joint, *by_lead, MARCH)
    refused(draft, coordinator, APRIL, Refused, "not submitted")
    taken = hand_in(small_plan.limited, *by_lead, MARCH)
    take_back(report=taken, by=contributor, at=APRIL)
    refused(taken, coordinator, MAY, Refused, "taken back")
