"""From the text of a plan document to the document in its plainest form, or to what is wrong with it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.refusals import Refused
from actions.codes import order_of

from .consistency import faults_of_consistency
from .shape import SCHEMA, Fault, faults_of_shape

Item = dict[str, Any]


class Faulty(Refused):
    """The document cannot be a plan; `faults` says each reason and its place."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def read_plan_document(text: str) -> Item:
    """The document in its plainest form. Raises Faulty."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Faulty([Fault("", _("This is not JSON: %(error)s.") % {"error": error})]) from None
    faults = list(faults_of_shape(document)) or list(faults_of_consistency(document))
    if faults:
        raise Faulty(faults)
    return plainest(document)


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
