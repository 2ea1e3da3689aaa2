"""A row of *My actions* opened in place: saved as a draft or made ready, keeping all that it does not show."""

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.workflow import submit
from actions.models import Milestone
from tests.personas import SmallPlan, person
from tests.reporting_factories import By, accepted_report, drafted, hand_in
from tests.sheet.asked_sheet import SheetBrowser, ago, in_days, row_of

SheetOf = Callable[..., SheetBrowser]
SAID = {"status": "ongoing", "confidence": "on_track", "done": "Sample: done."}


@pytest.fixture
def colleague(lead_organisation: Organisation) -> User:
    return person("colleague", Role.CONTRIBUTOR, organisation=lead_organisation)


def the_draft(code: str = "1.1") -> ProgressReport:
    return ProgressReport.objects.drafts().get(action__code=code)


@pytest.mark.full
def test_a_row_opens_at_its_own_address_and_is_saved_once_as_a_draft_of_the_round(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, contributor: User
) -> None:
    sheet = sheet_of(contributor)
    fields = sheet.fields("1.1")
    assert not ProgressReport.objects.exists()
    assert sheet.send("1.1", {**fields, "token": "x"}).status_code == 400
    for _ in range(2):
        answer = sheet.send("1.1", fields, **SAID | {"done": "Sample: one.\r\nTwo."})
        assert answer.url == f"{sheet.address}1.1/#opened"
    draft = the_draft()
    assert (draft.status, draft.done, draft.round, draft.revision) == (
        "ongoing",
        "Sample: one.\nTwo.",
        asked,
        1,
    )
    milestones = [row.milestone for row in draft.milestones.all()]
    assert milestones == [small_plan.milestone], "a lead's first row says where every milestone stands"
    page = sheet.page("1.1/")
    assert "The draft was saved at" in page.text
    assert "once accepted, everybody who may sign in. A note to the Platform is never exported." in page.text
    assert "saved by Contributor" in row_of(page, "1.1")
    assert f"{sheet.address}#row-1.1" in page.links


