"""Versions and the chain of answers: a returned report is answered by a new one, a taken-back one goes on."""

import pytest
from django.db import IntegrityError, transaction

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.reviewing import return_report
from actionplan.reports.workflow import discard_draft, take_back
from tests.personas import SmallPlan
from tests.reporting_factories import accepted_report, drafted, hand_in, noon

MARCH = noon(2022, 3, 1)
APRIL = noon(2022, 4, 1)
MAY = noon(2022, 5, 1)
JUNE = noon(2022, 6, 1)


def test_a_draft_after_a_return_answers_it_with_a_new_version(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    first = hand_in(small_plan.with_money, lead_organisation, contributor, MARCH)
    return_report(report=first, remark="Sample: more.", by=coordinator, at=APRIL)
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MAY)
    assert (draft.version, draft.answers) == (2, first)


def test_a_draft_after_an_acceptance_is_a_first_version(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    accepted_report(small_plan.with_money, lead_organisation, contributor, MARCH, reviewer=coordinator)
    draft = drafted(small_plan.with_money, lead_organisation, contributor, APRIL)
    assert (draft.version, draft.answers) == (1, None)


def test_the_chain_goes_on_after_a_taken_back_answer_was_discarded(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    first = hand_in(small_plan.with_money, lead_organisation, contributor, MARCH)
    return_report(report=first, remark="Sample: more.", by=coordinator, at=APRIL)
    second = hand_in(small_plan.with_money, lead_organisation, contributor, MAY)
    third = take_back(report=second, by=contributor, at=noon(2022, 5, 2))
    discard_draft(report=third, revision=third.revision, by=contributor, at=noon(2022, 5, 3))
    draft = drafted(small_plan.with_money, lead_organisation, contributor, noon(2022, 5, 4))
    assert (draft.version, draft.answers) == (3, first)


def test_a_taken_back_report_stays_as_it_was_and_its_copy_goes_on(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    said = {
        "done": "Sample: done.",
        "expenditures": [ExpenditureRow(small_plan.line.pk, 2022, paid=7)],
        "milestones": [MilestoneRow(small_plan.milestone.pk, source="Sample: the site.")],
    }
    report = hand_in(small_plan.with_money, lead_organisation, contributor, MARCH, **said)
    before = contents_of(report)
    draft = take_back(report=report, by=contributor, at=APRIL)
    report = ProgressReport.objects.get(pk=report.pk)
    assert (report.state, report.taken_back_by, report.taken_back_at) == ("taken_back", contributor, APRIL)
    assert (report.submitted_by, report.submitted_at) == (contributor, MARCH)
    assert contents_of(report) == before
    assert (draft.state, draft.version, draft.saved_by) == (ReportState.DRAFT, 2, contributor)
    assert contents_of(draft) == before
    drafted(small_plan.with_money, lead_organisation, contributor, MAY, done="Sample: else.")
    assert contents_of(ProgressReport.objects.get(pk=report.pk)) == before


def test_a_taken_back_answer_still_answers_and_so_does_its_draft(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    first = hand_in(small_plan.with_money, lead_organisation, contributor, MARCH)
    return_report(report=first, remark="Sample: more.", by=coordinator, at=APRIL)
    second = hand_in(small_plan.with_money, lead_organisation, contributor, MAY)
    third = take_back(report=second, by=contributor, at=JUNE)
    assert (second.version, second.answers, third.version, third.answers) == (2, first, 3, first)


def test_a_returned_report_stays_as_it_was_when_it_is_answered(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    first = hand_in(small_plan.with_money, lead_organisation, contributor, MARCH, done="Sample: short.")
    return_report(report=first, remark="Sample: more.", by=coordinator, at=APRIL)
    hand_in(small_plan.with_money, lead_organisation, contributor, MAY, done="Sample: longer.")
    first = ProgressReport.objects.get(pk=first.pk)
    assert (first.state, first.done, first.remark) == ("returned", "Sample: short.", "Sample: more.")


def test_a_returned_report_has_one_answer(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    first = hand_in(small_plan.with_money, lead_organisation, contributor, MARCH)
    return_report(report=first, remark="Sample: more.", by=coordinator, at=APRIL)
    accepted_report(small_plan.with_money, lead_organisation, contributor, MAY, reviewer=coordinator)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressReport.objects.create(
            action=first.action, organisation=first.organisation, kind="lead", answers=first, saved_at=JUNE
        )
