"""What a report and the standings of its action say, as three hashes in the event of each act on it.

- `facts`: of all columns of the report and its rows that a removal by law leaves as they are;
- `texts`: of those that it may empty, with the salt of the report. With a removal the report gets another salt, so that
  nobody can find what was removed by trying; and where it has none, of before version 1.1, there is no such hash;
- `standings`: of all standings of the action.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from actionplan.audit.contents import hash_of_rows, said
from actionplan.base.canonical import canonical, hash_of_text, sha256

from .models import Evidence, Expenditure, Measurement, ProgressReport, ReportedMilestone, Standing
from .models.evidence import EVIDENCE_TEXTS
from .report_fields import MILESTONE_TEXTS, TEXT_FIELDS

ROW_TEXTS: dict[type[Any], list[str]] = {
    Expenditure: ["source"],
    ReportedMilestone: list(MILESTONE_TEXTS),
    Measurement: ["source"],
}
"""The texts of the rows of a report: sources, and why a milestone is late or undone."""
TEXTS: dict[type[Any], list[str]] = {
    ProgressReport: [*TEXT_FIELDS, "remark"],
    **ROW_TEXTS,
    Evidence: EVIDENCE_TEXTS,
}
OF_REMOVAL = ["salt", "redacted_at", "redacted_fields"]


def hashes_of_reports(reports: QuerySet[ProgressReport]) -> dict[int, dict[str, str]]:
    """`facts` and `texts` by the key of the report, in a query for each table."""
    facts: dict[int, dict[str, Any]] = defaultdict(lambda: defaultdict(list))
    texts: dict[int, dict[str, Any]] = defaultdict(lambda: defaultdict(list))
    for model, names in TEXTS.items():
        is_report = model is ProgressReport
        rows: QuerySet[Any] = reports if is_report else model._base_manager.filter(report__in=reports)
        for row in rows.order_by("pk").values():
            report = row["id"] if is_report else row["report_id"]
            table = model._meta.label_lower
            facts[report][table].append(said(row, [*names, *OF_REMOVAL]))
            texts[report][table].append(said({name: row[name] for name in names}))
    return {
        report: {
            "facts": sha256(canonical(facts[report])),
            "texts": hash_of_text(salt, canonical(texts[report]).decode()) if salt else "",
        }
        for report, salt in reports.values_list("pk", "salt")
    }


def hash_of_standings(action: int) -> str:
    return hash_of_rows(Standing.objects.filter(action=action))
