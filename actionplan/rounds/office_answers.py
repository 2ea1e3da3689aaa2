"""What ministers' offices answered in a round: no objection, or a remark; from rows, or as a closing froze it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from actionplan.reporting.models import Round, Snapshot, SnapshotItem, SnapshotText


@dataclass(frozen=True)
class OfficeAnswerInRound:
    """The answer on the version that stands."""

    minister: str
    """The key."""
    action: int
    """The primary key."""
    has_remark: bool
    may_stand_in_report: bool = False
    remark: str = ""
    """Empty once it is removed by law."""


def office_answers_now(round: Round) -> list[OfficeAnswerInRound]:
    """By minister: one query."""
    rows = round.minister_answers.current().order_by("minister__order", "action__order", "pk")
    names = ["minister__key", "action", "objects_to_it", "may_stand_in_report", "remark"]
    return [OfficeAnswerInRound(*row) for row in rows.values_list(*names)]


def office_answers_at_closing(snapshot: Snapshot) -> list[OfficeAnswerInRound]:
    """The same, as the closing froze it, by action: two queries. Closings from before offices could say so have no remark
    that may stand in the report.
    """
    items = SnapshotItem.objects.filter(snapshot=snapshot, table="minister_answers", action__isnull=False)
    rows = SnapshotText.objects.filter(item__in=items).values_list("item", "name", "text")
    texts = {(item, name): text for item, name, text in rows}
    return [
        OfficeAnswerInRound(
            row["minister"],
            action or 0,
            row["objects_to_it"],
            row.get("may_stand_in_report", False),
            texts.get((item, f"/{place}/remark"), ""),
        )
        for item, action, content in items.order_by("pk").values_list("pk", "action", "content")
        for place, row in enumerate(json.loads(bytes(content)))
        if row.get("superseded_at") is None
    ]


@dataclass(frozen=True)
class OfficeCount:
    """How many answers an office gave."""

    minister: str
    """The key."""
    no_objection: int
    remarks: int


def counted_by_office(answers: Iterable[OfficeAnswerInRound]) -> list[OfficeCount]:
    known = list(answers)
    return [
        OfficeCount(
            key,
            sum(row.minister == key and not row.has_remark for row in known),
            sum(row.minister == key and row.has_remark for row in known),
        )
        for key in dict.fromkeys(row.minister for row in known)
    ]
