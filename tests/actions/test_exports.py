"""The list as a file: the rows of the screen in its order, one fact a column, as spreadsheets read it, and never a formula."""

import datetime
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from actionplan.accounts.models import User
from actionplan.base.sheets import csv_lines, guarded, unguarded, workbook
from actionplan.pages.actions import views as actions
from actionplan.pages.actions.columns import SHORT_LIST
from actionplan.plan_document.parsing import read_plan_file
from actionplan.reports.contents import ExpenditureRow, MilestoneRow
from tests.actions.action_factories import reword
from tests.actions.action_pages import LeadSays
from tests.factories import ActionFactory, BudgetLineFactory, MilestoneFactory
from tests.personas import ClientOf, SmallPlan
from tests.reading import read, read_csv
from tests.reporting_factories import noon

LIST = "/2020-2024/actions/"


def csv_of(client: Client, query: str = "", language: str = "en") -> list[list[str]]:
    response = client.get(f"/2020-2024/actions.csv{query}", headers={"accept-language": language})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return read_csv(response)


def row_of(client: Client, code: str, query: str = "", language: str = "en") -> dict[str, str]:
    heads, *rows = csv_of(client, query, language)
    (cells,) = [dict(zip(heads, row, strict=True)) for row in rows if row[0] == code]
    return cells


def workbook_of(client: Client, query: str = "", language: str = "en") -> list[list[Any]]:
    response = client.get(f"/2020-2024/actions.xlsx{query}", headers={"accept-language": language})
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


@pytest.fixture
def reported(small_plan: SmallPlan, lead_says: LeadSays) -> None:
    lead_says.accepted(
        small_plan.joint, noon(2022, 4, 1), confidence="off_track", on_hold_since=datetime.date(2022, 3, 3)
    )


QUERIES = ["?on=2022-06-01", "?on=2022-06-01&sort=-reported&objective=1", "?q=none"]


@pytest.mark.full
@pytest.mark.usefixtures("reported")
def test_both_files_have_the_rows_of_the_screen_in_its_order(viewer: Client) -> None:
    for query in QUERIES:
        shown = read(viewer.get(LIST + query)).codes
        text, cells = csv_of(viewer, query), workbook_of(viewer, query)
        assert [row[0] for row in text[1:]] == [row[0] for row in cells[1:]] == shown
        assert text[0] == cells[0]


def test_a_file_has_the_columns_that_are_chosen_beside_it_starting_from_a_short_list(
    viewer: Client, small_plan: SmallPlan
) -> None:
    [form] = [form for form in read(viewer.get(f"{LIST}?objective=1")).all("form") if form.all("fieldset")]
    boxes = {box.attributes["value"]: box for box in form.all("input", name="column")}
    assert [name for name, box in boxes.items() if "checked" in box.attributes] == [*SHORT_LIST]
    assert [hidden.attributes["value"] for hidden in form.all("input", type="hidden")] == ["1"]
    heads, *rows = csv_of(viewer, "?objective=1&column=title&column=code")
    assert heads[:-3] == ["Code", "Action"], "in the order of the file"
    assert [row[0] for row in rows] == ["1.1", "1.2"]
    assert viewer.get("/2020-2024/actions.csv?column=colour").status_code == 400


@pytest.mark.usefixtures("reported")
def test_each_fact_of_an_action_has_a_column_of_its_own(viewer: Client) -> None:
    cells = row_of(viewer, "1.2", "?on=2023-02-01")
    assert {
        "Objective": "1",
        "Title of the objective": "Objective number 1",
        "Action": "Joint prevention network",
        "Limited": "no",
        "Lead": "Education and Training",
        "Promoters": "Education and Training",
        "Partners": "Agency for Home Affairs",
        "Coordinating minister": "Minister for Education",
        "Policy area": "OV – Policy area OV",
        "Status": "ongoing",
        "On hold since": "2022-03-03",
        "Confidence": "off track",
        "Verdict": "on track",
        "Schedule": "end date passed",
        "Days past end date": "32",
        "Forecast end": "",
        "New forecast": "no",
        "End": "2022-12-31",
        "End is exact to": "day",
        "Freshness": "last report out of date",
        "Last report": "2022-04-01",
        "Planned": "",
        "Reckoned on": "2023-02-01",
        "Basis": "accepted",
        "Round": "",
    }.items() <= cells.items()


