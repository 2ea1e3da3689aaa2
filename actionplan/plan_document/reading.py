"""From the text of a plan document to the document in its plainest form, or to what is wrong with it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from actionplan.base.refusals import Refused
from actions.codes import order_of

from .consistency import faults_of_consistency
from .shape import SCHEMA, Fault, faults_of_shape

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
    document["actions"].sort(key=lambda item: order_of(item["code"]))
    for action in document["actions"]:
        if action.get("lead") == first_promoter(action):
            action.pop("lead", None)
        for line in action["budget"]["lines"]:
            for share in line["funding"]:
                share["percent"] = plain_number(share["percent"])
        for milestone in action["milestones"]:
            for name in {"target_from", "target_to"} & milestone.keys():
                milestone[name] = plain_number(milestone[name])
    return document


def first_promoter(action: Item) -> str | None:
    """The key of the organisation that leads an action whose lead is not named."""
    promoters = [each["organisation"] for each in action["promoters"] if each["role"] == "promoter"]
    return promoters[0] if promoters else None


def plain_number(value: Decimal | str) -> str:
    """A number without zeros that say nothing: 90 and not 90.00."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def without_empty(value: Any, schema: Item) -> Any:
    """The value with its members in the schema's order and without optional members that are empty."""
    schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")] if "$ref" in schema else schema
    if isinstance(value, list):
        return [without_empty(item, schema["items"]) for item in value]
    if not isinstance(value, dict):
        return value
    required = schema["required"]
    return {
        name: without_empty(value[name], inner)
        for name, inner in schema["properties"].items()
        if name in value and (name in required or not _is_empty(value[name]))
    }


def _is_empty(value: Any) -> bool:
    return value in (None, "", False) or (isinstance(value, list) and not any(value))
