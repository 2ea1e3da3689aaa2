"""Whether a document has the shape that plan-document.schema.json describes.

It reads the schema itself, as far as the schema goes: types, required and unknown members, fixed and listed
values, patterns, dates, least lengths. A test holds it against a complete implementation of JSON Schema.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.refusals import Refused

from .places import inside, item_place

Item = dict[str, Any]
"""An object of a document, by its members; and what a schema says of one."""

SCHEMA = json.loads(Path(__file__).with_name("plan-document.schema.json").read_text(encoding="utf-8"))
ACTION = SCHEMA["properties"]["actions"]["items"]
PARTS = ACTION["properties"]
MINISTER = PARTS["ministers"]["items"]
PROMOTER = PARTS["promoters"]["items"]
PHASE = PARTS["timing"]["properties"]["phases"]["items"]
LINE = PARTS["budget"]["properties"]["lines"]["items"]
SHARE = LINE["properties"]["funding"]["items"]
MILESTONE = PARTS["milestones"]["items"]

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}

ANYTHING: dict[str, Any] = {"type": [*TYPES]}
ANYTHING["items"] = ANYTHING
"""What stands inside an object of which no member is described."""
UNKEPT = re.compile("[\0\ud800-\udfff]")
"""What a JSON text may hold and a database does not keep: a null character, half of a pair of surrogates."""

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""A day outside these years is a slip of the hand."""
LONGEST_TEXT = 20_000
"""Characters of a summary."""


@dataclass(frozen=True)
class Fault:
    """Something wrong with a document: where, and what, in a sentence."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}" if self.place else self.words

    def within(self, place: str) -> Fault:
        """The same, of something that stands at this place."""
        return Fault(inside(place, self.place) if self.place else place, self.words)


class Faulty(Refused):
    """The document cannot be a plan; `faults` says each reason and its place, with a sign in place of what cannot be kept."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = [
            Fault(*(UNKEPT.sub("\ufffd", text) for text in (one.place, one.words))) for one in faults
        ]
        super().__init__("\n".join(str(fault) for fault in self.faults))


def faulty(words: str) -> Faulty:
    """The file as a whole."""
    return Faulty([Fault("", words)])


def faults_of_shape(value: Any, schema: Item = SCHEMA, member: str = "") -> Iterable[Fault]:
    """What is wrong with the value, with places inside it; nothing inside a value of the wrong type is looked at.

    `member` is what a list is called.
    """
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "type" in schema and not _has_type(value, schema["type"]):
        return [Fault("", _("this must be %(types)s.") % {"types": _types_in_words(schema["type"])})]
    if isinstance(value, dict) and "properties" in schema:
        return _faults_of_members(value, schema)
    if isinstance(value, list) and "items" in schema:
        return _faults_of_items(value, schema, member)
    if isinstance(value, dict):
        return (fault for inner in [*value, *value.values()] for fault in faults_of_shape(inner, ANYTHING))
    return _faults_of_value(value, schema)


def _faults_of_members(value: Item, schema: Item) -> Iterator[Fault]:
    known = schema["properties"]
    for name in schema.get("required", []):
        if name not in value:
            yield Fault("", _("“%(member)s” is missing.") % {"member": name})
    for name, inner in value.items():
        if name not in known:
            yield Fault("", _("“%(member)s” is not known here.") % {"member": name})
        else:
            for fault in faults_of_shape(inner, known[name], name):
                yield fault if isinstance(inner, list) else fault.within(name)


def _faults_of_items(value: list[Any], schema: Item, member: str) -> Iterator[Fault]:
    if len(value) < schema.get("minItems", 0):
        yield Fault(member, _("at least one is needed."))
    for position, item in enumerate(value, 1):
        for fault in faults_of_shape(item, schema["items"]):
            yield fault.within(item_place("", member, item, position))


def _faults_of_value(value: Any, schema: Item) -> Iterator[Fault]:
    if "const" in schema and value != schema["const"]:
        yield Fault("", _("this must be %(value)s.") % {"value": json.dumps(schema["const"])})
    if "enum" in schema and value not in schema["enum"]:
        known = ", ".join(json.dumps(each) for each in schema["enum"])
        yield Fault("", _("%(value)s is none of %(known)s.") % {"value": json.dumps(value), "known": known})
    if isinstance(value, str):
        if UNKEPT.search(value):
            yield Fault("", _("this holds a character that cannot be kept."))
        if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
            yield Fault("", _("“%(value)s” is not written as it must be.") % {"value": value})
        if schema.get("format") == "date" and not _is_date(value):
            yield Fault("", _("“%(value)s” is not a day, such as 2021-12-31.") % {"value": value})
        elif schema.get("format") == "date" and not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
            years = {"value": value, "first": FIRST_YEAR, "last": LAST_YEAR}
            yield Fault("", _("“%(value)s” lies outside the years %(first)s to %(last)s.") % years)
        if len(value) > LONGEST_TEXT:
            yield Fault("", _("this is longer than %(most)s characters.") % {"most": LONGEST_TEXT})
    elif isinstance(value, int) and value < schema.get("minimum", value):
        yield Fault("", _("this must be %(least)s or more.") % {"least": schema["minimum"]})


def _has_type(value: Any, types: str | list[str]) -> bool:
    for name in [types] if isinstance(types, str) else types:
        if isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool)):
            return True
    return False


def _types_in_words(types: str | list[str]) -> str:
    words = {
        "object": _("an object with members"),
        "array": _("a list"),
        "string": _("a text"),
        "integer": _("a whole number"),
        "boolean": _("true or false"),
        "null": _("nothing"),
    }
    return _(" or ").join(words[name] for name in ([types] if isinstance(types, str) else types))


def _is_date(value: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        return False
    return True