def test_milestones_and_money_have_columns_of_their_own(
    viewer: Client, small_plan: SmallPlan, lead_says: LeadSays
) -> None:
    money = ExpenditureRow(small_plan.line.pk, 2022, Decimal(9000), Decimal(4000), Decimal(8000))
    MilestoneFactory(action=small_plan.with_money, key="missed", terms__due=datetime.date(2022, 3, 31))
    late = MilestoneRow(small_plan.milestone.pk, None, "achieved", datetime.date(2022, 7, 10))
    forecast = {"forecast_end": datetime.date(2023, 3, 31), "forecast_reason": "Sample."}
    lead_says.accepted(
        small_plan.with_money, noon(2022, 8, 1), expenditures=[money], milestones=[late], **forecast
    )
    found = row_of(viewer, "1.1", "?on=2022-09-01")
    assert {
        "Planned": "10000.00",
        "Committed": "9000.00",
        "Paid": "4000.00",
        "Forecast": "8000.00",
        "Milestones": "2",
        "Milestones due": "2",
        "Achieved of those due": "1",
        "Milestones achieved later than planned": "1",
        "Milestones not achieved": "1",
        "Forecast end": "2023-03-31",
        "New forecast": "yes",
        "Days later than the end as adopted": "90",
        "Days later than the end in force": "90",
        "Days past end date": "",
    }.items() <= found.items()


def test_the_progress_in_a_workbook_of_the_plan_is_there_to_be_read_and_no_import_reads_it(
    viewer: Client, small_plan: SmallPlan
) -> None:
    for action in [small_plan.joint, small_plan.limited, small_plan.elsewhere]:
        BudgetLineFactory(action=action)
    address = "/plans/2020-2024/workbook/"
    content = viewer.get(f"{address}progress/?on=2022-06-01").content
    found = read_plan_file(content)
    assert found.document == read_plan_file(viewer.get(f"{address}?on=2022-06-01").content).document
    assert [note.split("”")[0] for note in found.notes] == [
        f"The sheet “Progress of {about}"
        for about in ["actions", "the budget lines", "milestones", "indicators"]
    ]
    sheet = load_workbook(io.BytesIO(content))["Progress of actions"]
    assert sheet.protection.sheet
    heads, *rows = sheet.iter_rows(values_only=True)
    assert [row[heads.index("Code")] for row in rows] == ["1.1", "1.2", "2.1", "2.2"]
    assert {row[heads.index("Reckoned on")].date() for row in rows} == {datetime.date(2022, 6, 1)}
    assert viewer.get(f"{address}progress/?on=2999-01-01").status_code == 400


def test_money_is_a_number_of_one_form_in_both_languages_and_unknown_is_empty(
    viewer: Client, small_plan: SmallPlan
) -> None:
    for language, head in [("en", "Planned"), ("nl", "Gepland")]:
        assert row_of(viewer, "1.1", language=language)[head] == "10000.00"
        assert row_of(viewer, "1.2", language=language)[head] == ""
    without = "Budget lines: within the regular resources"
    assert row_of(viewer, "1.1")[without] == "1"
    assert row_of(viewer, "1.2")[without] == "0"


