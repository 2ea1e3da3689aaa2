"""Tables that people upload as CSV or XLSX: read as rows of plain values, or refused with a sentence.

The contents decide which of the two a file is, not its name.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from .file_types import text_of
from .refusals import Refused
from .sheets import unguarded
from .workbook_reader import MAX_SHEET_ROWS, MEGABYTE
from .workbooks import Cell, is_workbook, read_workbook

SEPARATORS = ";,\t"

Row = list[Any]


def read_table(content: bytes) -> list[Row]:
    """The rows of a table, headings first, all of equal length, up to the last filled row.

    Texts are stripped, and lose the apostrophe that files get before what an office program would read as a
    formula. Raises Refused if the file is too large, empty or not a table.
    """
    refuse_large(len(content))
    if not content.strip():
        raise Refused(_("The file is empty."))
    cells = _of_workbook(content) if is_workbook(content) else _of_csv(content)
    rows = [[_plain(cell) for cell in row] for row in islice(cells, MAX_SHEET_ROWS + 2)]
    while rows and not any(map(is_filled, rows[-1])):
        rows.pop()
    if len(rows) < 2:
        raise Refused(_("The file has no rows below its headings."))
    if len(rows) > MAX_SHEET_ROWS + 1:
        raise Refused(_("The file has more than %(most)s rows. Divide it.") % {"most": MAX_SHEET_ROWS})
    return list(_of_one_length(rows))


def refuse_large(size: int) -> None:
    """`size` in bytes."""
    most = settings.IMPORT_MOST_MEGABYTES
    if size > most * MEGABYTE:
        raise Refused(_("The file is larger than %(most)s MB.") % {"most": most})


def is_filled(value: Any) -> bool:
    return value not in (None, "")


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    return unguarded(cell.strip()) if isinstance(cell, str) else cell


def _of_one_length(rows: list[Row]) -> Iterable[Row]:
    width = max((place for place, heading in enumerate(rows[0], 1) if is_filled(heading)), default=0)
    for number, row in enumerate(rows, 1):
        if any(map(is_filled, row[width:])):
            raise Refused(_("Row %(row)s has more cells than there are headings.") % {"row": number})
        yield [*row[:width], *[""] * (width - len(row))]


# CSV


def _of_csv(content: bytes) -> Iterable[Row]:
    text = text_of(content)
    if text is None or "\0" in text:
        raise Refused(_("This is no table: choose a CSV or an XLSX file."))
    headings = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=headings.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error:
        raise Refused(_("The file cannot be read as CSV: a quotation mark is missing somewhere.")) from None


# XLSX


def _of_workbook(content: bytes) -> Iterable[Row]:
    """The first sheet; a row that the file leaves out is empty."""
    book = read_workbook(content)
    rows = dict(book.sheets[0].rows) if book.sheets else {}
    for number in range(1, min(max(rows, default=0), MAX_SHEET_ROWS + 2) + 1):
        cells = rows.get(number, [])
        yield [_value_of(cell, number, column) for column, cell in enumerate(cells, 1)]


def _value_of(cell: Cell, row: int, column: int) -> Any:
    if cell.kind in ("formula", "error"):
        place = f"{get_column_letter(column)}{row}"
        raise Refused(_("Cell %(cell)s holds a formula: paste its value.") % {"cell": place})
    return cell.value
