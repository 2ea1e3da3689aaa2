"""Plan documents as JSON has them, as tests write and change them."""

import datetime
import json
from pathlib import Path
from typing import Any

from actionplan.plan_document.exporting import plan_document
from actionplan.plan_document.parsing import read_plan_document
from actionplan.planned import json_form
from actionplan.planned.json_form import as_json
from objectives.models import Plan

Document = dict[str, Any]
SCHEMA = json.loads(
    Path(json_form.__file__).with_name("plan-document.schema.json").read_text(encoding="utf-8")
)


def read_as_json(content: bytes | str) -> Document:
    """What was read of a file, written again."""
    document: Document = as_json(read_plan_document(content))
    return document


def document_of(plan: Plan, on: datetime.date) -> Document:
    document: Document = as_json(plan_document(plan, on))
    return document