@pytest.mark.full
def test_a_row_keeps_what_it_does_not_show(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    line, milestone = small_plan.line.pk, small_plan.milestone.pk
    money = ExpenditureRow(line, 2020, paid=Decimal("5.00"), source="Sample source")
    told = MilestoneRow(milestone, state="open", source="Sample remark")
    words = {"stop_decision": "Sample.", "note_to_platform": "Sample note.", "agreed_by": "Sample function"}
    words |= {"agreed_on": datetime.date(2022, 6, 1), "forecast_reason": "Sample: why."}
    drafted(small_plan.with_money, *by_lead, ago(3), expenditures=[money], milestones=[told], **words)
    before = contents_of(the_draft())
    sheet = sheet_of(contributor)
    sheet.send("1.1", done="Sample: typed.")
    after = contents_of(the_draft())
    assert after == before.with_fields(done="Sample: typed.")


@pytest.mark.full
def test_the_row_carries_on_hold_the_milestone_that_is_due_and_the_money_of_the_year(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, contributor: User
) -> None:
    Milestone.objects.get(pk=small_plan.milestone.pk).terms.update(due=asked.about)
    sheet, line, milestone = sheet_of(contributor), small_plan.line.pk, small_plan.milestone.pk
    shown = sheet.fields("1.1")
    *_earlier, paid = [name for name in shown if re.fullmatch(rf"money-{line}-\d+-paid", name)]
    year = int(paid.split("-")[2])
    held = {
        "status": "on_hold",
        "confidence": "needs_attention",
        "done": "Sample.",
        "obstacles": "Sample: nobody.",
    }
    refused = sheet.send("1.1", **held)
    assert refused.status_code == 400
    assert "Say since which day it is on hold." in refused.content.decode()
    achieved = {
        f"milestone__{milestone}__state": "achieved",
        f"milestone__{milestone}__achieved_on": "1/6/2022",
    }
    money = {paid.replace("-", "__"): "1500,-", f"money__{line}__{year}__as_of": in_days(-12).isoformat()}
    sheet.send("1.1", on_hold_since="1/5/2022", **held, **achieved, **money)
    draft = the_draft()
    assert (draft.status, draft.on_hold_since) == ("ongoing", datetime.date(2022, 5, 1))
    assert [(row.year, row.paid) for row in draft.expenditures.all()] == [(year, Decimal("1500.00"))]
    assert [row.state for row in draft.milestones.all()] == ["achieved"]
    assert sheet.fields("1.1")["status"] == "on_hold"
    sheet.send("1.1", status="ongoing")
    assert the_draft().on_hold_since is None, "it goes on"


@pytest.mark.full
def test_a_year_that_is_settled_is_folded_while_it_says_what_was_said_last(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    coordinator: User,
) -> None:
    action, line = small_plan.with_money, small_plan.line
    settled = ExpenditureRow(line.pk, 2022, paid=Decimal(5), finality="final", source="Sample.")
    accepted_report(action, *by_lead, ago(40), reviewer=coordinator, expenditures=[settled])
    assert "As last time: 2022" in sheet_of(contributor).page("1.1/").text
    drafted(action, *by_lead, ago(2), expenditures=[replace(settled, paid=Decimal(6))])
    assert "As last time" not in sheet_of(contributor).page("1.1/").text


@pytest.mark.full
def test_a_withdrawn_figure_that_is_given_in_the_row_is_withdrawn_no_more_and_the_others_stay_so(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    sheet, line = sheet_of(contributor), small_plan.line.pk
    *_earlier, paid = [name for name in sheet.fields("1.1") if re.fullmatch(rf"money-{line}-\d+-paid", name)]
    gone = ExpenditureRow(line, int(paid.split("-")[2]), source="Sample.", withdrawn="committed paid")
    drafted(small_plan.with_money, *by_lead, ago(2), expenditures=[gone])
    assert sheet.send("1.1", **{paid.replace("-", "__"): "5"}).status_code == 302
    [row] = contents_of(the_draft()).expenditures
    assert (row.paid, row.withdrawn) == (Decimal("5.00"), "committed")


@pytest.mark.full
def test_what_a_colleague_saved_meanwhile_stands_beside_what_was_typed_and_saving_again_is_a_decision(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User, colleague: User
) -> None:
    sheet = sheet_of(contributor)
    opened = sheet.fields("1.1")
    drafted(
        small_plan.with_money, by_lead[0], colleague, ago(0), done="Theirs.", next_steps="Their next step."
    )
    answer = sheet.send("1.1", opened, **SAID | {"done": "Mine."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Colleague saved this draft in the meantime." in page
    assert "Theirs." in page
    again = sheet.fields("1.1", answer)
    assert again["done"] == "Mine."
    assert the_draft().done == "Theirs."
    assert sheet.send("1.1", again).status_code == 302
    assert the_draft().done == "Mine."


@pytest.mark.full
def test_what_was_handed_in_meanwhile_leaves_what_was_typed_to_be_copied(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User, colleague: User
) -> None:
    draft = drafted(small_plan.with_money, *by_lead, ago(1), done="Sample.")
    sheet = sheet_of(contributor)
    opened = sheet.fields("1.1")
    submit(report=draft, opened_on=draft.revision, by=colleague, at=ago(0))
    answer = sheet.send("1.1", opened, done="Mine, too late.")
    assert answer.status_code == 409
    assert "Mine, too late." in answer.content.decode()
    assert sheet.get("1.1/").url == f"/2020-2024/actions/1.1/reports/{draft.pk}/"


@pytest.mark.full
def test_what_cannot_be_read_comes_back_with_a_link_to_its_field(
    sheet_of: SheetOf, asked: Round, contributor: User
) -> None:
    sheet = sheet_of(contributor)
    answer = sheet.send("1.1", status="completed", actual_end="soon")
    assert answer.status_code == 400
    assert 'href="#id_actual_end"' in answer.content.decode()
    assert sheet.fields("1.1", answer)["actual_end"] == "soon"
    assert not ProgressReport.objects.exists()


def test_a_partner_s_row_is_one_text_and_its_own_money(
    sheet_of: SheetOf, partner: User, small_plan: SmallPlan
) -> None:
    sheet_of(partner, "kbbj_abb").send("1.2", done="Sample: our part.", status="completed")
    draft = the_draft("1.2")
    assert (draft.kind, draft.done, draft.status) == ("contribution", "Sample: our part.", "")
    assert draft.round is None


def test_what_is_asked_for_its_money_shows_its_money_alone(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    asked.requests.filter(action=small_plan.with_money).update(money_only=True)
    hand_in(small_plan.limited, *by_lead, ago(5))
    fields = sheet_of(contributor).fields("1.1")
    assert not {"status", "done"} & set(fields)
    assert any(name.endswith("-paid") for name in fields)
    assert "for money only" in row_of(sheet_of(contributor).page(), "1.1")
