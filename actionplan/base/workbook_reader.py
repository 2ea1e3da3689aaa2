"""A program of its own that reads a workbook: `workbooks.py` runs it in a new interpreter, which knows nothing of the portal.

The workbook comes by standard input, what it says leaves by standard output as JSON. First its parts are counted, as they
are unpacked: a small file may hold millions of cells. Nothing but the standard library and openpyxl is imported here, no
Django, no settings.

What a file costs is bounded by the system: `limit` says by how much. Where a system has no such limit (macOS has none of
memory), only the deadline of who waits for the answer holds.
"""

from __future__ import annotations

import datetime
import io
import json
import os
import resource
import sys
import warnings
import zipfile
from contextlib import suppress
from typing import Any
from xml.parsers import expat

MEGABYTE = 1024 * 1024
PROCESSOR_SECONDS = 10
MEMORY = 512 * MEGABYTE
MAX_ANSWER = 32 * MEGABYTE
"""Of what is said, as JSON."""
MAX_PARTS = 1000
"""Files inside a workbook."""
MAX_SHEET_ROWS = 5000
"""Rows with contents below the headings of one sheet."""
MAX_CELLS = 300_000
"""Cells in all sheets together, including empty formatted ones: a few seconds of reading."""
MAX_OTHER_ELEMENTS = 50_000
"""XML elements in the other parts of a workbook, such as formats and comments."""
MAX_FORMAT_CODE = 255
"""Characters of a number format, as in office programs. openpyxl takes a time that is quadratic in its brackets."""
MAX_TEXT = 32_767
"""Characters of a cell, as in office programs."""
MAX_COLUMNS = 100
LAST_ROW = 1_048_576
VALUE_TAGS = {"v", "is", "t", "f"}
"""The XML elements that hold the value of a cell or of a shared string."""
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Unfit(Exception):
    """The workbook is not read; the argument is the name of a sentence in `workbooks.py`."""


def main() -> None:
    limit()
    content = sys.stdin.buffer.read()
    try:
        refuse_harmful(content, most_unpacked=int(sys.argv[1]))
        answer = json.dumps(contents_of(content))
        if len(answer) > MAX_ANSWER:
            raise Unfit("too_large")
    except Unfit as unfit:
        answer = json.dumps({"unfit": str(unfit)})
    except MemoryError:
        answer = json.dumps({"unfit": "too_large"})
    except Exception:  # zipfile, the parser and openpyxl raise anything
        answer = json.dumps({"unfit": "unreadable"})
    sys.stdout.write(answer)


def limit() -> None:
    """Ends this process after so many seconds of a processor, gives it no more memory than this, and lets others go first."""
    os.nice(10)
    for kind, most in [(resource.RLIMIT_CPU, PROCESSOR_SECONDS), (resource.RLIMIT_AS, MEMORY)]:
        with suppress(ValueError, OSError):  # where the system has no such limit, or a lower one already
            resource.setrlimit(kind, (most, most))


