"""How long an import of the plan takes, beside what cannot be done without: parsing the file, and writing the same rows at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from actionplan.base.days import day_of
from actionplan.plan_document.exporting import as_text, plan_document
from actionplan.plan_document.importing import Decisions, import_plan_document, preview_import
from actionplan.plan_document.parsing import read_plan_document
from actionplan.planned.to_rows import ROW_KINDS
from objectives.models import Plan

from .filling import PLAN

NEXT = "2025-2029-synthetic"
ROWS: dict[Any, str] = {Plan: "pk"} | {model: path for model, (path, _identity) in ROW_KINDS.items()}
"""The models of a plan, with the way to it."""

Rows = list[tuple[type[models.Model], list[dict[str, Any]]]]


def document_of_next_plan() -> bytes:
    """The plan of the database as that of another, which is new."""
    plan = Plan.objects.get(code=PLAN)
    document = plan_document(plan, plan.end)
    return as_text(replace(document, plan=replace(document.plan, code=NEXT))).encode()


def imported(content: bytes, look: Callable[[], Any] = lambda: None) -> Any:
    """Read, looked at and done, as `import_plan --commit` does, and what `look` finds then; all is taken back."""
    document, at = read_plan_document(content), timezone.now()
    found = preview_import(document=document, on=day_of(at))
    decisions = Decisions(accepted=frozenset(one.word for one in found.warnings))
    with transaction.atomic():
        import_plan_document(document=document, by=None, at=at, decisions=decisions)
        seen = look()
        transaction.set_rollback(True)
    return seen


def rows_of_next_plan() -> Rows:
    plan = Plan.objects.get(code=NEXT)
    return [(model, list(model.objects.filter(**{path: plan.pk}).values())) for model, path in ROWS.items()]


def written_at_once(content: bytes, rows: Rows) -> None:
    """The file parsed, and each kind of row in one `bulk_create`; then taken back."""
    with transaction.atomic():
        json.loads(content)
        for model, values in rows:
            model._default_manager.bulk_create([model(**one) for one in values])
        transaction.set_rollback(True)
