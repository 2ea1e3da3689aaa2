"""Tables as files: CSV that a Dutch or English office program opens, and workbooks; no cell is ever a formula."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import xlsxwriter

from actionplan.base.twins import in_dutch

FORMULA_STARTS = ("=", "+", "-", "@")
CONTROLS = ("\t", "\r", "\n")
SAFE_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "remove_timezone": True,
}
WIDTHS = {0: 8, 1: 60}
DAY_FORMATS = {True: "[$-813]d mmm yyyy", False: "[$-809]d mmm yyyy"}
"""As a page shows a short day: in the Dutch of Belgium, else in the English of the United Kingdom."""


def harmless(value: Any) -> Any:
    """A text that an office program would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and (value.startswith(CONTROLS) or value.lstrip().startswith(FORMULA_STARTS)):
        return f"'{value}"
    return value


def csv_file(rows: Iterable[list[Any]]) -> bytes:
    """UTF-8 with its mark, separated by semicolons as office programs here expect; days as ISO 8601."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    for row in rows:
        writer.writerow([harmless("" if value is None else value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def workbook(rows: Iterable[list[Any]], *, title: str) -> bytes:
    """One sheet with a header row that stays in sight and can be filtered; days and amounts keep their type."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **SAFE_OPTIONS}) as book:
        sheet = book.add_worksheet(title[:31])
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "day": book.add_format({"num_format": DAY_FORMATS[in_dutch()], "align": "left"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
        }
        sheet.freeze_panes(1, 0)
        last, width = 0, 0
        for last, row in enumerate(rows):
            width = max(width, len(row))
            if last == 0:
                for column in range(width):
                    sheet.set_column(column, column, WIDTHS.get(column, 22))
            for column, value in enumerate(row):
                _write(sheet, last, column, value, formats)
        if last and width:
            sheet.autofilter(0, 0, last, width - 1)
    return content.getvalue()


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
        sheet.write_string(row, column, harmless(str(value)))
