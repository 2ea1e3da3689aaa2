"""The short workbook: what is pasted into it is found, with its headings, whatever a text program made of the table."""

import datetime
import io
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from actionplan.amendments.shape import Faulty
from actionplan.plan_document.printed.short_workbook import COLUMNS, short_workbook, table_of

HEADINGS = ["Code", "Title", "Ministers", "Promoters", "Timing", "Budget"]


def content_of(*rows: list[Any]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def read(*rows: list[Any], headings: list[str] | None = None) -> dict[str, Any]:
    return table_of(content_of(headings or HEADINGS, *rows)).as_json()


def faults(*rows: list[Any], headings: list[str] | None = None) -> list[str]:
    with pytest.raises(Faulty) as refused:
        read(*rows, headings=headings)
    return [str(fault) for fault in refused.value.faults]


ROW = ["1.1", "First", "Minister A", "Agency", "2021", "€ 5"]


def test_actions_stand_under_their_objective_and_theme() -> None:
    found = read(
        ["OBJECTIVE 1: WE WARM THE HOUSES"],
        ROW,
        ["Roofs"],
        ["1.2", "Second", "", "", "2022", "€ 6"],
        ["2. Streets"],
        ["2.1", "Third", "", "", "2023", "€ 7"],
    )
    assert found["objectives"] == [
        {"number": 1, "title": "We warm the houses", "themes": ["Roofs"]},
        {"number": 2, "title": "Streets", "themes": []},
    ]
    assert [(each["code"], each["objective"], each["theme"]) for each in found["actions"]] == [
        ("1.1", 1, None),
        ("1.2", 1, "Roofs"),
        ("2.1", 2, None),
    ]
    cells = {
        "ministers": "Minister A",
        "promoters": "Agency",
        "timing": "2021",
        "budget": "€ 5",
        "milestones": "",
    }
    assert found["actions"][0]["cells"] == cells


def test_headings_in_dutch_in_any_order_with_a_column_that_is_not_read() -> None:
    headings = ["Timing", "Actie", "Trekker(s)", "Partners", "Status", "Bevoegde minister", "Raming"]
    row = ["2021", "Actie 1.1: Eerste", "ABB", "VVSG", "loopt", "Minister A", "€ 5"]
    found = read(row, headings=headings)
    assert found["not_read"] == ["Status"]
    (action,) = found["actions"]
    assert (action["code"], action["title"]) == ("1.1", "Eerste")
    assert action["cells"]["promoters"] == "ABB\nVVSG"
    assert (action["cells"]["ministers"], action["cells"]["budget"]) == ("Minister A", "€ 5")


def test_paragraphs_of_a_pasted_cell_go_on_with_the_action_above() -> None:
    found = read(
        ROW,
        [None, None, "Minister B", "Other\r\nagency", None, None],
        [None, None, None, "Third"],
        [None, "of all"],
        ["1.2", "Second", "", "", "2022", ""],
    )
    first, second = found["actions"]
    assert first["cells"]["ministers"] == "Minister A\nMinister B"
    assert first["cells"]["promoters"] == "Agency\nOther\nagency\nThird"
    assert (first["title"], second["title"]) == ("First of all", "Second")


def test_a_long_text_in_a_row_of_its_own_is_the_summary_of_the_action_above() -> None:
    text = "What will be done. " * 20
    assert read(ROW, [text])["actions"][0]["summary"] == text.strip()


def test_codes_that_a_spreadsheet_took_for_numbers_and_dates() -> None:
    actions = [[f"1.{n}", f"Action {n}", "", "", "2021", "€ 5"] for n in range(2, 10)]
    found = read(
        [datetime.datetime(2026, 1, 1), *ROW[1:]],
        *actions,
        [1.1, "Ten", "", "", "2021", "€ 5"],
        [2.1, *ROW[1:]],
    )
    assert [each["code"] for each in found["actions"]] == [f"1.{n}" for n in range(1, 11)] + ["2.1"]


def test_actions_without_codes_are_counted_under_their_objective() -> None:
    row = ["", "Something", "", "", "2021", "€ 5"]
    found = read(["Objective 2: Streets"], row, row, ["Doelstelling 4: Water"], row)
    assert [each["code"] for each in found["actions"]] == ["2.1", "2.2", "4.1"]


def test_numbers_and_dates_are_read_as_somebody_sees_them() -> None:
    row = ["1.1", "First", "", "", 2021, 150000]
    other = ["1.2", "Second", "", "", datetime.datetime(2021, 3, 1), 12.5]
    found = read(row, other)["actions"]
    assert [(each["cells"]["timing"], each["cells"]["budget"]) for each in found] == [
        ("2021", "150000"),
        ("2021-03-01", "12.5"),
    ]


def test_headings_that_a_text_program_repeats_on_each_page_are_no_action() -> None:
    assert len(read(ROW, HEADINGS, ["1.2", *ROW[1:]])["actions"]) == 2


def test_all_that_is_wrong_is_said_with_its_row() -> None:
    assert faults(ROW, ROW, ["A-3", *ROW[1:]], ["1.4", None, "x"], ["1.5", "=1+1", "", "", "2021", ""]) == [
        "row 3: the code 1.1 stands in the sheet twice.",
        "row 4: “A-3” is no code of an action: two numbers with a point between them, such as 3.10.",
        "row 5: this action has no title.",
        "row 6, column Title: this is a formula: write its value in place of it.",
    ]


def test_more_rows_than_a_plan_can_have_are_refused_at_once() -> None:
    assert faults(*([f"1.{number}", "Trees"] for number in range(1, 6_000))) == [
        "The sheet has more than 5000 rows."
    ]


def test_a_sheet_without_headings_or_actions_is_refused() -> None:
    assert "No row of headings was found" in faults(ROW, headings=["Ha", "Ho"])[0]
    assert faults() == ["No action was found under the headings."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"1.1;First;2021", "This is no Excel workbook"),
        (b"\xd0\xcf\x11\xe0 old", "This is a file of an old office program."),
        (b"PK cut off", "The file cannot be read as a workbook."),
    ],
)
def test_what_is_no_workbook_is_refused_as_other_files_with_plans_are(content: bytes, sentence: str) -> None:
    with pytest.raises(Faulty, match=sentence):
        table_of(content)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_template_is_read_once_it_is_filled(language: str) -> None:
    with translation.override(language):
        book = load_workbook(io.BytesIO(short_workbook()))
    book.worksheets[0].append(["1.1", "First", "Sum", "Minister A", "Agency", "2021", "€ 5", "Report: 2021"])
    content = io.BytesIO()
    book.save(content)
    (action,) = table_of(content.getvalue()).actions
    assert (action["summary"], action["cells"]["milestones"]) == ("Sum", "Report: 2021")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_heading_of_the_template_is_read(language: str) -> None:
    with translation.override(language):
        book = load_workbook(io.BytesIO(short_workbook()))
    sheet = book.worksheets[0]
    cells = {"code": "1.1"}
    for place, column in enumerate(COLUMNS, 1):
        sheet.cell(2, place, cells.get(column.name, f"Sample {column.name}"))
    content = io.BytesIO()
    book.save(content)
    table = table_of(content.getvalue())
    assert table.not_read == []
    (action,) = table.actions
    assert "Sample budget" in str(action)
