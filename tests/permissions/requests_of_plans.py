"""Words of the permission table and valid forms for the pages of the plans."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from actionplan.base.days import day_of
from actionplan.plan_document.importing import preview_import
from actionplan.plan_document.models import PlanFile
from actionplan.plan_document.parsing import read_plan_document
from objectives.models import PLAN_NAME_FIELDS, Plan
from tests.plans.plans_world import DOCUMENT, NEXT, RUNNING

if TYPE_CHECKING:
    from tests.world import World

CODES = {"plan-in-preparation": NEXT, "plan-in-force": RUNNING}
FILE = "file-with-a-plan"
CONTENT = json.dumps(DOCUMENT).encode()
WORDS = [*CODES, FILE]


def names_of_plan(world: World, word: str) -> dict[str, Any]:
    """The values of the placeholders for a word of `WORDS`."""
    if word == FILE:
        return {"pk": PlanFile.objects.get(name="plan.json").pk}
    return {"plan_code": CODES[word]}


def _named(names: dict[str, Any]) -> dict[str, Any]:
    plan = Plan.objects.get(code="2020-2024")
    return {"addressee": "the town", **{f"opened-{name}": getattr(plan, name) for name in PLAN_NAME_FIELDS}}


def _uploaded(names: dict[str, Any]) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("another.json", CONTENT)}


def _committed(names: dict[str, Any]) -> dict[str, Any]:
    preview = preview_import(document=read_plan_document(CONTENT), on=day_of(timezone.now()))
    return {"mark": preview.mark}


FORMS = {"plan-names": _named, "plan-upload": _uploaded, "plan-file-commit": _committed}
