"""Nothing changed since the last report: one tick and a sentence, which keeps all that the report says."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.checks import findings
from actionplan.reports.comparisons import comparison_of
from actionplan.reports.contents import ExpenditureRow, contents_of
from actionplan.reports.handover import appoint_lead
from actionplan.reports.reviewing import return_report
from tests.database_state import undone
from tests.personas import SmallPlan
from tests.reading import read
from tests.reporting_factories import By, accepted_report, drafted, hand_in
from tests.sheet.asked_sheet import SheetBrowser, ago, row_of

SheetOf = Callable[..., SheetBrowser]
TICK = {"unchanged": "on", "note": "Sample: the register shows no change."}


@pytest.fixture
def last(small_plan: SmallPlan, by_lead: By, coordinator: User) -> ProgressReport:
    """The last report on 1.1, before the round was opened."""
    money = [ExpenditureRow(small_plan.line.pk, 2021, paid=Decimal("5.00"), source="Sample source")]
    return accepted_report(
        small_plan.with_money,
        *by_lead,
        ago(40),
        reviewer=coordinator,
        done="Sample: as before.",
        next_steps="Sample: next.",
        note_to_platform="Sample: an older note.",
        expenditures=money,
    )


@pytest.fixture
def sheet(
    last: ProgressReport, asked: Round, sheet_of: SheetOf, contributor: User, small_plan: SmallPlan
) -> SheetBrowser:
    return sheet_of(contributor)


def test_one_tick_and_a_sentence_keep_all_contents(sheet: SheetBrowser, last: ProgressReport) -> None:
    shown = sheet.get()
    page = read(shown)
    assert "nothing changed since" in row_of(page, "1.1")[4]
    assert "nothing changed" not in row_of(page, "1.2")[4], "what was never reported cannot be unchanged"
    opened = sheet.fields(shown)
    for answers, sentence in [
        ({"unchanged": "on"}, "Say in one sentence how you know that nothing changed."),
        ({**TICK, "done": "Sample: something new."}, "You changed this row as well."),
    ]:
        refused = sheet.send(fields=opened, _1_1=answers)
        assert refused.status_code == 400
        assert sentence in refused.content.decode()
        again = sheet.fields(refused)
        assert {f"row-1.1-{name}": said for name, said in answers.items()}.items() <= again.items()
    assert not ProgressReport.objects.drafts().exists()
    assert sheet.send(fields=opened, _1_1=TICK).status_code == 302
    draft = ProgressReport.objects.drafts().get()
    assert contents_of(draft).same_contents(contents_of(last))
    assert draft.note_to_platform == TICK["note"]
    assert "unchanged" in {finding.code for finding in findings(*comparison_of(draft, ago(0)))}
    # The sheet shows the tick and the sentence again; taken away, the tick takes its sentence along.
    fields = sheet.fields()
    assert (fields["row-1.1-unchanged"], fields["row-1.1-note"]) == ("on", TICK["note"])
    assert sheet.send(fields=fields).status_code == 302
    assert ProgressReport.objects.drafts().get().revision == 1
    sheet.send(_1_1={"unchanged": None, "done": "Sample: something new."})
    draft = ProgressReport.objects.drafts().get()
    assert (draft.done, draft.note_to_platform) == ("Sample: something new.", "")


def test_a_remark_and_a_draft_that_says_something_else_are_not_answered_by_a_tick(
    sheet: SheetBrowser, small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    ours = (small_plan.with_money, *by_lead)
    with undone():
        drafted(*ours, ago(3), next_steps="Sample: other steps.")
        assert "nothing changed" not in row_of(sheet.page(), "1.1")[4]
    report = hand_in(*ours, ago(3))
    return_report(report=report, remark="Sample: say more.", by=coordinator, at=ago(2))
    assert "nothing changed" not in row_of(sheet.page(), "1.1")[4]


@pytest.mark.again
def test_a_tick_beside_a_colleague_s_draft_is_a_decision(
    sheet: SheetBrowser, small_plan: SmallPlan, by_lead: By
) -> None:
    opened = sheet.fields()
    drafted(small_plan.with_money, *by_lead, ago(0), done="Sample: theirs.")
    answer = sheet.send(fields=opened, _1_1=TICK)
    assert answer.status_code == 409
    assert sheet.fields(answer)["row-1.1-note"] == TICK["note"]
    assert sheet.send(fields=sheet.fields(answer)).status_code == 302
    assert ProgressReport.objects.drafts().get().note_to_platform == TICK["note"]


def test_what_was_said_as_lead_is_not_offered_as_a_partners_contribution(
    sheet: SheetBrowser,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    coordinator: User,
) -> None:
    assert "nothing changed since" in sheet.page().text
    appoint_lead(
        action=small_plan.with_money,
        organisation=partner_organisation,
        from_day=day_of(ago(1)),
        by=coordinator,
        at=ago(0),
    )
    assert "row-1.1-done" in sheet.fields()
    assert "nothing changed since" not in sheet.page().text
    assert sheet.send(_1_1={"done": "Sample: our part."}).status_code == 302
    draft = ProgressReport.objects.drafts().get()
    assert (draft.kind, draft.done, draft.next_steps) == ("contribution", "Sample: our part.", "")
