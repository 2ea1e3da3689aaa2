"""Words of the permission table and valid forms for the pages of the plans."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from actionplan.base.days import day_of
from actionplan.plan_document.importing import preview_import
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.parsing import read_plan_document
from objectives.models import PLAN_NAME_FIELDS, Plan
from tests.plans.plans_world import DOCUMENT, NEXT, RUNNING

CODES = {"plan-in-preparation": NEXT, "plan-in-force": RUNNING}
FILE = "file-with-a-plan"
WORDS = [*CODES, FILE]
NAMES = ["plan-names", "plan-upload", "plan-file-commit"]


def names_of_plan(word: str) -> dict[str, Any]:
    """The values of the placeholders for a word of `WORDS`."""
    if word == FILE:
        return {"pk": PlanFile.objects.get(name="plan.json").pk}
    return {"plan_code": CODES[word]}


def form_of_plan(name: str) -> dict[str, Any]:
    if name == "plan-names":
        plan = Plan.objects.get(code="2020-2024")
        return {
            "addressee": "the town",
            **{f"opened-{name}": getattr(plan, name) for name in PLAN_NAME_FIELDS},
        }
    content = json.dumps(DOCUMENT).encode()
    if name == "plan-upload":
        return {"file": SimpleUploadedFile("another.json", content)}
    preview = preview_import(document=read_plan_document(content), on=day_of(timezone.now()))
    return {"mark": preview.mark}
