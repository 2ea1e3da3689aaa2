"""The fields of a progress report: saving, comparing, guards, checks, closings and pages use them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices

from .states import DONE, Confidence, Outcome, Status


class FieldKind(StrEnum):
    CHOICE = "choice"
    DAY = "day"
    ROUND = "round"
    """The key of a round of the plan."""
    TEXT = "text"
    """Free text: hidden for limited actions unless `sees_words` holds; may be removed by law."""


UNDONE = [Status.NOT_STARTED, Status.ONGOING]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportField:
    """A column of `ProgressReport`; the list is in reading order."""

    name: str
    kind: FieldKind
    choices: type[TextChoices] | None = None
    lead_only: bool = False
    """Empty in a partner's contribution."""
    statuses: Collection[Status] | None = None
    """The statuses with which it has a meaning; with others it is dropped on submission. None: all."""
    once: bool = False
    """Belongs to one report only: the next draft starts without it."""
    in_summary: bool = False
    """Shown in the short form of a report, on the printed sheet."""
    is_compared: bool = False
    """Whether *what changed* shows it."""

    @property
    def is_fact(self) -> bool:
        """Whether a closing freezes it as a fact, not as a text."""
        return self.kind != FieldKind.TEXT

    @property
    def empty(self) -> Any:
        return None if self.kind in (FieldKind.DAY, FieldKind.ROUND) else ""


def _lead_field(name: str, kind: FieldKind, **more: Any) -> ReportField:
    return ReportField(name=name, kind=kind, lead_only=True, is_compared=True, **more)


REPORT_FIELDS = [
    _lead_field("status", FieldKind.CHOICE, choices=Status, in_summary=True),
    _lead_field("on_hold_since", FieldKind.DAY, statuses=[Status.ONGOING]),
    _lead_field("outcome", FieldKind.CHOICE, choices=Outcome, statuses=[Status.COMPLETED]),
    _lead_field("stop_reason", FieldKind.TEXT, statuses=[Status.STOPPED], in_summary=True),
    _lead_field("stop_decision", FieldKind.TEXT, statuses=[Status.STOPPED]),
    _lead_field("confidence", FieldKind.CHOICE, choices=Confidence, statuses=UNDONE, in_summary=True),
    _lead_field("actual_start", FieldKind.DAY, statuses=[Status.ONGOING, *DONE]),
    _lead_field("actual_end", FieldKind.DAY, statuses=DONE, in_summary=True),
    _lead_field("forecast_end", FieldKind.DAY, statuses=UNDONE, in_summary=True),
    _lead_field("forecast_reason", FieldKind.TEXT, statuses=UNDONE),
    ReportField(name="done", kind=FieldKind.TEXT, in_summary=True, is_compared=True),
    _lead_field("next_steps", FieldKind.TEXT, in_summary=True),
    _lead_field("obstacles", FieldKind.TEXT, in_summary=True),
    ReportField(name="source", kind=FieldKind.TEXT),
    ReportField(name="unchanged_since", kind=FieldKind.DAY, once=True, in_summary=True),
    ReportField(name="corrects_id", kind=FieldKind.ROUND, once=True),
    ReportField(name="correction_reason", kind=FieldKind.TEXT, once=True),
    ReportField(name="note_to_platform", kind=FieldKind.TEXT, once=True),
    ReportField(name="agreed_by", kind=FieldKind.TEXT, once=True),
    ReportField(name="agreed_on", kind=FieldKind.DAY, once=True),
]
FIELD_NAMES = [field.name for field in REPORT_FIELDS]
FACT_FIELDS = [field.name for field in REPORT_FIELDS if field.is_fact]
TEXT_FIELDS = [field.name for field in REPORT_FIELDS if not field.is_fact]
CHOICE_FIELDS = {field.name: field.choices for field in REPORT_FIELDS if field.choices}
OTHER_CHOICE_FIELDS = [name for name in CHOICE_FIELDS if name not in ("status", "confidence")]
"""Those that pages, documents and files show by the word of the choice, behind the status."""
LEAD_FIELDS = [field.name for field in REPORT_FIELDS if field.lead_only]
ONCE_FIELDS = [field.name for field in REPORT_FIELDS if field.once]
SUMMARY_FIELDS = [field.name for field in REPORT_FIELDS if field.in_summary]
COMPARED_FACTS = [field.name for field in REPORT_FIELDS if field.is_compared and field.is_fact]
COMPARED_TEXTS = [
    field.name
    for field in sorted(REPORT_FIELDS, key=lambda field: field.statuses is not None)
    if field.is_compared and not field.is_fact
]
"""Texts that go with any status come before those that go with some."""

MILESTONE_TEXTS = {"source": "milestones", "undone_why": "undone_why", "expected_why": "expected_why"}
"""The texts of a milestone in a report; under which name a closing keeps them, by key of the milestone."""


def empty_fields(names: Iterable[str] = FIELD_NAMES) -> dict[str, Any]:
    """The empty value of each field, by name."""
    return {field.name: field.empty for field in REPORT_FIELDS if field.name in names}


def without_meaning(status: str) -> list[str]:
    """The fields that do not go with the status; none if there is no status yet."""
    return [
        field.name for field in REPORT_FIELDS if status and field.statuses and status not in field.statuses
    ]
