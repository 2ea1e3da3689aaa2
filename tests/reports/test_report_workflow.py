"""Submitting and taking back: what it leaves behind, and every refusal."""

import datetime
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting import standings
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.states import Basis, ReportState
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import Blocked, discard_draft, submit, take_back
from tests.database_state import undone
from tests.personas import SmallPlan
from tests.reporting_factories import By, accepted_report, draft_and_submit, drafted, hand_in, noon

MARCH, APRIL, MAY = noon(2022, 3, 1), noon(2022, 4, 1), noon(2022, 5, 1)


@pytest.fixture
def draft(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return drafted(small_plan.with_money, *by_lead, MARCH, done="Sample: secret words.")


@pytest.fixture
def report(draft: ProgressReport, contributor: User) -> ProgressReport:
    return submit(report=draft, opened_on=1, by=contributor, at=APRIL)


def test_a_report_that_is_handed_in_stands_as_reported_once_with_one_event_that_names_no_contents(
    report: ProgressReport, small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    report.refresh_from_db()
    assert (report.state, report.submitted_by, report.submitted_at) == ("submitted", contributor, APRIL)
    with pytest.raises(Refused, match="Contributor submitted this report"):
        submit(report=report, opened_on=1, by=contributor, at=MAY)
    standing = Standing.objects.get()
    assert (standing.report, standing.basis, standing.as_lead) == (report, Basis.REPORTED, True)
    assert (standing.since, standing.until) == (APRIL, None)
    event = Event.objects.get()
    assert event.sentence == "Contributor submitted version 1 of the report of Education and Training."
    assert (event.verb, event.at, event.actor_key) == (Verb.SUBMITTED, APRIL, contributor.pk)
    assert (event.subject_label, event.subject_key) == ("reporting.progressreport", str(report.pk))
    about = (small_plan.plan.pk, small_plan.with_money.pk, lead_organisation.pk)
    assert (event.plan, event.action, event.organisation) == about
    everything = [str(getattr(event, field.name)) for field in Event._meta.concrete_fields]
    assert not any("secret" in text or "ongoing" in text for text in everything)


@pytest.mark.full
def test_what_the_tests_hand_in_is_what_submitting_leaves(
    small_plan: SmallPlan, by_lead: By, coordinator: User, request: pytest.FixtureRequest
) -> None:
    """`hand_in`, on which most tests stand, leaves the same rows as the operation."""
    lead, partner = by_lead[0], request.getfixturevalue("partner_organisation")
    accepted_report(small_plan.with_money, *by_lead, MARCH, reviewer=coordinator)
    done, held = {"status": "completed", "outcome": "adapted"}, {"on_hold_since": datetime.date(2022, 2, 1)}
    cases: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
        ((small_plan.with_money, *by_lead, MAY), {**done, **held}),
        ((small_plan.joint, partner, request.getfixturevalue("partner"), MAY), {"done": "Sample: done."}),
        ((small_plan.joint, lead, coordinator, MAY), {"on_behalf": True}),
    ]
    for act, said in cases:
        stored = []
        for way in [hand_in, draft_and_submit]:
            with undone():
                report = way(*act, **said)
                stored.append([list(rows) for rows in rows_about(report)])
        assert stored[0] == stored[1]


def rows_about(report: ProgressReport) -> Iterator[QuerySet]:
    """Without keys and hashes, which differ each time."""
    keys = {"id", "report_id", "subject_key", "salt", "names_json"}
    for rows in [
        ProgressReport.objects.filter(pk=report.pk),
        report.expenditures.all(),
        report.milestones.all(),
        Standing.objects.filter(action=report.action),
        Event.objects.about_action(report.action_id),
    ]:
        names = [field.attname for field in rows.model._meta.concrete_fields]
        yield rows.order_by("pk").values_list(*(name for name in names if name not in keys))


def test_fields_that_do_not_go_with_the_status_are_dropped(small_plan: SmallPlan, by_lead: By) -> None:
    day = datetime.date(2022, 2, 1)
    dropped = {"on_hold_since": day, "stop_reason": "Sample.", "forecast_end": day}
    fields = {"status": "completed", "outcome": "adapted", "actual_end": day}
    report = draft_and_submit(small_plan.with_money, *by_lead, MARCH, **fields, **dropped)
    report.refresh_from_db()
    assert (report.outcome, report.actual_end) == ("adapted", day)
    assert (report.on_hold_since, report.stop_reason, report.forecast_end) == (None, "", None)
    assert report.confidence == ""
    days = {"actual_start": day, "actual_end": day}
    report = draft_and_submit(small_plan.joint, *by_lead, MARCH, status="not_started", **days)
    assert (report.actual_start, report.actual_end) == (None, None)


def test_only_the_organisations_own_people_hand_in_what_they_read(
    draft: ProgressReport, contributor: User, request: pytest.FixtureRequest
) -> None:
    for name in ["partner", "stranger", "coordinator", "reader", "auditor", "administrator"]:
        with pytest.raises(PermissionDenied):
            submit(report=draft, opened_on=1, by=request.getfixturevalue(name), at=APRIL)
    drafted(draft.action, draft.organisation, contributor, APRIL)
    with pytest.raises(ChangedMeanwhile, match="saved this draft"):
        submit(report=draft, opened_on=1, by=contributor, at=MAY)
    discard_draft(report=ProgressReport.objects.get(pk=draft.pk), opened_on=2, by=contributor, at=APRIL)
    with pytest.raises(ChangedMeanwhile, match="discarded"):
        submit(report=draft, opened_on=2, by=contributor, at=MAY)
    assert not Standing.objects.exists()


def test_a_draft_with_a_blocking_finding_is_not_handed_in_and_a_warning_does_not_stop_it(
    draft: ProgressReport, contributor: User
) -> None:
    ours = (draft.action, draft.organisation, contributor)
    drafted(*ours, MARCH, status="stopped")
    with pytest.raises(Blocked) as refusal:
        submit(report=draft, opened_on=2, by=contributor, at=APRIL)
    assert [finding.code for finding in refusal.value.findings] == ["stopped_without_reason"]
    assert str(refusal.value) == "Say why the action was stopped."
    assert ProgressReport.objects.get().state == ReportState.DRAFT
    assert draft_and_submit(*ours, MARCH, status="ongoing", confidence="off_track")


def test_nothing_is_handed_in_when_the_lead_changed_or_on_an_action_withdrawn_since(
    draft: ProgressReport, partner_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    day, at = datetime.date(2022, 3, 15), noon(2022, 3, 15)
    appoint_lead(action=draft.action, organisation=partner_organisation, from_day=day, by=coordinator, at=at)
    with pytest.raises(Refused, match="lead of this action changed"):
        submit(report=draft, opened_on=1, by=contributor, at=APRIL)
    draft.action.in_force_until = day
    draft.action.save()
    with pytest.raises(Refused, match="withdrawn"):
        submit(report=draft, opened_on=1, by=contributor, at=APRIL)


def test_no_report_is_handed_in_before_what_stands_and_the_same_instant_is_not_too_early(
    small_plan: SmallPlan, by_lead: By, by_partner: By, partner: User
) -> None:
    draft = drafted(small_plan.joint, *by_partner, MARCH)
    draft_and_submit(small_plan.joint, *by_lead, MAY)
    with pytest.raises(Refused, match="later than this moment"):
        submit(report=draft, opened_on=1, by=partner, at=APRIL)
    assert submit(report=draft, opened_on=1, by=partner, at=MAY)


def test_a_report_is_taken_back_once_by_its_organisation_and_leaves_its_event(
    draft: ProgressReport, contributor: User, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Refused, match="not submitted"):
        take_back(report=draft, by=contributor, at=APRIL)
    report = request.getfixturevalue("report")
    for name in ["partner", "stranger", "coordinator", "administrator"]:
        with pytest.raises(PermissionDenied):
            take_back(report=report, by=request.getfixturevalue(name), at=MAY)
    with pytest.raises(Refused, match="later than this moment"):
        take_back(report=report, by=contributor, at=MARCH)
    take_back(report=report, by=contributor, at=MAY)
    event = Event.objects.newest_first().first()
    assert event is not None
    assert (event.verb, event.at, event.subject_key) == (Verb.TAKEN_BACK, MAY, str(report.pk))
    assert event.sentence == "Contributor took back version 1 of the report of Education and Training."
    with pytest.raises(Refused, match="taken back"):
        take_back(report=report, by=contributor, at=MAY)
    assert ProgressReport.objects.count() == 2


def test_a_reviewed_report_is_not_taken_back(
    report: ProgressReport, contributor: User, coordinator: User
) -> None:
    for review in [partial(accept, verdict="on_track"), partial(return_report, remark="Sample: more.")]:
        with undone():
            review(report=report, by=coordinator, at=MAY)
            with pytest.raises(Refused, match="Coordinator reviewed this report"):
                take_back(report=report, by=contributor, at=MAY)


def test_a_crash_after_the_standing_was_written_leaves_nothing_half_written(
    small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted_report(small_plan.with_money, *by_lead, MARCH, reviewer=coordinator)
    draft = drafted(small_plan.with_money, *by_lead, APRIL)
    before = list(Standing.objects.order_by("pk").values())
    begin_reported = standings.begin_reported

    def crash(report: ProgressReport, at: datetime.datetime) -> None:
        begin_reported(report, at)
        raise RuntimeError("the power went")

    monkeypatch.setattr(standings, "begin_reported", crash)
    with pytest.raises(RuntimeError):
        submit(report=draft, opened_on=1, by=contributor, at=MAY)
    assert list(Standing.objects.order_by("pk").values()) == before
    assert ProgressReport.objects.get(pk=draft.pk).state == ReportState.DRAFT
    assert Event.objects.count() == 2