def refuse_harmful(content: bytes, most_unpacked: int) -> None:
    """Raises Unfit if a file is too large unpacked (in bytes), has too many rows or cells, defines entities, has a number
    format without end, or is no workbook.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > most_unpacked:
            raise Unfit("too_large")
        counter = _Counter()
        for part in parts:
            counter.count(archive.read(part), is_xml=part.filename.endswith((".xml", ".rels")))
        _refuse_other_files({part.filename for part in parts})


def _refuse_other_files(names: set[str]) -> None:
    """`names` are the file names of the parts."""
    if "mimetype" in names:
        raise Unfit("open_document")
    if "xl/workbook.xml" not in names:
        raise Unfit("other_archive")


class _Counter:
    """Counts the rows of each sheet, the cells of all sheets, and the other elements of a workbook."""

    def __init__(self) -> None:
        self.cells = self.others = 0

    def count(self, part: bytes, is_xml: bool) -> None:
        """Raises Unfit when there are too many, and ExpatError for a part that should be XML and is not."""
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
        raise Unfit("entities")

    def _count(self, name: str, attributes: dict[str, str]) -> None:
        """`name` is the namespace, a space and the local name."""
        tag = name.rpartition(" ")[2]
        self.root = self.root or tag
        if len(attributes.get("formatCode", "")) > MAX_FORMAT_CODE:
            raise Unfit("format")
        if self.root not in ("worksheet", "sst"):
            self.others += 1
            if self.others > MAX_OTHER_ELEMENTS:
                raise Unfit("too_large")
        elif tag in VALUE_TAGS:
            self.rows += self.row_is_empty
            self.row_is_empty = False
            if self.rows > MAX_SHEET_ROWS + 1:
                raise Unfit("rows")
        else:
            self.cells += 1
            self.row_is_empty = self.row_is_empty or tag == "row"
            if self.cells > MAX_CELLS:
                raise Unfit("cells")


# What the workbook says


def contents_of(content: bytes) -> dict[str, Any]:
    """The sheets, and the day that serial dates count from."""
    from openpyxl import load_workbook  # not before the limits hold

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about drop-down lists and headers that openpyxl does not read
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        parts = _parts_of_sheets(content)
        sheets = [
            {
                "title": sheet.title,
                "is_hidden": sheet.sheet_state != "visible",
                "rows": _filled_rows(sheet),
                **parts.get(sheet.title, {"hidden_rows": [], "merged": []}),
            }
            for sheet in book.worksheets
        ]
    return {"epoch": book.epoch.isoformat(), "sheets": sheets}


def _filled_rows(sheet: Any) -> list[tuple[int, list[Any]]]:
    """The rows with contents: the number of the row, and its cells from the first column to the last filled one."""
    filled, before = [], None
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS), 1):
        if row is not before:
            cells = [None if cell.value in (None, "") else _in_json(cell) for cell in row]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                filled.append((number, cells))
        before = row  # openpyxl gives the same object for all rows that the file leaves out
    return filled


def _in_json(cell: Any) -> Any:
    """The value itself; a pair of its kind and the value where JSON has no such kind."""
    value = cell.value
    if cell.data_type == "f":
        return ["formula", str(value)]
    if cell.data_type == "e":
        return ["error", value]
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise Unfit("too_large")
        return value
    if isinstance(value, datetime.timedelta):
        return ["timedelta", value.total_seconds()]
    if isinstance(value, datetime.date | datetime.time):
        return [type(value).__name__, value.isoformat()]
    return ["percentage", value] if "%" in cell.number_format else value


def _parts_of_sheets(content: bytes) -> dict[str, dict[str, Any]]:
    """By the title of each sheet, what only its XML says."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        paths, names = _paths_of_sheets(archive), set(archive.namelist())
        return {title: _part(archive.read(path)) for title, path in paths.items() if path in names}


def _part(content: bytes) -> dict[str, Any]:
    """The numbers of its hidden rows, and the ranges that are merged, such as A2:A4."""
    from defusedxml.ElementTree import iterparse

    part: dict[str, Any] = {"hidden_rows": [], "merged": []}
    row = 0
    if b"hidden=" not in content and b"mergeCell" not in content:
        return part  # most sheets, and all long ones
    for _event, element in iterparse(io.BytesIO(content), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            row = int(element.get("r", row + 1))
            if element.get("hidden") in ("1", "true"):
                part["hidden_rows"].append(row)
            element.clear()
        elif tag == "mergeCell":
            part["merged"].append(element.get("ref", ""))
    return part


def _paths_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    from defusedxml.ElementTree import fromstring

    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = fromstring(archive.read("xl/workbook.xml")).iter()
    return {
        sheet.get("name"): f"xl/{targets.get(sheet.get(RELATION), '')}".replace("xl//xl/", "xl/")
        for sheet in sheets
        if sheet.tag.endswith("}sheet")
    }


if __name__ == "__main__":
    main()
