"""A plan goes out as a workbook and comes in again as it was; a person fills in an empty one."""

import datetime
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from actionplan.plan_document.exporting import as_text
from actionplan.plan_document.importing import preview_import
from actionplan.plan_document.parsing import read_plan_document, read_plan_file
from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.planned.json_form import read_document
from objectives.models import Plan
from tests.factories import MinisterFactory, OrganisationFactory
from tests.plan_document.documents import read_as_json, refusal
from tests.plan_document.workbooks import add, cell_of, changed, climate, empty, saved

Document = dict[str, Any]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_plan_goes_out_and_comes_in_to_the_byte(printed_document: Document, language: str) -> None:
    with override(language):
        content = plan_workbook(read_document(printed_document))
    read = read_plan_file(content)
    assert as_text(read.document) == as_text(read_document(printed_document))
    assert read.notes == []


UNKNOWN = dict.fromkeys(["start", "start_precision", "end", "end_precision"])
AUTUMN = {"start": "2022-09-22", "start_precision": "season", "end": "2022-12-31", "end_precision": "quarter"}
PHASES = [
    {"label": "", **UNKNOWN, "continuous": True},
    {"label": "Later", **AUTUMN, "continuous": False},
]
MILESTONE = {
    "key": "one",
    "title": "+32",
    "due": None,
    "due_precision": None,
    "recurrence": "every_two_years",
    "target_from": "2.5",
    "target_to": "100",
    "unit": "@towns",
    "printed_as": "-",
    "proof": "=Report",
    "proof_nl": "'s Jaarverslag",
}


def test_all_that_a_document_can_say_goes_out_and_comes_in(document: Document) -> None:
    document["plan"]["state"] = "ended"
    (minister, successor), (body, other) = document["ministers"][:2], document["organisations"][:2]
    minister |= {"holder": "A. Person", "from": "2019-10-02", "until": "2024-09-30"}
    minister["succeeded_by"] = successor["key"]
    body |= {"until": "2023-01-01", "succeeded_by": other["key"]}
    first, second = document["actions"][:2]
    first |= {"title": "=1+1", "summary": "Two\nlines\vand a bell \a", "kind": "extended", "limited": True}
    first |= {"lead": "kbbj_agii", "milestones": [MILESTONE], "cross_references": ["5.2", "2"]}
    first["timing"]["phases"] = PHASES
    second["title"] = "'007"
    line = first["budget"]["lines"][0]
    line |= {"amount": "99999999999.99", "phase": 2, "start": "2022-01-01", "article": "0123"}
    line["funding"] = [{"source": "EU", "percent": "33.33"}, {"source": "vvsg", "percent": "66.67"}]
    document = read_as_json(json.dumps(document))
    assert read_as_json(plan_workbook(read_document(document))) == document


def test_no_cell_of_a_workbook_is_a_formula(document: Document) -> None:
    document["actions"][0]["title"] = '=HYPERLINK("http://example.org")'
    book = load_workbook(io.BytesIO(plan_workbook(read_document(document))))
    cell = cell_of(book, "Actions", 2, "Title")
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://example.org")')


def test_a_preview_of_the_plan_as_a_workbook_finds_nothing_to_do(
    printed_plan: Plan, printed_document: Document
) -> None:
    document = read_plan_document(plan_workbook(read_document(printed_document)))
    preview = preview_import(document=document, on=datetime.date(2021, 12, 31))
    assert (preview.changes, preview.said_differently, preview.alike, preview.missing) == ([], [], [], [])


