"""The fields of a progress report: the one list from which saving, comparing, guards, checks, closings and pages follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices

from .states import DONE, Confidence, Outcome, Status


class Kind(StrEnum):
    CHOICE = "choice"
    DAY = "day"
    TEXT = "text"
    """Words: of a limited action they are read by those alone whom `sees_words` admits, and a law may have them emptied."""


UNDONE = [Status.NOT_STARTED, Status.ONGOING]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportField:
    """A column of `ProgressReport`, in the order in which a person reads the report."""

    name: str
    kind: Kind
    choices: type[TextChoices] | None = None
    lead_only: bool = False
    """A partner's contribution leaves it empty."""
    statuses: Collection[Status] | None = None
    """Those with which it has a meaning; with another it is dropped when the report is handed in. None: with any."""
    once: bool = False
    """Said with one report only: the next one starts without it."""
    in_summary: bool = False
    """Shown where a report is shown in short: on the paper of the sheet."""
    tells_change: bool = False
    """Whether *what changed* tells of it between two moments."""

    @property
    def is_fact(self) -> bool:
        """Whether a closing freezes it as a fact, and not as a word."""
        return self.kind != Kind.TEXT

    @property
    def empty(self) -> Any:
        return None if self.kind == Kind.DAY else ""


def _of_lead(name: str, kind: Kind, **more: Any) -> ReportField:
    return ReportField(name=name, kind=kind, lead_only=True, tells_change=True, **more)


REPORT_FIELDS = [
    _of_lead("status", Kind.CHOICE, choices=Status, in_summary=True),
    _of_lead("on_hold_since", Kind.DAY, statuses=[Status.ONGOING]),
    _of_lead("outcome", Kind.CHOICE, choices=Outcome, statuses=[Status.COMPLETED]),
    _of_lead("stop_reason", Kind.TEXT, statuses=[Status.STOPPED], in_summary=True),
    _of_lead("stop_decision", Kind.TEXT, statuses=[Status.STOPPED]),
    _of_lead("confidence", Kind.CHOICE, choices=Confidence, statuses=UNDONE, in_summary=True),
    _of_lead("actual_start", Kind.DAY, statuses=[Status.ONGOING, *DONE]),
    _of_lead("actual_end", Kind.DAY, statuses=DONE, in_summary=True),
    _of_lead("forecast_end", Kind.DAY, statuses=UNDONE, in_summary=True),
    _of_lead("forecast_reason", Kind.TEXT, statuses=UNDONE),
    ReportField(name="done", kind=Kind.TEXT, in_summary=True, tells_change=True),
    _of_lead("next_steps", Kind.TEXT, in_summary=True),
    _of_lead("obstacles", Kind.TEXT, in_summary=True),
    ReportField(name="source", kind=Kind.TEXT),
    ReportField(name="note_to_platform", kind=Kind.TEXT, once=True),
    ReportField(name="agreed_by", kind=Kind.TEXT, once=True),
    ReportField(name="agreed_on", kind=Kind.DAY, once=True),
]
FIELDS = [field.name for field in REPORT_FIELDS]
FACTS = [field.name for field in REPORT_FIELDS if field.is_fact]
TEXTS = [field.name for field in REPORT_FIELDS if not field.is_fact]
CHOICES = {field.name: field.choices for field in REPORT_FIELDS if field.choices}
OTHER_CHOICES = [name for name in CHOICES if name not in ("status", "confidence")]
"""Those that pages, documents and files show by the word of the choice, behind the status."""
LEAD_FIELDS = [field.name for field in REPORT_FIELDS if field.lead_only]
ONCE_FIELDS = [field.name for field in REPORT_FIELDS if field.once]
IN_SUMMARY = [field.name for field in REPORT_FIELDS if field.in_summary]
TOLD_FACTS = [field.name for field in REPORT_FIELDS if field.tells_change and field.is_fact]
TOLD_TEXTS = [
    field.name
    for field in sorted(REPORT_FIELDS, key=lambda field: field.statuses is not None)
    if field.tells_change and not field.is_fact
]
"""What any report says comes before what goes with some status alone."""


def empty_fields(names: Iterable[str] = FIELDS) -> dict[str, Any]:
    """By name, what an empty field holds."""
    return {field.name: field.empty for field in REPORT_FIELDS if field.name in names}


def without_meaning(status: str) -> list[str]:
    """The fields that do not go with the status; none where no status is said yet."""
    return [
        field.name for field in REPORT_FIELDS if status and field.statuses and status not in field.statuses
    ]
