"""From the text of a plan document to the document in its plainest form, or to what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from actionplan.amendments.items import said_once, without_empty
from actionplan.amendments.shape import SCHEMA, Fault, faults_of_shape
from actionplan.base.refusals import Refused
from actions.codes import order_of

from .consistency import faults_of_consistency

Item = dict[str, Any]

MEGABYTE = 1024 * 1024
OTHER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""With which texts in UTF-16 and UTF-32 begin."""


class Faulty(Refused):
    """The document cannot be a plan; `faults` says each reason and its place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def read_plan_document(content: bytes | str) -> Item:
    """The document in its plainest form. Raises Faulty."""
    document = _json_of(text_of(content) if isinstance(content, bytes) else content)
    faults = list(faults_of_shape(document)) or list(faults_of_consistency(document))
    if faults:
        raise Faulty(faults)
    return plainest(document)


def text_of(content: bytes) -> str:
    """The text of a file, with or without a mark at its start. Raises Faulty where it is too large, empty, or not UTF-8."""
    most = settings.IMPORT_MOST_MEGABYTES
    if len(content) > most * MEGABYTE:
        raise _faulty(_("The file is larger than %(most)s MB.") % {"most": most})
    if content.startswith(OTHER_MARKS):
        raise _faulty(_("The file is written in UTF-16 or UTF-32. Save it as UTF-8."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _faulty(
            _("The file is no text in UTF-8: byte %(place)s cannot be read. Save it as UTF-8.")
            % {"place": error.start + 1}
        ) from None
    if not text.strip():
        raise _faulty(_("The file is empty."))
    return text


def _json_of(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_members, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        words = _("This is not JSON: it cannot be read from line %(line)s, column %(column)s on.")
        raise _faulty(words % {"line": error.lineno, "column": error.colno}) from None
    except RecursionError:
        raise _faulty(_("Lists and objects stand too deep inside one another.")) from None
    except ValueError as error:  # a number with thousands of digits
        raise _faulty(_("This is not JSON: %(error)s.") % {"error": error}) from None


def _members(pairs: list[tuple[str, Any]]) -> Item:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _faulty(_("“%(member)s” stands twice in one object.") % {"member": twice})
    return found


def _no_number(name: str) -> None:
    raise _faulty(_("“%(value)s” is no number.") % {"value": name})


def _faulty(words: str) -> Faulty:
    return Faulty([Fault("", words)])


def plainest(document: Item) -> Item:
    """The same document in the one form in which it is written: nothing said twice, and nothing empty said at all."""
    document = without_empty(document, SCHEMA)
    document["objectives"].sort(key=lambda item: item["number"])
    document["actions"] = [said_once(item) for item in document["actions"]]
    document["actions"].sort(key=lambda item: order_of(item["code"]))
    return document
