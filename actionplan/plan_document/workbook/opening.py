"""A workbook that somebody sends, opened with care: what could harm or mislead is refused with a sentence.

What every workbook is looked at for before it is unpacked and read stands in `base.uploads`.
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from dataclasses import dataclass, field
from typing import Any

from defusedxml.ElementTree import fromstring, iterparse
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from actionplan.amendments.shape import Faulty, faulty
from actionplan.base.refusals import Refused
from actionplan.base.uploads import refuse_harmful

ZIP_START = b"PK"
OLE_START = b"\xd0\xcf\x11\xe0"
"""With which old workbooks begin, and those under a password."""
LAST_ROW, LAST_COLUMN = 1_048_576, 50
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class PartOfWorkbook:
    """What only the file itself says of a sheet."""

    hidden_rows: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    """Such as A2:A4."""


@dataclass
class OpenedSheet:
    title: str
    is_hidden: bool
    part: PartOfWorkbook
    rows: list[tuple[int, Any]]
    """Those that hold something: the number of the row, and its cells from the first column on, as openpyxl reads them."""


@dataclass
class OpenedWorkbook:
    sheets: list[OpenedSheet]
    epoch: datetime.datetime
    """The day from which its numbers count days."""


def is_workbook(content: bytes) -> bool:
    """Whether the bytes say that they are one, or mean to be."""
    return content.startswith((ZIP_START, OLE_START))


def open_workbook(content: bytes) -> OpenedWorkbook:
    """Raises Faulty."""
    if content.startswith(OLE_START):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise faulty(_("The workbook is protected by a password. Save it without one."))
        raise faulty(_("This is a file of an old office program. Save it as an Excel workbook (.xlsx)."))
    try:
        refuse_harmful(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_what_is_no_workbook(archive)
            names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            parts = {name: _part(archive.read(name)) for name in names}
            paths = _paths_of_sheets(archive)
        return _read(content, {title: parts.get(path, PartOfWorkbook()) for title, path in paths.items()})
    except Faulty:
        raise
    except Refused as refused:
        raise faulty(str(refused)) from None
    except Exception:  # zipfile, the parser and openpyxl raise whatever they stumble over
        raise faulty(
            _(
                "The file cannot be read as a workbook. Open it, save it as an Excel workbook (.xlsx), and send that."
            )
        ) from None


def _refuse_what_is_no_workbook(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "mimetype" in names:
        raise faulty(_("This is an OpenDocument file. Save it as an Excel workbook (.xlsx)."))
    if "xl/workbook.xml" not in names:
        raise faulty(_("This ZIP file is no Excel workbook."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise faulty(_("The workbook holds macros. Save it as an Excel workbook without macros (.xlsx)."))


def _part(content: bytes) -> PartOfWorkbook:
    found, row = PartOfWorkbook(), 0
    if b"hidden=" not in content and b"mergeCell" not in content:
        return found  # most sheets, and those that are long
    for _event, element in iterparse(io.BytesIO(content), forbid_dtd=True):
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            row = int(element.get("r", row + 1))
            if element.get("hidden") in ("1", "true"):
                found.hidden_rows.add(row)
            element.clear()
        elif tag == "mergeCell":
            found.merged.append(element.get("ref", ""))
    return found


def _paths_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    sheets = fromstring(archive.read("xl/workbook.xml")).iter()
    return {
        sheet.get("name"): f"xl/{targets.get(sheet.get(RELATION), '')}".replace("xl//xl/", "xl/")
        for sheet in sheets
        if sheet.tag.endswith("}sheet")
    }


def _read(content: bytes, parts: dict[str, PartOfWorkbook]) -> OpenedWorkbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about drop-down lists and headers that openpyxl does not read
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheets = [
            OpenedSheet(
                sheet.title,
                sheet.sheet_state != "visible",
                parts.get(sheet.title, PartOfWorkbook()),
                _filled_rows(sheet),
            )
            for sheet in book.worksheets
        ]
        return OpenedWorkbook(sheets, book.epoch)


def _filled_rows(sheet: Any) -> list[tuple[int, Any]]:
    found, before = [], None
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=LAST_COLUMN), 1):
        if row is not before and any(cell.value not in (None, "") for cell in row):
            found.append((number, row))
        before = row  # the rows that a file leaves out are one and the same
    return found
