"""Tables as files: CSV for programs, workbooks for people; a cell is never a formula."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
from collections.abc import Callable, Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from actionplan.base.formatting import in_dutch

Row = list[Any]
"""Cells are texts, whole numbers, amounts (Decimal), days, or None for unknown, which is left empty."""

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""Including the full-width signs, which some spreadsheets treat alike."""
CONTROLS = ("\t", "\r", "\n", "\0")
COLUMN_WIDTHS = {0: 8, 1: 60}
EXCEL_DAY_FORMATS = {True: "[$-813]d mmm yyyy", False: "[$-809]d mmm yyyy"}
"""By whether the language is Dutch: a short day as pages show it, in Belgian Dutch or British English."""


def table_rows(columns: Collection[tuple[Any, Callable[[Any], Any]]], things: Iterable[Any]) -> Iterator[Row]:
    """The headings, then a row per thing; `columns` are pairs of a heading and a function of a thing."""
    yield [str(head) for head, _cell in columns]
    for thing in things:
        yield [cell(thing) for _head, cell in columns]


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet may read the text as a formula, after leading spaces or control characters."""
    return text.startswith(CONTROLS) or text.lstrip().startswith(FORMULA_STARTS)


def guarded(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would read as a formula."""
    return f"'{text}" if is_like_a_formula(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """The text of a CSV cell, without the apostrophe that `guarded` put before a formula."""
    return text.removeprefix("'") if is_like_a_formula(text.lstrip("'")) else text


class Echo:
    """A file object whose `write` returns the text, so that csv.writer can stream."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """CSV for programs, a row at a time: UTF-8 with a byte order mark, the same format in both languages.

    Semicolons separate the cells, days are in ISO 8601, and amounts have a decimal point.
    """
    writer = csv.writer(Echo(), delimiter=";")
    yield codecs.BOM_UTF8
    for row in rows:
        yield writer.writerow(map(_in_csv, row)).encode()


def _in_csv(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return guarded(value) if isinstance(value, str) else value


def new_book(content: io.BytesIO, **options: Any) -> xlsxwriter.Workbook:
    """A workbook that is written to `content` when it is closed; text never becomes a formula or a link."""
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    return xlsxwriter.Workbook(content, {**options, **safe})


def table_in_workbook(rows: Iterable[Row], title: str) -> bytes:
    """A workbook with one table."""
    content = io.BytesIO()
    with new_book(content, constant_memory=True) as book:
        add_table(book, title, rows)
    return content.getvalue()


def workbook(rows: Iterable[Row], *, title: str, about: Iterable[tuple[str, Any]]) -> bytes:
    """A workbook with a table and a sheet about the file; rows are written to disk as they are read."""
    content = io.BytesIO()
    with new_book(content, constant_memory=True) as book:
        add_table(book, title, rows)
        named = [[_("What"), _("Value")], *([label, value] for label, value in about)]
        add_table(book, _("About this file"), named, widths={0: 30, 1: 90})
    return content.getvalue()


def add_table(book: Any, title: str, rows: Iterable[Row], widths: dict[int, int] = COLUMN_WIDTHS) -> Any:
    """Add a sheet with a frozen header row and filters.

    Days and amounts keep their type, and text stays text whatever it begins with.
    """
    sheet = book.add_worksheet(title[:31])
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "day": book.add_format({"num_format": EXCEL_DAY_FORMATS[in_dutch()], "align": "left"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
    }
    sheet.freeze_panes(1, 0)
    print_on_landscape_pages(sheet)
    last, width = 0, 0
    for last, row in enumerate(rows):
        if last == 0:
            width = len(row)
            for column in range(width):
                sheet.set_column(column, column, widths.get(column, 22))
        for column, value in enumerate(row):
            _write(sheet, last, column, value, formats)
    if last and width:
        sheet.autofilter(0, 0, last, width - 1)
    return sheet


def print_on_landscape_pages(sheet: Any) -> None:
    """A4, fitted to the width of the sheet, with its first row on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if row == 0:
        sheet.write_string(row, column, str(value), formats["head"])
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()), formats["day"])
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, value, formats["money"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
