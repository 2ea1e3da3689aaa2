"""Evidence of current reports: what a closing freezes of it as facts. What people wrote of it is in `evidence_words`."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from actionplan.reporting.models import Evidence

from .by_name import columns, read_as


@dataclass(frozen=True, slots=True)
class EvidencePicture:
    """A file with its hash, a link or a reference to an archive; about a milestone, a row of expenditure or, with
    neither, the report.
    """

    pk: int
    milestone: str | None
    """The key of the milestone."""
    period_start: datetime.date | None
    place: int | None
    """Of the budget line; with `year`."""
    year: int | None
    content_type: str
    size: int | None
    """In bytes."""
    sha256: str
    """Of the file; empty for a link or a reference."""
    is_open: bool
    """Opened to all who read the plan, as long as the action is not limited."""
    added_at: datetime.datetime
    """To the report that had it first."""


def evidence_by_report(reports: Any) -> Mapping[int, list[EvidencePicture]]:
    """By the key of the report, in one query; `reports` are their keys, or a query for them."""
    names = ["pk", "period_start", "year", "content_type", "size", "sha256", "is_open", "added_at"]
    about = columns(*names, milestone="milestone__key", place="line__place")
    rows = Evidence.objects.filter(report__in=reports).order_by("pk")
    found: dict[int, list[EvidencePicture]] = defaultdict(list)
    for report, evidence in read_as(EvidencePicture, rows, about, "report"):
        found[report].append(evidence)
    return found
