"""Tables in files that people upload, CSV or XLSX: read as rows of plain values, or refused with a sentence.

What a file is, its bytes say. A workbook is looked at before it is unpacked: a small file may hold much.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
import zlib
from collections.abc import Iterable
from itertools import islice
from typing import Any
from xml.parsers import expat

import openpyxl
from django.conf import settings
from django.utils.translation import gettext as _

from .refusals import Refused
from .sheets import unguarded

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 10
"""Times the size that a file may have: what a workbook may hold, unpacked."""
MOST_PARTS = 1000
"""Files inside a workbook."""
MOST_ROWS, MOST_COLUMNS = 5000, 100
"""Rows with something in them below the headings of one sheet; columns of a table."""
MOST_CELLS = 300_000
"""In all sheets of a workbook, empty ones that have a format included: some seconds of reading."""
MOST_OTHERS = 50_000
"""Elements of a workbook's other parts, such as formats and remarks."""
VALUES = {"v", "is", "t", "f"}
"""The elements inside a cell, or a text that cells share, that hold what it says."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""With which workbooks begin; old ones, and those with a password, with the second."""
SEPARATORS = ";,\t"

Row = list[Any]


def read_table(content: bytes) -> list[Row]:
    """The rows of a table, the headings first, all of one length; what follows the last filled row is left out.

    Texts are without the spaces around them and without one leading apostrophe, which files get before what an office
    program would take for a formula. Raises Refused where the file is too large, empty or no table.
    """
    refuse_large(len(content))
    if not content.strip():
        raise Refused(_("The file is empty."))
    cells = _of_workbook(content) if content.startswith((ZIP, OLE)) else _of_csv(content)
    rows = [[_plain(cell) for cell in row] for row in islice(cells, MOST_ROWS + 2)]
    while rows and not any(map(is_filled, rows[-1])):
        rows.pop()
    if len(rows) < 2:
        raise Refused(_("The file has no rows below its headings."))
    if len(rows) > MOST_ROWS + 1:
        raise Refused(_("The file has more than %(most)s rows. Divide it.") % {"most": MOST_ROWS})
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
    text = _text_of(content)
    if "\0" in text:
        raise Refused(_("This is no table: choose a CSV or an XLSX file."))
    headings = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=headings.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error:
        raise Refused(_("The file cannot be read as CSV: a quotation mark is missing somewhere.")) from None


def _text_of(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what office programs here write without saying so."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("This is no table: choose a CSV or an XLSX file."))


# XLSX


def _of_workbook(content: bytes) -> Iterable[Row]:
    """The first sheet, read as a stream: rows and columns that are far off are never made."""
    if content.startswith(OLE):
        raise Refused(
            _("The workbook is old (.xls) or has a password. Save it as .xlsx, without a password.")
        )
    refuse_harmful(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS):
            yield [_value_of(cell) for cell in row]
    except Refused:
        raise
    except Exception as error:  # openpyxl says nowhere what it raises of a file that is no workbook
        raise Refused(
            _(
                "The file cannot be read as a workbook. Open it, save it as an Excel workbook (.xlsx), and send that."
            )
        ) from error


def _value_of(cell: Any) -> Any:
    if cell.data_type in ("f", "e"):
        raise Refused(_("Cell %(cell)s holds a formula: paste its value.") % {"cell": cell.coordinate})
    return cell.value


def refuse_harmful(content: bytes) -> None:
    """Raises Refused where a ZIP file would be too large unpacked, has too many rows or cells, or defines entities.

    It is counted as it is unpacked, before anything is made of it: a small file may hold millions of cells.
    """
    most = MOST_UNPACKED * settings.IMPORT_MOST_MEGABYTES * MEGABYTE
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most:
                raise Refused(_("The workbook is too large once it is unpacked."))
            counter = _Counter()
            for part in parts:
                counter.count(archive.read(part), is_xml=part.filename.endswith((".xml", ".rels")))
    except (
        *(zipfile.BadZipFile, zlib.error, RuntimeError, OSError, ValueError, EOFError),
        expat.ExpatError,
    ) as error:
        raise Refused(
            _(
                "The file cannot be read as a workbook. Open it, save it as an Excel workbook (.xlsx), and send that."
            )
        ) from error


class _Counter:
    """Counts the rows of each sheet, the cells of all, and what else stands in a workbook."""

    def __init__(self) -> None:
        self.cells = self.others = 0

    def count(self, part: bytes, is_xml: bool) -> None:
        """Raises Refused where it is too much, and ExpatError for what should be XML and is not."""
        self.root, self.rows, self.row_is_empty = "", 0, False
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse_entities
        parser.StartElementHandler = self._count
        try:
            parser.Parse(part, True)
        except expat.ExpatError:
            if is_xml:
                raise

    def _refuse_entities(self, *declaration: Any) -> None:
        raise Refused(_("The workbook defines entities, which no office program writes. It was not read."))

    def _count(self, name: str, attributes: dict[str, str]) -> None:
        """`name` is the namespace, a space and the element's own name."""
        tag = name.rpartition(" ")[2]
        self.root = self.root or tag
        if self.root not in ("worksheet", "sst"):
            self.others += 1
            if self.others > MOST_OTHERS:
                raise Refused(_("The workbook is too large once it is unpacked."))
        elif tag in VALUES:
            self.rows += self.row_is_empty
            self.row_is_empty = False
            if self.rows > MOST_ROWS + 1:
                raise Refused(_("The sheet has more than %(most)s rows.") % {"most": MOST_ROWS})
        else:
            self.cells += 1
            self.row_is_empty = self.row_is_empty or tag == "row"
            if self.cells > MOST_CELLS:
                raise Refused(
                    _(
                        "The workbook has more than %(most)s cells, empty ones that have a format included. Delete the rows and "
                        "columns that are not used."
                    )
                    % {"most": MOST_CELLS}
                )