def test_last_words_are_for_who_may_read_them(
    client_of: ClientOf,
    small_plan: SmallPlan,
    lead_says: LeadSays,
    reader: User,
    contributor: User,
) -> None:
    for action in [small_plan.joint, small_plan.limited]:
        report = {"done": "A network stands.", "obstacles": "No room."}
        lead_says.accepted(action, noon(2022, 4, 1), **report)
    heads = ["Done", "Next", "Obstacles"]
    for person in [reader, contributor]:
        open_to_all = row_of(client_of(person), small_plan.joint.code)
        assert [open_to_all[head] for head in heads] == ["A network stands.", "", "No room."]
    hidden = "Not shown to you: the action is limited."
    limited = row_of(client_of(reader), small_plan.limited.code)
    assert [limited[head] for head in heads] == [hidden, "", hidden]
    assert row_of(client_of(contributor), small_plan.limited.code)["Obstacles"] == "No room."


def test_in_a_workbook_days_are_days_written_as_the_language_does_and_codes_stay_texts(
    viewer: Client, small_plan: SmallPlan
) -> None:
    ActionFactory(code="1.10", plan=small_plan.plan)
    for language, written, head in [("en", "[$-809]d mmm yyyy", "End"), ("nl", "[$-813]d mmm yyyy", "Einde")]:
        response = viewer.get("/2020-2024/actions.xlsx", headers={"accept-language": language})
        sheet = load_workbook(io.BytesIO(response.content)).active
        end = sheet.cell(2, 1 + [cell.value for cell in sheet[1]].index(head))
        assert end.value == datetime.datetime(2022, 12, 31)
        assert end.number_format == written
        assert sheet.freeze_panes == "A2"
        assert [sheet[f"A{row}"].value for row in (2, 3, 4)] == ["1.1", "1.2", "1.10"]
    # CSV has the same plain: what it is for reads 1.10 as it stands
    lines = viewer.get("/2020-2024/actions.csv").getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:4]] == ["1.1", "1.2", "1.10"]


def test_a_workbook_says_what_it_is_in_a_sheet_of_its_own(viewer: Client, small_plan: SmallPlan) -> None:
    content = viewer.get("/2020-2024/actions.xlsx?on=2022-06-01&objective=1&status=never").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("About this file")
    told = {row[0]: row[1] for row in sheet.to_python()}
    assert told["Reckoned on"] == datetime.date(2022, 6, 1)
    assert told["Basis"] == "accepted"
    assert told["Objective"] == "1. Objective number 1"
    assert told["Status"] == "never reported"


def test_files_hold_every_page_of_the_list(
    viewer: Client, small_plan: SmallPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "ACTIONS_PER_PAGE", 2)
    assert len(csv_of(viewer, "?page=2")) == len(workbook_of(viewer, "?page=2")) == 5
    for name in ["actions/", "actions.csv", "actions.xlsx"]:
        assert viewer.get(f"/2025-2029/{name}").status_code == 404, "there is no such plan"


FORMULAS = [
    f"{start}HYPERLINK(1)"
    for start in [*"=+-@＝＋－＠", "\t=", "\r", "\n", "\0", " =", " @", "\u3000＝", "'=", "''="]
]
PLAIN = [
    "3.10",
    "1/2",
    "2021-2022",
    "2022-06",
    "March 2022",
    "1 maart 2022",
    "2022",
    "€ 1.500,00",
    "1e5",
    "a=b",
    "",
    "van 1 - 2",
    "Phase 2",
    "’s avonds",
    "'s avonds",
    "'3.10",
]


def test_in_csv_an_apostrophe_stands_before_a_formula_alone_and_reading_it_takes_exactly_one_away() -> None:
    for text in FORMULAS:
        assert guarded(text) == f"'{text}", text
    for text in PLAIN:
        assert guarded(text) == text, text
    for text in [*FORMULAS, *PLAIN]:
        assert unguarded(guarded(text)) == text, text


def test_numbers_and_days_have_no_apostrophe() -> None:
    row = ["-1", Decimal("-1234.50"), -3, datetime.date(2022, 6, 1), None]
    for language in ["en", "nl"]:
        with translation.override(language):
            assert b"".join(csv_lines([row])).decode("utf-8-sig") == "'-1;-1234.50;-3;2022-06-01;\r\n"


