"""A workbook is read as people type into it: days, amounts and shares in many ways, sheets and columns in any order."""

import datetime
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from actionplan.plan_document.parsing import read_plan_file
from actionplan.plan_document.workbook.writing import plan_workbook
from actionplan.planned.faults import ItemOf
from actionplan.planned.json_form import read_document
from tests.plan_document.documents import read_as_json
from tests.plan_document.workbooks import add, cell_of, changed, put

Document = dict[str, Any]


def first_action(small_workbook: bytes, sheet: str, *rows: dict[str, Any]) -> Document:
    """1.1, to which these rows of the sheet were added."""

    def change(book: Workbook) -> None:
        for row in rows:
            add(book, sheet, Action="1.1", **row)

    return read_as_json(changed(small_workbook, change))["actions"][0]


DAYS: list[tuple[Any, str, str]] = [
    ("2021-12-31", "2021-12-31", "day"),
    ("31/12/2021", "2021-12-31", "day"),
    (" 31-12-2021 ", "2021-12-31", "day"),
    ("31 december 2021", "2021-12-31", "day"),
    ("31 Dec 2021", "2021-12-31", "day"),
    (datetime.datetime(2021, 12, 31), "2021-12-31", "day"),
    (44561, "2021-12-31", "day"),
    (2021, "2021-12-31", "year"),
    ("2021", "2021-12-31", "year"),
    (datetime.datetime(1905, 7, 13), "2021-12-31", "year"),  # 2021 in a cell that is made for days
    ("maart 2022", "2022-03-31", "month"),
    ("06/2022", "2022-06-30", "month"),
    ("sept 2026", "2026-09-30", "month"),
    ("September 2026", "2026-09-30", "month"),
    ("mrt 2026", "2026-03-31", "month"),
    ("Q3 2025", "2025-09-30", "quarter"),
    ("2025 K4", "2025-12-31", "quarter"),
    ("spring 2023", "2023-06-21", "season"),
    ("Herfst  2023", "2023-12-21", "season"),
    ("winter 2023", "2024-03-21", "season"),
]
YEARS = ["2021 et seq.", "2021 e.v.", 2021]


def test_a_day_is_read_as_people_type_it_and_a_year_that_begins_something_is_its_first_day(
    small_workbook: bytes,
) -> None:
    ends = [{"Beginning": "2021-01-01", "End": typed} for typed, _day, _precision in DAYS]
    begins = [{"Beginning": typed} for typed in YEARS]
    _printed, *phases = first_action(small_workbook, "Timing", *ends, *begins)["timing"]["phases"]
    assert [(phase["end"], phase["end_precision"]) for phase in phases[: len(DAYS)]] == [
        case[1:] for case in DAYS
    ]
    actual = [(phase["start"], phase["start_precision"], phase["end"]) for phase in phases[len(DAYS) :]]
    assert actual == [("2021-01-01", "year", None)] * len(YEARS)


def test_days_are_those_of_the_year_from_which_the_workbook_counts(small_workbook: bytes) -> None:
    def since_1904(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        cell_of(
            book, "Plan", 2, "First day"
        ).value = 42369  # 31 December 2019 where days are counted from 1904

    document = read_as_json(changed(small_workbook, since_1904))
    assert document["plan"]["start"] == "2020-01-01"
    assert document["plan"]["end"] == "2024-12-31"


AMOUNTS: list[tuple[Any, str]] = [
    ("€ 1.500.000,00", "1500000.00"),
    ("1500000", "1500000.00"),
    (1500000, "1500000.00"),
    ("1,500,000.5", "1500000.50"),
    ("12,5 euro", "12.50"),
    (0.1 + 0.2, "0.30"),
]


def test_an_amount_is_read_as_people_type_it(small_workbook: bytes) -> None:
    rows = [{"Kind": "amount", "Amount": typed} for typed, _amount in AMOUNTS]
    _printed, *lines = first_action(small_workbook, "Budget", *rows)["budget"]["lines"]
    assert [line["amount"] for line in lines] == [amount for _typed, amount in AMOUNTS]


@pytest.mark.full
@pytest.mark.parametrize(
    ("typed", "number_format"), [(60, "General"), (0.6, "0%"), ("60 %", "@"), ("60,00%", "@"), ("60", "@")]
)
def test_a_percentage_is_read_as_people_type_it(
    small_workbook: bytes, typed: Any, number_format: str
) -> None:
    content = changed(small_workbook, put("Funding", 2, "Per cent", typed, number_format=number_format))
    shares = [
        share["percent"]
        for action in read_as_json(content)["actions"]
        for line in action["budget"]["lines"]
        for share in line["funding"]
    ]
    assert shares[0] == "60"


def test_a_line_break_in_a_cell_is_one_character_whatever_wrote_it(small_workbook: bytes) -> None:
    content = changed(small_workbook, put("Actions", 2, "Summary", "One_x000D_\nTwo"))
    assert read_as_json(content)["actions"][0]["summary"] == "One\nTwo"


def turned(book: Workbook) -> None:
    """The columns of the actions in the opposite order, the sheets too, and another kind of letter for the headings."""
    sheet = book["Actions"]
    rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row, 1):
            sheet.cell(number, place).value = value.upper() if number == 1 else value
    book.move_sheet("Plan", 9)


def test_sheets_and_columns_stand_in_any_order(small_workbook: bytes, small_document: Document) -> None:
    assert read_as_json(changed(small_workbook, turned)) == small_document


def test_a_place_of_the_document_is_named_as_the_workbook_names_it(small_document: Document) -> None:
    with override("nl"):
        content = plan_workbook(read_document(small_document))
        where, action = read_plan_file(content).where, ItemOf("actions", "1.1")
        assert where((action, "title")) == "blad Acties, rij 2, kolom Titel"
        assert where((action, ItemOf("promoters", "kbbj_abb"))) == "blad Trekkers, rij 2"
        assert where((action, ItemOf("lines", 1), "amount")) == "blad Begroting, rij 2, kolom Bedrag"
        assert where((action,)) == "blad Acties, rij 2"
