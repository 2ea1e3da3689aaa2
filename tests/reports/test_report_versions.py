"""Versions and the chain of answers: a returned report is answered by a new one, a taken-back one goes on."""

import pytest
from django.db import IntegrityError, transaction

from actionplan.accounts.models import User
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportState
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.reviewing import return_report
from actionplan.reports.workflow import discard_draft, take_back
from tests.personas import SmallPlan
from tests.reporting_factories import By, accepted_report, drafted, hand_in, noon

MARCH, APRIL, MAY, JUNE = (noon(2022, month, 1) for month in [3, 4, 5, 6])


def test_a_returned_report_stays_as_it_was_and_has_one_chain_of_answers(
    small_plan: SmallPlan, by_lead: By, contributor: User, coordinator: User
) -> None:
    ours = (small_plan.with_money, *by_lead)
    first = hand_in(*ours, MARCH, done="Sample: short.")
    return_report(report=first, remark="Sample: more.", by=coordinator, at=APRIL)
    draft = drafted(*ours, MAY, done="Sample: longer.")
    assert (draft.version, draft.answers) == (2, first)
    second = hand_in(*ours, MAY)
    # An answer that was taken back still answers, and so do its draft and what follows that.
    third = take_back(report=second, by=contributor, at=noon(2022, 5, 2))
    assert (second.version, second.answers, third.version, third.answers) == (2, first, 3, first)
    discard_draft(report=third, revision=third.revision, by=contributor, at=noon(2022, 5, 3))
    draft = drafted(*ours, noon(2022, 5, 4))
    assert (draft.version, draft.answers) == (3, first)
    accepted_report(*ours, noon(2022, 5, 5), reviewer=coordinator)
    said = {"organisation": first.organisation, "kind": "lead", "answers": first, "saved_at": JUNE}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressReport.objects.create(action=first.action, **said)
    first.refresh_from_db()
    assert (first.state, first.done, first.remark) == ("returned", "Sample: short.", "Sample: more.")
    # A draft after an acceptance is a first version.
    draft = drafted(*ours, JUNE)
    assert (draft.version, draft.answers) == (1, None)


def test_a_taken_back_report_stays_as_it_was_and_its_copy_goes_on(
    small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    said = {
        "done": "Sample: done.",
        "expenditures": [ExpenditureRow(small_plan.line.pk, 2022, paid=7)],
        "milestones": [MilestoneRow(small_plan.milestone.pk, source="Sample: the site.")],
    }
    report = hand_in(small_plan.with_money, *by_lead, MARCH, **said)
    before = contents_of(report)
    draft = take_back(report=report, by=contributor, at=APRIL)
    report = ProgressReport.objects.get(pk=report.pk)
    assert (report.state, report.taken_back_by, report.taken_back_at) == ("taken_back", contributor, APRIL)
    assert (report.submitted_by, report.submitted_at) == (contributor, MARCH)
    assert contents_of(report) == before
    assert (draft.state, draft.version, draft.saved_by) == (ReportState.DRAFT, 2, contributor)
    assert contents_of(draft) == before
    drafted(small_plan.with_money, *by_lead, MAY, done="Sample: else.")
    assert contents_of(ProgressReport.objects.get(pk=report.pk)) == before
