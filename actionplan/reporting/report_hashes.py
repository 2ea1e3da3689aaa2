"""What a report and the standings of its action say, as hashes in the events of the acts on it.

- `report`: of all columns of the report that a removal by law leaves as they are; `report_texts`: of those that it may empty;
- `rows`, `rows_texts`: the same of its rows, which never change once it is submitted, but by law;
- `standings`: of all standings of the action.

Texts are hashed with the salt of the report. With a removal it gets another salt, so that nobody can find what was removed
by trying; where it has none, of before version 1.1, there is no such hash.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from actionplan.audit.contents import hashes_of_rows, said
from actionplan.base.canonical import canonical, hash_of_text, sha256

from .models import (
    CorrectedFact,
    Evidence,
    Expenditure,
    Measurement,
    ProgressReport,
    ReportedMilestone,
    Standing,
)
from .models.evidence import EVIDENCE_TEXTS
from .report_fields import MILESTONE_TEXTS, TEXT_FIELDS

ROW_TEXTS: dict[type[Any], list[str]] = {
    Expenditure: ["source"],
    ReportedMilestone: list(MILESTONE_TEXTS),
    Measurement: ["source"],
}
"""The texts of the rows of a report: sources, and why a milestone is not achieved or undone."""
REPORT, ROWS = "report", "rows"
PARTS: dict[str, dict[type[Any], list[str]]] = {
    REPORT: {ProgressReport: [*TEXT_FIELDS, "remark"]},
    ROWS: {**ROW_TEXTS, Evidence: EVIDENCE_TEXTS, CorrectedFact: []},
}
OF_REMOVAL = ["salt", "redacted_at", "redacted_fields"]


def hashes_of_reports(
    reports: QuerySet[ProgressReport], *, with_rows: bool = True
) -> dict[int, dict[str, str]]:
    """By the key of the report, in a query for each table."""
    salts: dict[int, str] = {}
    facts: dict[tuple[int, str], list[Any]] = defaultdict(list)
    texts: dict[tuple[int, str], list[Any]] = defaultdict(list)
    parts = PARTS if with_rows else {REPORT: PARTS[REPORT]}
    for part, tables in parts.items():
        for model, names in tables.items():
            key = "id" if part == REPORT else "report_id"
            rows: QuerySet[Any] = (
                reports if part == REPORT else model._base_manager.filter(report__in=reports)
            )
            for row in rows.order_by("pk").values():
                if part == REPORT:
                    salts[row["id"]] = row["salt"]
                facts[row[key], part].append([model._meta.label_lower, said(row, [*names, *OF_REMOVAL])])
                texts[row[key], part].append([row["id"], said({name: row[name] for name in names})])
    hashes: dict[int, dict[str, str]] = {}
    for report, salt in salts.items():
        hashes[report] = {part: sha256(canonical(facts[report, part])) for part in parts}
        for part in parts:
            words = canonical(texts[report, part]).decode()
            hashes[report][f"{part}_texts"] = hash_of_text(salt, words) if salt else ""
    return hashes


def hashes_of_standings(standings: QuerySet[Standing]) -> dict[int, str]:
    """By the key of the action, of all its standings."""
    return hashes_of_rows((standings, "action_id"))
