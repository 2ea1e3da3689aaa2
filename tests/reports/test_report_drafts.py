"""Saving and discarding a draft, and the versions and the chain of answers that a new draft goes on from."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import ReportKind, ReportState
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.reviewing import return_report
from actionplan.reports.workflow import discard_draft, save_draft, take_back
from actions.models import Action
from tests.factories import BudgetLineFactory, MilestoneFactory
from tests.personas import SmallPlan
from tests.reporting_factories import By, accepted_report, drafted, hand_in, lead_contents, noon

MARCH, APRIL, MAY, JUNE = (noon(2022, month, 1) for month in [3, 4, 5, 6])


Ours = tuple[Action, Organisation, User]


@pytest.fixture
def ours(small_plan: SmallPlan, by_lead: By) -> Ours:
    """The action with money, its lead, and who reports for it."""
    return small_plan.with_money, *by_lead


def save(
    ours: Ours, report: int | None, opened_on: int, at: datetime.datetime, by: User | None = None
) -> None:
    action, organisation, contributor = ours
    about = {"action": action, "organisation": organisation, "contents": lead_contents(done="Later.")}
    save_draft(**about, report=report, opened_on=opened_on, by=by or contributor, at=at)


def test_the_first_save_begins_a_draft_of_the_lead_and_a_second_replaces_fields_and_rows(ours: Ours) -> None:
    action, _organisation, contributor = ours
    line = action.budget_lines.first().pk
    rows = [ExpenditureRow(line, 2021, paid=5), ExpenditureRow(line, 2022, paid=6)]
    empty = ExpenditureRow(line, 2023)
    draft = drafted(*ours, MARCH, expenditures=[*rows, empty], done="One.")
    draft.refresh_from_db()
    assert (draft.state, draft.kind, draft.version, draft.revision) == ("draft", ReportKind.LEAD, 1, 1)
    assert (draft.saved_by, draft.saved_at, draft.done) == (contributor, MARCH, "One.")
    assert draft.submitted_by is None
    assert draft.expenditures.count() == 2, "empty rows are not kept"
    draft = drafted(*ours, APRIL, expenditures=rows[:1], done="Two.")
    assert (draft.revision, draft.saved_at) == (2, APRIL)
    assert contents_of(ProgressReport.objects.get()).fields["done"] == "Two."
    assert [row.year for row in draft.expenditures.all()] == [2021]
    assert not Event.objects.exists(), "saving a draft leaves no event"


def test_what_changed_since_it_was_read_is_not_saved_over(ours: Ours, stranger: User) -> None:
    draft = drafted(*ours, MARCH, done="First.")
    with pytest.raises(PermissionDenied):  # a stranger is not told who saved the draft
        save(ours, None, 0, APRIL, by=stranger)
    with pytest.raises(ChangedMeanwhile):  # the form was opened before there was a draft
        save(ours, None, 0, APRIL)
    drafted(*ours, APRIL, done="Second.")
    with pytest.raises(ChangedMeanwhile, match="Contributor saved this draft"):
        save(ours, draft.pk, 1, MAY)
    with pytest.raises(ChangedMeanwhile, match="saved this draft"):
        discard_draft(report=draft, opened_on=1, by=ours[2], at=MAY)
    assert ProgressReport.objects.get().done == "Second."
    report = hand_in(*ours, MAY)
    with pytest.raises(ChangedMeanwhile, match="submitted"):
        save(ours, report.pk, report.revision, MAY)
    with pytest.raises(ChangedMeanwhile, match="Contributor submitted this report"):
        discard_draft(report=report, opened_on=report.revision, by=ours[2], at=MAY)


def test_discarding_leaves_neither_draft_nor_event(ours: Ours) -> None:
    rows = [ExpenditureRow(ours[0].budget_lines.first().pk, 2022, paid=1)]
    draft = drafted(*ours, MARCH, expenditures=rows)
    pk = draft.pk
    discard_draft(report=ProgressReport.objects.get(pk=pk), opened_on=1, by=ours[2], at=APRIL)
    assert not ProgressReport.objects.exists()
    assert not Event.objects.exists()
    with pytest.raises(ChangedMeanwhile, match="discarded"):
        discard_draft(report=draft, opened_on=1, by=ours[2], at=APRIL)
    with pytest.raises(ChangedMeanwhile, match="no longer there"):
        save(ours, pk, 1, MAY)


@pytest.mark.full
def test_only_the_organisations_own_people_begin_and_discard_its_draft(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    by_lead: By,
    other_organisation: Organisation,
    stranger: User,
    request: pytest.FixtureRequest,
) -> None:
    with pytest.raises(PermissionDenied):  # an organisation without a part in the action begins none
        drafted(small_plan.joint, other_organisation, stranger, MARCH)
    for name in ["partner", "stranger", "reader", "auditor", "administrator", "coordinator"]:
        with pytest.raises(PermissionDenied):
            drafted(small_plan.joint, lead_organisation, request.getfixturevalue(name), MARCH)
    assert not ProgressReport.objects.exists()
    draft = drafted(small_plan.joint, *by_lead, MARCH)
    for name in ["partner", "stranger", "coordinator", "administrator"]:
        with pytest.raises(PermissionDenied):
            discard_draft(report=draft, opened_on=1, by=request.getfixturevalue(name), at=APRIL)


def test_nothing_is_drafted_on_a_withdrawn_action_or_earlier_than_what_stands(
    ours: Ours, coordinator: User
) -> None:
    accepted_report(*ours, APRIL, reviewer=coordinator)
    with pytest.raises(Refused, match="later than this moment"):
        drafted(*ours, MARCH)
    ours[0].in_force_until = datetime.date(2022, 2, 1)
    ours[0].save()
    with pytest.raises(Refused, match="withdrawn"):
        drafted(*ours, MAY)


def test_a_partners_draft_keeps_neither_status_nor_milestones(small_plan: SmallPlan, by_partner: By) -> None:
    milestone = MilestoneFactory(action=small_plan.joint)
    fields = {"status": "ongoing", "confidence": "off_track", "actual_start": datetime.date(2022, 1, 1)}
    rows = {"milestones": [MilestoneRow(milestone.pk)]}
    draft = drafted(small_plan.joint, *by_partner, MARCH, **fields, **rows)
    draft.refresh_from_db()
    assert draft.kind == ReportKind.CONTRIBUTION
    assert (draft.status, draft.confidence, draft.actual_start) == ("", "", None)
    assert not draft.milestones.exists()


def test_a_row_of_another_action_is_an_error(small_plan: SmallPlan, by_lead: By) -> None:
    joint = (small_plan.joint, *by_lead)
    foreign = BudgetLineFactory(action=small_plan.elsewhere)
    with pytest.raises(ValueError, match="budget line of another action"):
        drafted(*joint, MARCH, expenditures=[ExpenditureRow(foreign.pk, 2022, paid=1)])
    with pytest.raises(ValueError, match="milestone of another action"):
        drafted(*joint, MARCH, milestones=[MilestoneRow(small_plan.milestone.pk)])


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
    discard_draft(report=third, opened_on=third.revision, by=contributor, at=noon(2022, 5, 3))
    draft = drafted(*ours, noon(2022, 5, 4))
    assert (draft.version, draft.answers) == (3, first)
    accepted_report(*ours, noon(2022, 5, 5), reviewer=coordinator)
    fields = {"organisation": first.organisation, "kind": "lead", "answers": first, "saved_at": JUNE}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressReport.objects.create(action=first.action, **fields)
    first.refresh_from_db()
    assert (first.state, first.done, first.remark) == ("returned", "Sample: short.", "Sample: more.")
    # A draft after an acceptance is a first version.
    draft = drafted(*ours, JUNE)
    assert (draft.version, draft.answers) == (1, None)


def test_a_taken_back_report_stays_as_it_was_and_its_copy_goes_on(
    small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    fields = {
        "done": "Sample: done.",
        "expenditures": [ExpenditureRow(small_plan.line.pk, 2022, paid=7)],
        "milestones": [MilestoneRow(small_plan.milestone.pk, source="Sample: the site.")],
    }
    report = hand_in(small_plan.with_money, *by_lead, MARCH, **fields)
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
