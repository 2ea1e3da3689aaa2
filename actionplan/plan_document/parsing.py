"""Reads files with a plan, and reports what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.refusals import Refused
from actionplan.base.uploads import refuse_large
from actionplan.base.workbooks import is_workbook
from actionplan.planned.document import PlanDocument
from actionplan.planned.faults import Faulty, Path, faulty, in_words
from actionplan.planned.json_form import read_document

from .consistency import faults_of_consistency
from .fixture import document_of_fixture
from .workbook.reading import WorkbookReader

OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""The byte order marks of UTF-16 and UTF-32."""


@dataclass(frozen=True)
class PlanRead:
    """The contents of a file with a plan."""

    content: bytes
    document: PlanDocument
    where: Callable[[Path], str]
    """Names a place of the document as it is in the file: the sheet, row and column of a workbook."""
    notes: list[str]
    """What a person should know before continuing, such as sheets that were not read."""


def read_plan_file(content: bytes | str) -> PlanRead:
    """Read a plan document, a Django fixture of a plan or a plan workbook, judging by the bytes.

    Raises Faulty; of a workbook NotReadNow too, and call it outside of a transaction, as `read_workbook` says.
    """
    if isinstance(content, bytes):
        try:
            refuse_large(len(content))
        except Refused as refused:
            raise faulty(str(refused)) from None
        if is_workbook(content):
            return PlanRead(content, *WorkbookReader(content).read())
    value = _json_of(text_of(content) if isinstance(content, bytes) else content)
    document = document_of_fixture(value) if isinstance(value, list) else read_document(value)
    if faults := list(faults_of_consistency(document)):
        raise Faulty(faults)
    return PlanRead(content if isinstance(content, bytes) else content.encode(), document, in_words, [])


def read_plan_document(content: bytes | str) -> PlanDocument:
    """Raises Faulty."""
    return read_plan_file(content).document


def text_of(content: bytes) -> str:
    """The text of a file, with or without a byte order mark. Raises Faulty if it is empty or not UTF-8."""
    if content.startswith(OTHER_MARKS):
        raise faulty(_("The file is written in UTF-16 or UTF-32. Save it as UTF-8."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise faulty(
            _("The file is no text in UTF-8: byte %(place)s cannot be read. Save it as UTF-8.")
            % {"place": error.start + 1}
        ) from None
    if not text.strip():
        raise faulty(_("The file is empty."))
    return text


def _json_of(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_members, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        if text.lstrip()[0] not in "{[":
            raise faulty(
                _(
                    "This is neither a plan workbook (.xlsx) nor a plan document (JSON). A table that was saved as CSV: save it "
                    "as an Excel workbook."
                )
            ) from None
        words = _("This is not JSON: it cannot be read from line %(line)s, column %(column)s on.")
        raise faulty(words % {"line": error.lineno, "column": error.colno}) from None
    except RecursionError:
        raise faulty(_("Lists and objects stand too deep inside one another.")) from None
    except ValueError as error:  # a number with thousands of digits
        raise faulty(_("This is not JSON: %(error)s.") % {"error": error}) from None


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise faulty(_("“%(member)s” stands twice in one object.") % {"member": twice})
    return members


def _no_number(name: str) -> None:
    raise faulty(_("“%(value)s” is no number.") % {"value": name})
