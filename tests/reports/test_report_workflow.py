"""Handing in and taking back: what it leaves behind, and every refusal."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting import standings
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.states import Basis, ReportState
from actionplan.reports.handover import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import Blocked, discard_draft, submit, take_back
from tests.personas import SmallPlan
from tests.reporting_factories import accepted_report, drafted, hand_in, noon

MARCH = noon(2022, 3, 1)
APRIL = noon(2022, 4, 1)
MAY = noon(2022, 5, 1)


@pytest.fixture
def draft(small_plan: SmallPlan, lead_organisation: Organisation, contributor: User) -> ProgressReport:
    return drafted(small_plan.with_money, lead_organisation, contributor, MARCH, done="Sample: secret words.")


@pytest.fixture
def report(draft: ProgressReport, contributor: User) -> ProgressReport:
    return submit(report=draft, revision=1, by=contributor, at=APRIL)


def test_a_report_that_is_handed_in_stands_as_reported(report: ProgressReport, contributor: User) -> None:
    report.refresh_from_db()
    assert (report.state, report.submitted_by, report.submitted_at) == ("submitted", contributor, APRIL)
    standing = Standing.objects.get()
    assert (standing.report, standing.basis, standing.as_lead) == (report, Basis.REPORTED, True)
    assert (standing.since, standing.until) == (APRIL, None)


def test_handing_in_leaves_one_event_that_names_no_contents(
    report: ProgressReport, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    event = Event.objects.get()
    assert event.sentence == "Contributor submitted version 1 of the report of Education and Training."
    assert (event.verb, event.at, event.actor_key) == (Verb.SUBMITTED, APRIL, contributor.pk)
    assert (event.subject_label, event.subject_key) == ("reporting.progressreport", str(report.pk))
    assert event.plan == small_plan.plan.pk
    assert event.action == small_plan.with_money.pk
    assert event.organisation == lead_organisation.pk
    everything = [str(getattr(event, field.name)) for field in Event._meta.concrete_fields]
    assert not any("secret" in text or "ongoing" in text for text in everything)


def test_fields_that_do_not_go_with_the_status_are_dropped(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    day = datetime.date(2022, 2, 1)
    report = hand_in(
        small_plan.with_money,
        lead_organisation,
        contributor,
        MARCH,
        status="completed",
        outcome="adapted",
        actual_end=day,
        on_hold_since=day,
        stop_reason="Sample.",
        forecast_end=day,
    )
    report.refresh_from_db()
    assert (report.outcome, report.actual_end) == ("adapted", day)
    assert (report.on_hold_since, report.stop_reason, report.forecast_end, report.confidence) == (
        None,
        "",
        None,
        "",
    )


def test_an_action_that_did_not_start_has_no_actual_days(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    day = datetime.date(2022, 2, 1)
    report = hand_in(
        small_plan.with_money,
        lead_organisation,
        contributor,
        MARCH,
        status="not_started",
        actual_start=day,
        actual_end=day,
    )
    assert (report.actual_start, report.actual_end) == (None, None)


def test_a_draft_handed_in_twice_counts_once(report: ProgressReport, contributor: User) -> None:
    with pytest.raises(Refused, match="Contributor submitted this report"):
        submit(report=report, revision=1, by=contributor, at=MAY)
    assert Standing.objects.count() == Event.objects.count() == 1


def test_a_draft_saved_since_it_was_read_is_not_handed_in(
    draft: ProgressReport, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, APRIL)
    with pytest.raises(ChangedMeanwhile, match="saved this draft"):
        submit(report=draft, revision=1, by=contributor, at=MAY)


def test_a_discarded_draft_is_not_handed_in(draft: ProgressReport, contributor: User) -> None:
    discard_draft(report=ProgressReport.objects.get(pk=draft.pk), revision=1, by=contributor, at=APRIL)
    with pytest.raises(ChangedMeanwhile, match="discarded"):
        submit(report=draft, revision=1, by=contributor, at=MAY)


@pytest.mark.parametrize("name", ["partner", "stranger", "coordinator", "reader", "auditor", "administrator"])
def test_only_the_organisations_own_people_hand_in(
    name: str, draft: ProgressReport, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        submit(report=draft, revision=1, by=request.getfixturevalue(name), at=APRIL)
    assert not Standing.objects.exists()


def test_a_draft_with_a_blocking_finding_is_not_handed_in(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MARCH, status="stopped")
    with pytest.raises(Blocked) as refusal:
        submit(report=draft, revision=1, by=contributor, at=APRIL)
    assert [finding.code for finding in refusal.value.findings] == ["stopped_without_reason"]
    assert str(refusal.value) == "Say why the action was stopped."
    assert ProgressReport.objects.get().state == ReportState.DRAFT


def test_a_warning_does_not_stop_a_report(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    assert hand_in(small_plan.with_money, lead_organisation, contributor, MARCH, confidence="off_track")


def test_nothing_is_handed_in_on_an_action_withdrawn_since(
    draft: ProgressReport, small_plan: SmallPlan, contributor: User
) -> None:
    small_plan.with_money.in_force_until = datetime.date(2022, 3, 15)
    small_plan.with_money.save()
    with pytest.raises(Refused, match="withdrawn"):
        submit(report=draft, revision=1, by=contributor, at=APRIL)


def test_a_leads_draft_is_refused_when_the_lead_changed(
    draft: ProgressReport,
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    appoint_lead(
        action=small_plan.with_money,
        organisation=partner_organisation,
        from_day=datetime.date(2022, 3, 15),
        by=coordinator,
        at=noon(2022, 3, 15),
    )
    with pytest.raises(Refused, match="lead of this action changed"):
        submit(report=draft, revision=1, by=contributor, at=APRIL)


def test_no_report_is_handed_in_before_what_stands(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    partner: User,
) -> None:
    draft = drafted(small_plan.joint, partner_organisation, partner, MARCH)
    hand_in(small_plan.joint, lead_organisation, contributor, MAY)
    with pytest.raises(Refused, match="later than this moment"):
        submit(report=draft, revision=1, by=partner, at=APRIL)


def test_the_same_instant_is_not_too_early(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    partner: User,
) -> None:
    hand_in(small_plan.joint, lead_organisation, contributor, MAY)
    assert hand_in(small_plan.joint, partner_organisation, partner, MAY)


def test_taking_back_leaves_its_event(report: ProgressReport, contributor: User) -> None:
    take_back(report=report, by=contributor, at=MAY)
    event = Event.objects.newest_first().first()
    assert event is not None
    assert (event.verb, event.at, event.subject_key) == (Verb.TAKEN_BACK, MAY, str(report.pk))
    assert event.sentence == "Contributor took back version 1 of the report of Education and Training."


def test_a_report_is_taken_back_once(report: ProgressReport, contributor: User) -> None:
    take_back(report=report, by=contributor, at=MAY)
    with pytest.raises(Refused, match="taken back"):
        take_back(report=report, by=contributor, at=MAY)
    assert ProgressReport.objects.count() == 2


def test_a_draft_is_not_taken_back(draft: ProgressReport, contributor: User) -> None:
    with pytest.raises(Refused, match="not submitted"):
        take_back(report=draft, by=contributor, at=APRIL)


def test_an_accepted_report_is_not_taken_back(
    report: ProgressReport, contributor: User, coordinator: User
) -> None:
    accept(report=report, verdict="on_track", by=coordinator, at=MAY)
    with pytest.raises(Refused, match="Coordinator reviewed this report"):
        take_back(report=report, by=contributor, at=MAY)


def test_a_returned_report_is_not_taken_back(
    report: ProgressReport, contributor: User, coordinator: User
) -> None:
    return_report(report=report, remark="Sample: more.", by=coordinator, at=MAY)
    with pytest.raises(Refused, match="Coordinator reviewed this report"):
        take_back(report=report, by=contributor, at=MAY)


@pytest.mark.parametrize("name", ["partner", "stranger", "coordinator", "administrator"])
def test_nobody_else_takes_a_report_back(
    name: str, report: ProgressReport, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        take_back(report=report, by=request.getfixturevalue(name), at=MAY)


def test_a_report_is_not_taken_back_before_what_stands(report: ProgressReport, contributor: User) -> None:
    with pytest.raises(Refused, match="later than this moment"):
        take_back(report=report, by=contributor, at=MARCH)


def test_a_crash_after_the_standing_was_written_leaves_nothing_half_written(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accepted_report(small_plan.with_money, lead_organisation, contributor, MARCH, reviewer=coordinator)
    draft = drafted(small_plan.with_money, lead_organisation, contributor, APRIL)
    before = list(Standing.objects.order_by("pk").values())
    really_submitted = standings.submitted

    def crash(report: ProgressReport, at: datetime.datetime) -> None:
        really_submitted(report, at)
        raise RuntimeError("the power went")

    monkeypatch.setattr(standings, "submitted", crash)
    with pytest.raises(RuntimeError):
        submit(report=draft, revision=1, by=contributor, at=MAY)
    assert list(Standing.objects.order_by("pk").values()) == before
    assert ProgressReport.objects.get(pk=draft.pk).state == ReportState.DRAFT
    assert Event.objects.count() == 2
