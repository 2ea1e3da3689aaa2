"""What is typed on a sheet: saved as drafts by every button, each row keeping all that it does not show."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse

from actionplan.accounts.models import User
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.contents import ExpenditureRow, MilestoneRow, contents_of
from actionplan.reports.reviewing import return_report
from tests.personas import ClientOf, SmallPlan
from tests.reading import part, read
from tests.reporting_factories import By, drafted, hand_in
from tests.sheet.asked_sheet import SheetBrowser, ago, row_of

SheetOf = Callable[..., SheetBrowser]


def the_draft(code: str = "1.1") -> ProgressReport:
    return ProgressReport.objects.drafts().get(action__code=code)


def test_a_sheet_that_is_sent_untouched_or_without_a_token_writes_nothing(
    sheet_of: SheetOf, asked: Round, contributor: User
) -> None:
    sheet = sheet_of(contributor)
    fields = sheet.fields()
    assert sheet.send(fields=fields).url == sheet.address
    answer = sheet.send(fields={**fields, "token": "x"}, _1_1={"done": "Sample."})
    assert answer.status_code == 400
    assert not ProgressReport.objects.exists()


def test_each_changed_row_becomes_a_draft_of_the_round_once(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, contributor: User
) -> None:
    sheet = sheet_of(contributor)
    fields = sheet.fields()
    said = {"status": "ongoing", "confidence": "on_track", "done": "Sample: one.\r\nTwo."}
    for _ in range(2):
        answer = sheet.send("save-and-check/", fields, _1_1=said, _2_1={"done": "Sample: three."})
        assert answer.url == f"{sheet.address}checks/"
    first, second = ProgressReport.objects.order_by("action__code")
    assert (first.status, first.confidence, first.done) == ("ongoing", "on_track", "Sample: one.\nTwo.")
    assert (second.status, second.done) == ("", "Sample: three.")
    assert [(row.round, row.revision) for row in [first, second]] == [(asked, 1)] * 2
    milestones = [row.milestone for row in first.milestones.all()]
    assert milestones == [small_plan.milestone], "a lead's first row says where every milestone stands"
    page = sheet.page()
    assert "The drafts of 1.1, 2.1 were saved at" in page.text
    assert "your draft" in row_of(page, "1.1")[-1]
    assert "Which drafts pass the checks?" in sheet.page("checks/").text


def test_a_row_keeps_what_it_does_not_show(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    money = ExpenditureRow(small_plan.line.pk, 2022, paid=Decimal("5.00"), source="Sample source")
    milestone = MilestoneRow(small_plan.milestone.pk, state="open", source="Sample remark")
    words = {"next_steps": "Sample: next.", "note_to_platform": "Sample note."}
    rows = {"expenditures": [money], "milestones": [milestone]}
    drafted(small_plan.with_money, *by_lead, ago(3), **words, **rows)
    sheet_of(contributor).send(_1_1={"done": "Sample: done."})
    contents = contents_of(the_draft())
    assert {name: contents[name] for name in ["done", *words]} == {"done": "Sample: done.", **words}
    assert contents.expenditures == (money,)
    assert contents.milestones == (milestone,)


def test_a_returned_report_is_answered_in_the_form_where_the_remark_stands_beside_the_fields(
    sheet_of: SheetOf,
    asked: Round,
    small_plan: SmallPlan,
    by_lead: By,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    report = hand_in(small_plan.joint, *by_lead, ago(8), done="Sample: too short.")
    return_report(report=report, remark="Sample: name the source.", by=coordinator, at=ago(7))
    sheet = sheet_of(contributor)
    page = sheet.page()
    row = row_of(page, "1.2")
    assert "The Platform asks: Sample: name the source." in row[1]
    assert "Sample: too short." in row, "what was returned is shown, and has no field"
    assert "row-1.2-done" not in sheet.fields()
    # the row leads to the form, and what was typed in the others is saved on the way
    place = f"{sheet.address}save-and-open/1.2/?at=asked"
    [button] = [element for element in page.all("button") if element.attributes.get("formaction") == place]
    assert button.text == "answer in the form… 1.2"
    answer = sheet.send("save-and-open/1.2/?at=asked", _1_1={"done": "Sample: typed."})
    assert answer.url == reverse("report-form", args=["2020-2024", "1.2", "ov"]) + "#asked"
    assert the_draft().done == "Sample: typed."
    form = read(client_of(contributor).get(answer.url))
    assert "Sample: name the source." in part(form, "asked")
    assert form.all("textarea", name="source") or form.all("input", name="source")
    # with a draft too, and no longer once it is handed in
    drafted(small_plan.joint, *by_lead, ago(6), source="Sample source.")
    assert "answer in the form… 1.2" in row_of(sheet.page(), "1.2")[-1]
    hand_in(small_plan.joint, *by_lead, ago(5))
    assert "answer in the form" not in sheet.page().text


def test_what_a_row_calls_for_is_said_at_its_field_and_saved_with_it(
    sheet_of: SheetOf, asked: Round, contributor: User
) -> None:
    sheet = sheet_of(contributor)
    sheet.send(_1_1={"status": "stopped"}, _1_2={"status": "completed"}, _2_1={"confidence": "off_track"})
    shown = sheet.get()
    text, page = shown.content.decode(), read(shown)
    assert 'id="id_row-1.1-stop_reason_helptext">Say why the action was stopped.' in text
    assert 'id="id_row-1.2-actual_end_helptext">Say on which day it was completed.' in text
    assert 'id="id_row-2.1-obstacles_helptext">It is not on track, and no obstacle is named.' in text
    assert "to be mended first" in row_of(page, "1.1")[-1]
    assert "to be mended first" not in row_of(page, "1.2")[-1]
    sheet.send(
        fields=sheet.fields(shown),
        _1_1={"stop_reason": "Sample reason."},
        _1_2={"actual_end": "15/06/2022", "outcome": "adapted"},
        _2_1={"obstacles": "Sample obstacle."},
    )
    stopped, completed, troubled = ProgressReport.objects.order_by("action__code")
    assert stopped.stop_reason == "Sample reason."
    assert (completed.actual_end, completed.outcome) == (datetime.date(2022, 6, 15), "adapted")
    assert troubled.obstacles == "Sample obstacle."


def test_money_is_led_on_to_in_the_form(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, by_lead: By, contributor: User
) -> None:
    money = [ExpenditureRow(small_plan.line.pk, 2022, paid=Decimal("-5.00"))]
    drafted(small_plan.with_money, *by_lead, ago(3), expenditures=money)
    sheet, cell = sheet_of(contributor), f"id_money-{small_plan.line.pk}-2022-source"
    page = sheet.get().content.decode()
    assert "2022, Line 1, paid: the amount is below zero." in page
    assert f"{sheet.address}save-and-open/1.1/?at={cell}" in page
    answer = sheet.send(f"save-and-open/1.1/?at={cell}", _1_1={"done": "Sample: typed."})
    assert answer.url == reverse("report-form", args=["2020-2024", "1.1", "ov"]) + f"#{cell}"
    assert the_draft().done == "Sample: typed."


def test_another_page_and_what_asks_there_are_reached_by_saving_first(
    sheet_of: SheetOf, asked: Round, contributor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actionplan.pages.sheet.read.ROWS_PER_SHEET_PAGE", 2)
    sheet = sheet_of(contributor)
    shown = sheet.get()
    (reason,) = shown.context["reasons"]
    other = f"{sheet.address}save/2.1/?page=2"
    assert [(link.code, link.save_url) for link in reason.links] == [("1.1", ""), ("1.2", ""), ("2.1", other)]
    page = shown.content.decode()
    assert f'formaction="{sheet.address}save/?page=2"' in page
    assert 'href="?page=2' not in page
    answer = sheet.send("save/2.1/?page=2", sheet.fields(shown), _1_1={"done": "Sample: typed."})
    assert answer.url == f"{sheet.address}?page=2#row-2.1"
    assert the_draft().done == "Sample: typed."
    assert sheet.send("save/?page=2", _1_1={"done": "Sample: more."}).url == f"{sheet.address}?page=2"
    assert the_draft().done == "Sample: more."


def test_every_way_on_saves_all_that_was_typed_first(
    sheet_of: SheetOf, asked: Round, small_plan: SmallPlan, contributor: User
) -> None:
    asked.requests.filter(action=small_plan.limited).delete()
    sheet, form = sheet_of(contributor), reverse("report-form", args=["2020-2024", "1.1", "ov"])
    shown = sheet.get()
    # A report on what is not asked is begun there too.
    assert f'form="sheet" formaction="{sheet.address}save-and-open/2.1/"' in shown.content.decode()
    typed = {"_1_1": {"done": "Sample: typed."}, "_1_2": {"done": "Sample: elsewhere."}}
    answer = sheet.send("save-and-open/2.1/", sheet.fields(shown), **typed)
    assert answer.url == form.replace("1.1", "2.1")
    assert the_draft("1.2").done == "Sample: elsewhere."
    answer = sheet.send("save-and-open/1.1/?at=x%22//evil.example", _1_1={"done": "Sample: more."})
    assert answer.url == form, "never another address"
    assert "Sample: more." in sheet.client.get(form).content.decode()
    answer = sheet.send("save/1.1/", _1_2={"done": "Sample: last."})
    assert answer.url == f"{sheet.address}#row-1.1"
    assert the_draft("1.2").done == "Sample: last."


def test_a_partner_s_row_is_one_text_and_between_rounds_a_draft_of_none(
    sheet_of: SheetOf, partner: User, small_plan: SmallPlan
) -> None:
    sheet_of(partner, "kbbj_abb").send(_1_2={"done": "Sample: our part.", "status": "completed"})
    draft = the_draft("1.2")
    assert (draft.kind, draft.done, draft.status) == ("contribution", "Sample: our part.", "")
    assert draft.round is None
