"""Opens a workbook with a plan: its cells, and what only its XML says about the sheets.

The checks of every workbook before it is unpacked and read are in `base.workbooks`.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from defusedxml.ElementTree import fromstring, iterparse

from actionplan.base.refusals import Refused
from actionplan.base.workbooks import opened_workbook
from actionplan.planned.faults import faulty

LAST_ROW, LAST_COLUMN = 1_048_576, 50
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class SheetXml:
    """What only the XML of a sheet says."""

    hidden_rows: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    """Ranges such as A2:A4."""


@dataclass
class OpenedSheet:
    title: str
    is_hidden: bool
    part: SheetXml
    rows: list[tuple[int, Any]]
    """The rows with contents: the number of the row and its cells from the first column on, as openpyxl reads them."""


@dataclass
class OpenedWorkbook:
    sheets: list[OpenedSheet]
    epoch: datetime.datetime
    """The day that its serial dates count from."""


def open_workbook(content: bytes) -> OpenedWorkbook:
    """Raises Faulty."""
    try:
        with opened_workbook(content) as book:
            parts = _parts_of_sheets(content)
            sheets = [
                OpenedSheet(
                    sheet.title,
                    sheet.sheet_state != "visible",
                    parts.get(sheet.title, SheetXml()),
                    _filled_rows(sheet),
                )
                for sheet in book.worksheets
            ]
            return OpenedWorkbook(sheets, book.epoch)
    except Refused as refused:
        raise faulty(str(refused)) from None


def _parts_of_sheets(content: bytes) -> dict[str, SheetXml]:
    """The XML facts of each sheet by its title."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        paths, names = _paths_of_sheets(archive), set(archive.namelist())
        return {title: _part(archive.read(path)) for title, path in paths.items() if path in names}


def _part(content: bytes) -> SheetXml:
    part, row = SheetXml(), 0
    if b"hidden=" not in content and b"mergeCell" not in content:
        return part  # most sheets, and all long ones
    for _event, element in iterparse(io.BytesIO(content), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            row = int(element.get("r", row + 1))
            if element.get("hidden") in ("1", "true"):
                part.hidden_rows.add(row)
            element.clear()
        elif tag == "mergeCell":
            part.merged.append(element.get("ref", ""))
    return part


def _paths_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    sheets = fromstring(archive.read("xl/workbook.xml")).iter()
    return {
        sheet.get("name"): f"xl/{targets.get(sheet.get(RELATION), '')}".replace("xl//xl/", "xl/")
        for sheet in sheets
        if sheet.tag.endswith("}sheet")
    }


def _filled_rows(sheet: Any) -> list[tuple[int, Any]]:
    filled, before = [], None
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN), 1):
        if row is not before and any(cell.value not in (None, "") for cell in row):
            filled.append((number, row))
        before = row  # openpyxl gives the same object for all rows that the file leaves out
    return filled
