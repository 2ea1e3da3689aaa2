"""Words of the permission table and valid forms for the pages of the plans."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from actionplan.base.days import day_of
from actionplan.plan_document.importing import preview_import
from actionplan.plan_document.models import PlanFile, PrintedPlan
from actionplan.plan_document.printed.workflow import mark_of_answer
from actionplan.plan_document.reading import read_plan_document
from objectives.models import NAMES_OF_PLAN, Plan
from tests.plans.plans_world import DOCUMENT, NEXT, RUNNING
from tests.plans.printed_world import BEGUN, CODE, CONFIRMED, FACTS, TABLE, workbook_of

CODES = {"plan-in-preparation": NEXT, "plan-in-force": RUNNING}
FILE = "file-with-a-plan"
PRINTED = {
    "printed-plan": (BEGUN, CODE),
    "confirmed-printed-plan": (CONFIRMED, CODE),
    "unknown-printed-action": (BEGUN, "9.9"),
}
WORDS = [*CODES, FILE, *PRINTED]
SAVED = {
    "printed-plan-facts-save": ({}, {"objective_1": "Sample objective", **FACTS}),
    "printed-plan-bodies-save": (
        {},
        {"ministers:samples:name": "Samples", "organisations:sample_agency:name": "Sample agency"},
    ),
    "printed-action-save": (
        ["Sample action", None],
        {"title": "Sample action", "timing": "2021", "budget": "€ 5"},
    ),
}
"""By address: what was saved before, and what is saved."""
NAMES = ["plan-names-save", "plan-upload", "plan-file-commit", "printed-plan-upload", *SAVED]


def names_of_plan(word: str) -> dict[str, Any]:
    """The values of the placeholders for a word of `WORDS`."""
    if word == FILE:
        return {"pk": PlanFile.objects.get(name="plan.json").pk}
    if word in PRINTED:
        name, code = PRINTED[word]
        return {"pk": PrintedPlan.objects.get(name=name).pk, "code": code}
    return {"plan_code": CODES[word]}


def form_of_plan(name: str) -> dict[str, Any]:
    if name == "plan-names-save":
        plan = Plan.objects.get(code="2020-2024")
        return {"addressee": "the town", **{f"opened-{name}": getattr(plan, name) for name in NAMES_OF_PLAN}}
    if name in SAVED:
        before, form = SAVED[name]
        return {"mark": mark_of_answer(before), **form}
    if name == "printed-plan-upload":
        return {"file": SimpleUploadedFile("table.xlsx", workbook_of(*TABLE))}
    content = json.dumps(DOCUMENT).encode()
    if name == "plan-upload":
        return {"file": SimpleUploadedFile("another.json", content)}
    preview = preview_import(document=read_plan_document(content), on=day_of(timezone.now()))
    return {"mark": preview.mark}
