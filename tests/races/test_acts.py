"""Two people at once: one wins, the other gets a sentence or the first result; nothing is doubled, nothing lost."""

from collections.abc import Callable
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.standings import current_standing
from actionplan.reporting.states import Basis, ReportState
from actionplan.reports.reviewing import accept, return_report
from actionplan.reports.workflow import discard_draft, save_draft, submit, take_back
from actions.models import Action
from tests.personas import SmallPlan
from tests.reporting_factories import By, RequestFactory, RoundFactory, drafted, hand_in, lead_contents, noon
from tests.threads import BOTH_ORDERS, race, race_in

pytestmark = pytest.mark.postgresql

MARCH = noon(2022, 3, 1)
APRIL = noon(2022, 4, 1)


@pytest.fixture
def draft(small_plan: SmallPlan, by_lead: By) -> ProgressReport:
    return drafted(small_plan.joint, *by_lead, MARCH)


@pytest.fixture
def waiting(draft: ProgressReport, contributor: User) -> ProgressReport:
    """A report that waits for review."""
    return submit(report=draft, opened_on=1, by=contributor, at=MARCH)


def stands(action: Action, organisation: Organisation, basis: str) -> int | None:
    standing = current_standing(action.pk, organisation.pk, basis)
    return standing.report_id if standing else None


def verbs(action: Action) -> list[str]:
    return list(Event.objects.filter(action=action.pk).order_by("pk").values_list("verb", flat=True))


def saving(draft: ProgressReport, by: User, words: str, *, is_first: bool = False) -> Callable[[], Any]:
    return lambda: save_draft(
        action=draft.action,
        organisation=draft.organisation,
        contents=lead_contents(done=words),
        report=None if is_first else draft.pk,
        opened_on=0 if is_first else draft.revision,
        by=by,
        at=APRIL,
    )


def test_two_submissions_of_one_draft(draft: ProgressReport, contributor: User, colleague: User) -> None:
    won, lost = race(
        lambda: submit(report=draft, opened_on=1, by=contributor, at=APRIL),
        lambda: submit(report=draft, opened_on=1, by=colleague, at=APRIL),
    )
    assert won.submitted_by == contributor
    assert isinstance(lost, Refused)
    assert str(lost) == "Contributor submitted this report in the meantime."
    draft.refresh_from_db()
    assert draft.submitted_by == contributor
    assert Standing.objects.filter(action=draft.action).count() == 1
    assert verbs(draft.action) == [Verb.SUBMITTED]


@BOTH_ORDERS
def test_a_submission_against_an_acceptance_on_one_action(
    turned_round: bool,
    waiting: ProgressReport,
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    partner: User,
    coordinator: User,
) -> None:
    """Both go through, one after the other: the lead's report is accepted, the partner's is submitted."""
    theirs = drafted(small_plan.joint, partner_organisation, partner, MARCH)
    submitted, accepted = race_in(
        turned_round,
        lambda: submit(report=theirs, opened_on=1, by=partner, at=APRIL),
        lambda: accept(report=waiting, verdict="on_track", by=coordinator, at=APRIL),
    )
    assert (submitted.state, accepted.state) == (ReportState.SUBMITTED, ReportState.ACCEPTED)
    assert stands(small_plan.joint, partner_organisation, Basis.REPORTED) == theirs.pk
    assert stands(small_plan.joint, waiting.organisation, Basis.ACCEPTED) == waiting.pk
    assert sorted(verbs(small_plan.joint)) == [Verb.ACCEPTED, Verb.SUBMITTED, Verb.SUBMITTED]


