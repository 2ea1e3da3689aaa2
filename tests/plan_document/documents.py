"""Plan documents as JSON has them, as tests write and change them."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from actionplan.plan_document.exporting import plan_document
from actionplan.plan_document.parsing import read_plan_document
from actionplan.planned import json_form
from actionplan.planned.faults import Faulty
from actionplan.planned.json_form import as_json
from objectives.models import Plan

Document = dict[str, Any]
SCHEMA = json.loads(
    Path(json_form.__file__).with_name("plan-document.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def action(document: Document, code: str) -> Document:
    return next(item for item in document["actions"] if item["code"] == code)


def refusal(content: bytes | str) -> list[str]:
    """The sentences with which the file is refused."""
    with pytest.raises(Faulty) as raised:
        read_plan_document(content)
    return [str(fault) for fault in raised.value.faults]


def read_as_json(content: bytes | str) -> Document:
    """What was read of a file, written again."""
    document: Document = as_json(read_plan_document(content))
    return document


def document_of(plan: Plan, on: datetime.date) -> Document:
    document: Document = as_json(plan_document(plan, on))
    return document


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Every list or object of a document with each of its keys."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    places = []
    for key, item in list(inner):
        places += [(value, key), *places_in(item)]
    return places
