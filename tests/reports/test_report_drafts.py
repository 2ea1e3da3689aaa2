"""Saving and discarding a draft: who may, on which revision, and what a new draft goes on from."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportKind, ReportState
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.workflow import discard_draft, save_draft
from tests.factories import BudgetLineFactory, MilestoneFactory
from tests.personas import SmallPlan
from tests.reporting_factories import (
    accepted_report,
    drafted,
    hand_in,
    lead_contents,
    noon,
)

MARCH = noon(2022, 3, 1)
APRIL = noon(2022, 4, 1)
MAY = noon(2022, 5, 1)


def test_the_first_save_begins_a_draft_of_the_lead(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MARCH, done="Sample: began.")
    draft.refresh_from_db()
    assert (draft.state, draft.kind, draft.version, draft.revision) == (
        ReportState.DRAFT,
        ReportKind.LEAD,
        1,
        1,
    )
    assert (draft.saved_by, draft.saved_at, draft.done) == (contributor, MARCH, "Sample: began.")
    assert draft.submitted_by is None


def test_a_second_save_replaces_fields_and_rows(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    line = small_plan.line.pk
    rows = [ExpenditureRow(line, 2021, paid=5), ExpenditureRow(line, 2022, paid=6)]
    drafted(small_plan.with_money, lead_organisation, contributor, MARCH, expenditures=rows, done="One.")
    draft = drafted(
        small_plan.with_money, lead_organisation, contributor, APRIL, expenditures=rows[:1], done="Two."
    )
    assert (draft.revision, draft.saved_at) == (2, APRIL)
    assert contents_of(ProgressReport.objects.get()).fields["done"] == "Two."
    assert [row.year for row in draft.expenditures.all()] == [2021]


def test_empty_rows_are_not_kept(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    rows = [ExpenditureRow(small_plan.line.pk, 2022)]
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MARCH, expenditures=rows)
    assert not draft.expenditures.exists()


def test_saving_a_draft_leaves_no_event(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, MARCH)
    drafted(small_plan.with_money, lead_organisation, contributor, APRIL)
    assert not Event.objects.exists()


def test_a_save_on_an_older_revision_is_refused_and_writes_nothing(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MARCH, done="First.")
    drafted(small_plan.with_money, lead_organisation, contributor, APRIL, done="Second.")
    with pytest.raises(ChangedMeanwhile, match="Contributor saved this draft"):
        save_draft(
            action=small_plan.with_money,
            organisation=lead_organisation,
            contents=lead_contents(done="Third."),
            report=draft.pk,
            revision=1,
            by=contributor,
            at=MAY,
        )
    assert ProgressReport.objects.get().done == "Second."


def test_a_form_opened_before_there_was_a_draft_does_not_overwrite_it(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, MARCH)
    with pytest.raises(ChangedMeanwhile):
        save_draft(
            action=small_plan.with_money,
            organisation=lead_organisation,
            contents=lead_contents(),
            report=None,
            revision=0,
            by=contributor,
            at=APRIL,
        )


def test_a_save_after_the_draft_was_submitted_is_refused(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    report = hand_in(small_plan.with_money, lead_organisation, contributor, MARCH)
    with pytest.raises(ChangedMeanwhile, match="submitted"):
        save_draft(
            action=small_plan.with_money,
            organisation=lead_organisation,
            contents=lead_contents(),
            report=report.pk,
            revision=report.revision,
            by=contributor,
            at=APRIL,
        )


def test_a_save_after_the_draft_was_discarded_is_refused(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MARCH)
    pk = draft.pk
    discard_draft(report=draft, revision=1, by=contributor, at=APRIL)
    with pytest.raises(ChangedMeanwhile, match="no longer there"):
        save_draft(
            action=small_plan.with_money,
            organisation=lead_organisation,
            contents=lead_contents(),
            report=pk,
            revision=1,
            by=contributor,
            at=MAY,
        )


def test_an_organisation_without_a_part_in_the_action_begins_no_draft(
    small_plan: SmallPlan, other_organisation: Organisation, stranger: User
) -> None:
    with pytest.raises(PermissionDenied):
        drafted(small_plan.with_money, other_organisation, stranger, MARCH)


@pytest.mark.parametrize("name", ["partner", "stranger", "reader", "auditor", "administrator", "coordinator"])
def test_only_the_organisations_own_people_begin_its_draft(
    name: str, small_plan: SmallPlan, lead_organisation: Organisation, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        drafted(small_plan.joint, lead_organisation, request.getfixturevalue(name), MARCH)
    assert not ProgressReport.objects.exists()


def test_a_stranger_is_not_told_who_saved_the_draft(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, stranger: User
) -> None:
    drafted(small_plan.with_money, lead_organisation, contributor, MARCH)
    with pytest.raises(PermissionDenied):
        save_draft(
            action=small_plan.with_money,
            organisation=lead_organisation,
            contents=lead_contents(),
            report=None,
            revision=0,
            by=stranger,
            at=APRIL,
        )


def test_nothing_is_drafted_on_a_withdrawn_action(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    small_plan.with_money.in_force_until = datetime.date(2022, 2, 1)
    small_plan.with_money.save()
    with pytest.raises(Refused, match="withdrawn"):
        drafted(small_plan.with_money, lead_organisation, contributor, MARCH)


def test_a_draft_is_not_saved_earlier_than_what_stands(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    accepted_report(small_plan.with_money, lead_organisation, contributor, APRIL, reviewer=coordinator)
    with pytest.raises(Refused, match="later than this moment"):
        drafted(small_plan.with_money, lead_organisation, contributor, MARCH)


def test_a_partners_draft_keeps_neither_status_nor_milestones(
    small_plan: SmallPlan, partner_organisation: Organisation, partner: User
) -> None:
    milestone = MilestoneFactory(action=small_plan.joint)
    draft = drafted(
        small_plan.joint,
        partner_organisation,
        partner,
        MARCH,
        status="ongoing",
        confidence="off_track",
        actual_start=datetime.date(2022, 1, 1),
        milestones=[MilestoneRow(milestone.pk)],
    )
    draft.refresh_from_db()
    assert draft.kind == ReportKind.CONTRIBUTION
    assert (draft.status, draft.confidence, draft.actual_start) == ("", "", None)
    assert not draft.milestones.exists()


def test_a_row_of_another_actions_line_is_an_error(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    foreign = BudgetLineFactory(action=small_plan.elsewhere)
    with pytest.raises(ValueError, match="budget line of another action"):
        drafted(
            small_plan.with_money,
            lead_organisation,
            contributor,
            MARCH,
            expenditures=[ExpenditureRow(foreign.pk, 2022, paid=1)],
        )


def test_a_row_of_another_actions_milestone_is_an_error(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    with pytest.raises(ValueError, match="milestone of another action"):
        drafted(
            small_plan.joint,
            lead_organisation,
            contributor,
            MARCH,
            milestones=[MilestoneRow(small_plan.milestone.pk)],
        )


def test_discarding_leaves_neither_draft_nor_event(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    rows = [ExpenditureRow(small_plan.line.pk, 2022, paid=1)]
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MARCH, expenditures=rows)
    discard_draft(report=draft, revision=1, by=contributor, at=APRIL)
    assert not ProgressReport.objects.exists()
    assert not Event.objects.exists()


def test_a_draft_saved_since_it_was_read_is_not_discarded(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MARCH)
    drafted(small_plan.with_money, lead_organisation, contributor, APRIL)
    with pytest.raises(ChangedMeanwhile, match="saved this draft"):
        discard_draft(report=draft, revision=1, by=contributor, at=MAY)


def test_a_submitted_report_is_not_discarded(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    report = hand_in(small_plan.with_money, lead_organisation, contributor, MARCH)
    with pytest.raises(ChangedMeanwhile, match="Contributor submitted this report"):
        discard_draft(report=report, revision=report.revision, by=contributor, at=APRIL)


def test_a_draft_discarded_twice_gets_a_sentence(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    draft = drafted(small_plan.with_money, lead_organisation, contributor, MARCH)
    discard_draft(report=ProgressReport.objects.get(pk=draft.pk), revision=1, by=contributor, at=APRIL)
    with pytest.raises(ChangedMeanwhile, match="discarded"):
        discard_draft(report=draft, revision=1, by=contributor, at=APRIL)


@pytest.mark.parametrize("name", ["partner", "stranger", "coordinator", "administrator"])
def test_nobody_else_discards_the_draft(
    name: str,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    request: pytest.FixtureRequest,
) -> None:
    draft = drafted(small_plan.joint, lead_organisation, contributor, MARCH)
    with pytest.raises(PermissionDenied):
        discard_draft(report=draft, revision=1, by=request.getfixturevalue(name), at=APRIL)