def test_in_a_workbook_every_text_is_a_text_as_it_stands() -> None:
    content = workbook([["Head"], *([formula] for formula in FORMULAS)], title="x", about=[("Told", "=1")])
    book = load_workbook(io.BytesIO(content))
    for row, text in enumerate(FORMULAS, start=2):
        cell = book["x"][f"A{row}"]
        assert (cell.data_type, cell.hyperlink) == ("s", None)
        assert cell.value.startswith(text[:1].replace("\0", "").replace("\r", "")), text
    assert book["About this file"]["B2"].data_type == "s"


def test_the_title_of_an_action_is_never_a_formula(viewer: Client, small_plan: SmallPlan) -> None:
    reword(small_plan.joint, title="=HYPERLINK(1)")
    assert ";'=HYPERLINK(1);" in viewer.get("/2020-2024/actions.csv").getvalue().decode()
    cell = load_workbook(io.BytesIO(viewer.get("/2020-2024/actions.xlsx").content)).active["E3"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", "=HYPERLINK(1)", None)


def test_other_letters_than_those_of_ascii_survive() -> None:
    assert b"".join(csv_lines([["Coördinatie – één"]])).decode("utf-8-sig") == "Coördinatie – één\r\n"
    content = workbook([["Kop"], ["Coördinatie – één"]], title="x", about=[])
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python() == [
        ["Kop"],
        ["Coördinatie – één"],
    ]


def test_a_file_is_named_after_its_moment_and_linked_from_the_list_with_the_same_filters(
    client_of: ClientOf, auditor: User, small_plan: SmallPlan
) -> None:
    client, asked = client_of(auditor), "?objective=1&on=2022-06-01&basis=reported&sort=-end"
    links = read(client.get(f"{LIST}{asked}&page=1")).links
    assert f"/2020-2024/actions.csv{asked}" in links
    assert f"/2020-2024/actions.xlsx{asked}" in links
    response = client.get("/2020-2024/actions.csv?on=2022-06-01&basis=reported")
    assert 'filename="actions-2020-2024-known-2022-06-01-reported.csv"' in response["Content-Disposition"]


@pytest.mark.full
def test_no_file_tells_a_reader_what_was_reported(
    client_of: ClientOf,
    small_plan: SmallPlan,
    lead_says: LeadSays,
    reader: User,
    contributor: User,
    coordinator: User,
) -> None:
    lead_says.submitted(small_plan.joint, noon(2022, 6, 1))
    told = row_of(client_of(coordinator), "1.2")
    assert (told["Status"], told["Review"], told["Basis"]) == ("ongoing", "to review", "reported")
    for person in [reader, contributor]:
        for query in ["", "?basis=reported"]:
            assert row_of(client_of(person), "1.2", query)["Status"] == "never reported"
            heads, _first, row, *_rest = workbook_of(client_of(person), query)
            assert row[heads.index("Status")] == "never reported"


@pytest.mark.full
def test_a_file_of_what_is_not_known_is_refused_with_a_sentence(
    viewer: Client, small_plan: SmallPlan
) -> None:
    for query, sentence in {
        "status=splendid": "Not known here: Status “splendid”.",
        "objective=9": "Not known here: Objective “9”.",
        "stauts=ongoing": "Not known here: “stauts”.",
        "on=yesterday": "“yesterday” is not a day that has come.",
        "round=2031-12": "“2031-12” is not a closed round.",
    }.items():
        response = viewer.get(f"/2020-2024/actions.csv?{query}")
        assert response.status_code == 400, query
        assert sentence in response.content.decode(), query
    for file in ["actions.xlsx", "budget.csv", "budget.xlsx", "timeline.csv", "milestones.csv"]:
        for query in ["stauts=ongoing", "on=yesterday"]:
            assert viewer.get(f"/2020-2024/{file}?{query}").status_code == 400, (file, query)
