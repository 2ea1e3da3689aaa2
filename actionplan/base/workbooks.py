"""Opening uploaded workbooks safely: anything that could harm or mislead is refused with a sentence.

A file is checked before it is loaded: a small file may unpack to a very large one.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from xml.parsers import expat

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook

from .refusals import Refused

MEGABYTE = 1024 * 1024
MAX_UNPACKED_RATIO = 10
"""How many times the maximum file size a workbook may be, unpacked."""
MAX_PARTS = 1000
"""Files inside a workbook."""
MAX_SHEET_ROWS = 5000
"""Rows with contents below the headings of one sheet."""
MAX_CELLS = 300_000
"""Cells in all sheets together, including empty formatted ones: a few seconds of reading."""
MAX_OTHER_ELEMENTS = 50_000
"""XML elements in the other parts of a workbook, such as formats and comments."""
VALUE_TAGS = {"v", "is", "t", "f"}
"""The XML elements that hold the value of a cell or of a shared string."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""The first bytes of a workbook; of old ones, and those with a password, the second."""


def is_workbook(content: bytes) -> bool:
    """Whether the first bytes are those of a workbook."""
    return content.startswith((ZIP, OLE))


@contextmanager
def opened_workbook(content: bytes) -> Iterator[Workbook]:
    """The workbook, with sheets that are streamed. Raises Refused, also for errors while it is read."""
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused(_("The workbook is protected by a password. Save it without one."))
        raise Refused(_("This is a file of an old office program. Save it as an Excel workbook (.xlsx)."))
    try:
        refuse_harmful(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drop-down lists and headers that openpyxl does not read
            yield load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    except Refused:
        raise
    except Exception as error:  # zipfile, the parser and openpyxl raise anything
        raise Refused(
            _(
                "The file cannot be read as a workbook. Open it, save it as an Excel workbook (.xlsx), and send that."
            )
        ) from error


def refuse_harmful(content: bytes) -> None:
    """Raises Refused if a file is too large unpacked, has too many rows or cells, defines entities or is no
    workbook.

    The parts are counted as they are unpacked, before openpyxl builds anything: a small file may hold
    millions of cells.
    """
    most = MAX_UNPACKED_RATIO * settings.IMPORT_MOST_MEGABYTES * MEGABYTE
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > most:
            raise Refused(_("The workbook is too large once it is unpacked."))
        counter = _Counter()
        for part in parts:
            counter.count(archive.read(part), is_xml=part.filename.endswith((".xml", ".rels")))
        _refuse_other_files({part.filename for part in parts})


def _refuse_other_files(names: set[str]) -> None:
    """`names` are the file names of the parts."""
    if "mimetype" in names:
        raise Refused(_("This is an OpenDocument file. Save it as an Excel workbook (.xlsx)."))
    if "xl/workbook.xml" not in names:
        raise Refused(_("This ZIP file is no Excel workbook."))
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_("The workbook holds macros. Save it as an Excel workbook without macros (.xlsx)."))


class _Counter:
    """Counts the rows of each sheet, the cells of all sheets, and the other elements of a workbook."""

    def __init__(self) -> None:
        self.cells = self.others = 0

    def count(self, part: bytes, is_xml: bool) -> None:
        """Raises Refused when there are too many, and ExpatError for a part that should be XML and is not."""
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
        """`name` is the namespace, a space and the local name."""
        tag = name.rpartition(" ")[2]
        self.root = self.root or tag
        if self.root not in ("worksheet", "sst"):
            self.others += 1
            if self.others > MAX_OTHER_ELEMENTS:
                raise Refused(_("The workbook is too large once it is unpacked."))
        elif tag in VALUE_TAGS:
            self.rows += self.row_is_empty
            self.row_is_empty = False
            if self.rows > MAX_SHEET_ROWS + 1:
                raise Refused(_("The sheet has more than %(most)s rows.") % {"most": MAX_SHEET_ROWS})
        else:
            self.cells += 1
            self.row_is_empty = self.row_is_empty or tag == "row"
            if self.cells > MAX_CELLS:
                raise Refused(
                    _(
                        "The workbook has more than %(most)s cells, empty ones that have a format included. Delete the rows and "
                        "columns that are not used."
                    )
                    % {"most": MAX_CELLS}
                )