@BOTH_ORDERS
def test_a_newer_report_is_handed_in_while_an_older_is_accepted(
    turned_round: bool,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    older = hand_in(small_plan.joint, lead_organisation, contributor, MARCH)
    opened = RoundFactory(plan=small_plan.plan, state="open")
    RequestFactory(round=opened, action=small_plan.joint, organisation=lead_organisation)
    newer = drafted(small_plan.joint, lead_organisation, contributor, MARCH)
    race_in(
        turned_round,
        lambda: submit(report=newer, opened_on=1, by=contributor, at=APRIL),
        lambda: accept(report=older, verdict="on_track", by=coordinator, at=APRIL),
    )
    assert stands(small_plan.joint, lead_organisation, Basis.REPORTED) == newer.pk
    assert stands(small_plan.joint, lead_organisation, Basis.ACCEPTED) == older.pk
    assert Standing.objects.open().filter(action=small_plan.joint).count() == 2


def test_who_comes_second_with_an_earlier_clock_gets_a_sentence(
    waiting: ProgressReport,
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    partner: User,
    coordinator: User,
) -> None:
    theirs = drafted(small_plan.joint, partner_organisation, partner, MARCH)
    accepted, refused = race(
        lambda: accept(report=waiting, verdict="on_track", by=coordinator, at=noon(2022, 4, 2)),
        lambda: submit(report=theirs, opened_on=1, by=partner, at=APRIL),
    )
    assert accepted.state == ReportState.ACCEPTED
    assert isinstance(refused, Refused)
    assert ProgressReport.objects.get(pk=theirs.pk).state == ReportState.DRAFT


@BOTH_ORDERS
def test_an_acceptance_against_a_return(
    turned_round: bool, waiting: ProgressReport, coordinator: User, other_coordinator: User
) -> None:
    accepted, returned = race_in(
        turned_round,
        lambda: accept(report=waiting, verdict="on_track", by=coordinator, at=APRIL),
        lambda: return_report(report=waiting, remark="Sample.", by=other_coordinator, at=APRIL),
    )
    won, lost = (returned, accepted) if turned_round else (accepted, returned)
    assert isinstance(lost, Refused)
    assert str(lost) == f"{won.reviewed_by} reviewed this report in the meantime."
    report = ProgressReport.objects.get(pk=waiting.pk)
    assert (report.state, report.remark) == (won.state, won.remark)
    reported = None if turned_round else report.pk
    assert stands(report.action, report.organisation, Basis.REPORTED) == reported
    assert stands(report.action, report.organisation, Basis.ACCEPTED) == reported
    assert verbs(report.action) == [Verb.SUBMITTED, Verb.RETURNED if turned_round else Verb.ACCEPTED]


def test_two_users_saving_one_draft(draft: ProgressReport, contributor: User, colleague: User) -> None:
    won, lost = race(saving(draft, colleague, "Sample: one."), saving(draft, contributor, "Sample: two."))
    assert isinstance(lost, ChangedMeanwhile)
    assert str(lost) == "Colleague saved this draft in the meantime."
    kept = ProgressReport.objects.get(action=draft.action)
    assert (kept.pk, kept.done, kept.revision, kept.saved_by) == (won.pk, "Sample: one.", 2, colleague)


def test_two_first_drafts(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, colleague: User
) -> None:
    nothing = ProgressReport(action=small_plan.joint, organisation=lead_organisation)
    won, lost = race(
        saving(nothing, contributor, "Sample: one.", is_first=True),
        saving(nothing, colleague, "Sample: two.", is_first=True),
    )
    assert isinstance(lost, ChangedMeanwhile)
    kept = ProgressReport.objects.get(action=small_plan.joint)
    assert (kept.pk, kept.done, kept.revision) == (won.pk, "Sample: one.", 1)


@BOTH_ORDERS
def test_a_save_against_a_submission(
    turned_round: bool, draft: ProgressReport, contributor: User, colleague: User
) -> None:
    submitted, saved = race_in(
        turned_round,
        lambda: submit(report=draft, opened_on=1, by=contributor, at=APRIL),
        saving(draft, colleague, "Sample: else."),
    )
    assert isinstance(submitted if turned_round else saved, ChangedMeanwhile)
    report = ProgressReport.objects.get(action=draft.action)
    assert (report.state, report.done) == (
        (ReportState.DRAFT, "Sample: else.") if turned_round else (ReportState.SUBMITTED, "")
    )


@BOTH_ORDERS
def test_a_discard_against_a_submission(
    turned_round: bool, draft: ProgressReport, contributor: User, colleague: User
) -> None:
    theirs = ProgressReport.objects.get(pk=draft.pk)
    submitted, discarded = race_in(
        turned_round,
        lambda: submit(report=draft, opened_on=1, by=contributor, at=APRIL),
        lambda: discard_draft(report=theirs, opened_on=1, by=colleague, at=APRIL),
    )
    assert isinstance(submitted if turned_round else discarded, ChangedMeanwhile)
    for model in [ProgressReport, Standing]:
        assert model.objects.filter(action=draft.action).count() == (0 if turned_round else 1)


@BOTH_ORDERS
def test_a_taking_back_against_an_acceptance(
    turned_round: bool, waiting: ProgressReport, contributor: User, coordinator: User
) -> None:
    taken_back, accepted = race_in(
        turned_round,
        lambda: take_back(report=waiting, by=contributor, at=APRIL),
        lambda: accept(report=waiting, verdict="on_track", by=coordinator, at=APRIL),
    )
    assert isinstance(taken_back if turned_round else accepted, Refused)
    report = ProgressReport.objects.get(pk=waiting.pk)
    assert report.state == (ReportState.ACCEPTED if turned_round else ReportState.TAKEN_BACK)
    assert ProgressReport.objects.drafts().filter(action=report.action).count() == (0 if turned_round else 1)
    reported = report.pk if turned_round else None
    assert stands(report.action, report.organisation, Basis.REPORTED) == reported