@pytest.mark.full
def test_the_commands_write_a_workbook_and_read_it(
    printed_plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    file = tmp_path / "plan.xlsx"
    call_command("export_plan", "--workbook", str(file))
    call_command("import_plan", str(file))
    assert "Nothing to change." in capsys.readouterr().out


def test_every_column_is_explained_and_lists_offer_what_may_stand_there() -> None:
    book = load_workbook(io.BytesIO(empty()))
    explained = {(row[0].value, row[1].value) for row in book["Explanation"].iter_rows(min_row=2)}
    for sheet in book.worksheets[1:]:
        assert {(sheet.title, cell.value) for cell in sheet[1]} <= explained
        assert sheet.freeze_panes == "B2"
    lists = {
        str(validation.sqref): validation.formula1
        for validation in book["Promoters"].data_validations.dataValidation
    }
    assert lists["A2:A5001"] == "'Actions'!$A$2:$A$5000"
    assert lists["B2:B5001"] == "'Organisations'!$A$2:$A$5000"
    assert lists["C2:C5001"] == '"promoter,partner"'
    assert (
        cell_of(book, "Actions", 3, "Code").number_format == "General"
    )  # an empty cell takes the column's format
    assert book["Actions"].column_dimensions["A"].number_format == "@"


@pytest.mark.django_db
def test_an_empty_workbook_is_filled_in_as_people_do() -> None:
    OrganisationFactory(key="kbbj_abb", name="Agency for Home Affairs")
    OrganisationFactory(key="parks", name="Something else", name_nl="Nog iets")
    MinisterFactory(key="alderman_for_climate", title="Of another plan")
    document = read_as_json(changed(empty(), climate))
    days = {"start": "2025-01-01", "end": "2030-12-31"}
    assert document["plan"] == {"code": "climate", "title": "Climate plan", **days}
    assert [minister["key"] for minister in document["ministers"]] == ["alderman_for_climate_2"]
    assert document["organisations"] == [
        {"key": "parks_service", "name": "Parks Service", "abbreviation": "PS", "policy_area": "ENV"},
        {"key": "kbbj_abb", "name": "Agency for Home Affairs", "policy_area": None},
    ]
    first, second = document["actions"]
    assert first.items() >= {"code": "1.1", "objective": 1, "theme": "Trees", "kind": "unknown"}.items()
    assert (second["code"], second["kind"], second["limited"]) == ("1.12", "new", True)
    assert [(promoter["organisation"], promoter["role"]) for promoter in first["promoters"]] == [
        ("parks_service", "promoter"),
        ("kbbj_abb", "partner"),
    ]
    phase = first["timing"]["phases"][0]
    assert (phase["start"], phase["start_precision"], phase["end"]) == ("2025-01-01", "year", None)
    phase = second["timing"]["phases"][0]
    assert (phase["start"], phase["start_precision"]) == ("2026-03-01", "day")
    assert (phase["end"], phase["end_precision"]) == ("2027-12-31", "year")
    line = first["budget"]["lines"][0]
    assert (line["kind"], line["amount"], line["per_year"]) == ("amount", "1500000.00", True)
    assert line["funding"] == [{"source": "parks_service", "percent": "60"}]
    milestone = first["milestones"][0]
    assert (milestone["key"], milestone["target_from"]) == ("key_1_000_trees", "1000")
    assert (milestone["due"], milestone["due_precision"]) == ("2026-12-31", "month")
    assert first["cross_references"] == ["1.12"]


@pytest.mark.full
@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_example_of_a_sheet_is_not_read_unless_it_was_written_over(language: str) -> None:
    with override(language):
        book = load_workbook(io.BytesIO(empty()))
    assert all(sheet.max_row == 2 for sheet in book.worksheets[1:])
    assert refusal(saved(book)) == ["sheet Plan: the plan stands in one row, below the headings."]
    book.worksheets[1]["A2"].value = "green"
    plan = read_as_json(saved(book))["plan"]
    assert (plan["code"], plan["start"], plan["end"]) == ("green", "2027-01-01", "2030-12-31")


@pytest.mark.django_db
def test_three_mistakes_are_said_at_once_each_with_its_sheet_row_and_column() -> None:
    OrganisationFactory(key="vdab", name="Park and Sports Service")

    def mistaken(book: Workbook) -> None:
        climate(book)
        cell_of(book, "Promoters", 3, "Organisation").value = "Park Service"
        cell_of(book, "Timing", 4, "End").value = "spring, perhaps"
        add(book, "Actions", Code="1.1", Title="")

    assert refusal(changed(empty(), mistaken)) == [
        "sheet Actions, row 5, column Title: this is empty.",
        "sheet Promoters, row 3, column Organisation: “Park Service” does not stand in the sheet Organisations. "
        "Nearest: “Parks Service”, “parks_service”, “Park and Sports Service”.",
        "sheet Timing, row 4, column End: “spring, perhaps” is not a day: write it as 31/12/2021, 12/2021, Q4 2021, spring 2021 or 2021.",
    ]
