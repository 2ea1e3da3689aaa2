"""The workbook as a file: one table a sheet, a header row, no merged cells, numbers as numbers, days as days."""

import datetime
import io

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from actionplan.accounts.models import User
from actionplan.documents.content import Table, TableColumn
from actionplan.documents.workbook import sheet_names
from tests.actions.action_factories import reword
from tests.documents.written_documents import got
from tests.personas import ClientOf
from tests.rounds.frozen_round import CLOSED_AT, FrozenRound

pytestmark = pytest.mark.django_db
NAMES = ["2020-2024", "2022-06"]


def every_sheet_is_one_table_with_a_header_row_that_stays_in_sight(book: Workbook) -> None:
    assert len(book.worksheets) > 10
    for sheet in book.worksheets:
        head = [cell.value for cell in sheet[1]]
        assert all(isinstance(label, str) and label for label in head), sheet.title
        assert len(set(head)) == len(head), sheet.title
        assert sheet.freeze_panes in ("A2", "B2"), sheet.title
        assert not sheet.merged_cells.ranges, sheet.title
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        assert all(any(value is not None for value in row) for row in rows), "no empty row between two tables"


def the_first_sheet_leads_to_every_other(book: Workbook) -> None:
    contents, *others = book.worksheets
    assert [row[0].value for row in contents.iter_rows(min_row=2)] == [sheet.title for sheet in others]
    assert [row[0].hyperlink.location for row in contents.iter_rows(min_row=2)] == [
        f"'{sheet.title}'!A1" for sheet in others
    ]
    assert [row[2].value for row in contents.iter_rows(min_row=2)] == [sheet.max_row - 1 for sheet in others]


def days_are_days_and_amounts_are_numbers(book: Workbook) -> None:
    head = {cell.value: cell.column_letter for cell in book["Actions"][1]}
    assert book["Actions"][f"{head['Reported on']}2"].value == datetime.datetime(2022, 7, 10)
    money = book["Money by line"]
    assert [money[f"{column}2"].data_type for column in "FGH"] == ["n", "n", "n"]
    assert "@" not in money["F2"].number_format


def the_hash_and_the_edition_are_said_inside(book: Workbook, sha256: str) -> None:
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(min_row=2)}
    assert about["SHA-256 of the snapshot"] == sha256
    assert about["Edition"] == "public, without words about limited actions"
    assert all(sha256 in sheet.oddFooter.right.text for sheet in book.worksheets)
    assert book.properties.creator == "Flemish Platform"


def book_of(client: Client) -> Workbook:
    return load_workbook(io.BytesIO(got(client, "government-report-xlsx", *NAMES).content))


@pytest.mark.full
def test_the_workbook_is_well_made_and_no_text_becomes_a_formula(
    frozen: FrozenRound, client_of: ClientOf, reader: User, coordinator: User
) -> None:
    book = book_of(client_of(reader))
    every_sheet_is_one_table_with_a_header_row_that_stays_in_sight(book)
    the_first_sheet_leads_to_every_other(book)
    days_are_days_and_amounts_are_numbers(book)
    the_hash_and_the_edition_are_said_inside(book, frozen.snapshot.sha256)
    reword(frozen.small.with_money, title='=HYPERLINK("https://example.org")')
    frozen.again(CLOSED_AT + datetime.timedelta(days=1), coordinator)
    for sheet in book_of(client_of(reader)).worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), sheet.title


def test_names_of_sheets_are_short_and_each_is_there_once() -> None:
    tables = [Table("", [TableColumn("")], [], name) for name in ["A/B: C?", "x" * 40, "x" * 40, "X" * 40]]
    names = sheet_names(tables)
    assert names[0] == "AB C"
    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 for name in names)
