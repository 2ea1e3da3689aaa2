"""The list of a closed round's actions: the filters that its counts lead to, and the rows in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from actionplan.base.brussels import day_of
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.models import SnapshotAction
from actionplan.reporting.snapshot.querysets import SnapshotActionQuerySet
from actionplan.reporting.states import (
    NEVER_REPORTED,
    Confidence,
    Freshness,
    Schedule,
    Status,
    confidence_word,
)
from actionplan.reporting.words import schedule_words, status_note, status_word

from .action_rows import ActionRow
from .filters import NOT_SAID, WAITING
from .frozen_figures import WITHIN
from .places import NONE

STATUSES = {str(status): status.label for status in Status} | {NEVER_REPORTED: Freshness.NEVER.label}
WORDS = {str(code): code.label for code in Confidence}
REVIEWS = {WAITING: _("not yet reviewed"), WITHIN: _("reviewed within the agency")}

LABELS = {
    "q": _("Words"),
    "objective": _("Objective"),
    "policy_area": _("Policy area"),
    "minister": _("Minister"),
    "status": _("Status"),
    "confidence": _("Confidence"),
    "verdict": _("Verdict"),
    "schedule": _("Schedule"),
    "review": _("Review"),
}
"""What the address may filter by, in the order in which the page says it."""

VALUES: dict[str, dict[str, Any]] = {
    "status": STATUSES,
    "confidence": WORDS | {NOT_SAID: _("not said")},
    "verdict": WORDS | {NOT_SAID: _("not assessed")},
    "schedule": {str(code): code.label for code in Schedule},
    "review": REVIEWS,
}


class FrozenFilter:
    """The filters that an address asks for; what is not known is passed over, and not said."""

    def __init__(self, asked: QueryDict) -> None:
        self.asked = {
            name: value for name in LABELS if (value := asked.get(name, "").strip()) and _fits(name, value)
        }

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """Label and value of each filter in force."""
        return [
            (str(LABELS[name]), str(VALUES.get(name, {}).get(value, value)))
            for name, value in self.asked.items()
        ]

    def of(self, rows: SnapshotActionQuerySet) -> SnapshotActionQuerySet:
        """The rows that meet all of them; those that were withdrawn only where no filter counts."""
        for name, value in self.asked.items():
            rows = rows.found_by(value) if name == "q" else rows.counted().filter(CONDITIONS[name](value))
        return rows


def _fits(name: str, value: str) -> bool:
    if name == "objective":
        return value.isdecimal() and len(value) < 5
    return name not in VALUES or value in VALUES[name]


def _named(column: str) -> Callable[[str], Q]:
    return lambda value: Q(**{column: "" if value == NONE else value})


def _said(column: str) -> Callable[[str], Q]:
    return lambda value: Q(**{column: "" if value == NOT_SAID else value})


CONDITIONS: dict[str, Callable[[str], Q]] = {
    "objective": lambda value: Q(objective_number=value),
    "policy_area": _named("area_code"),
    "minister": _named("minister_key"),
    "status": _said("status"),
    "confidence": _said("confidence"),
    "verdict": _said("verdict"),
    "schedule": _said("schedule"),
    "review": lambda value: Q(awaits_review=True) if value == WAITING else Q(reviewed_within=True),
}


def frozen_rows(rows: Iterable[SnapshotAction]) -> list[ActionRow]:
    """In words, without any further query."""
    return [_row(row) for row in rows]


def lead_of(row: SnapshotAction) -> Organisation | None:
    """The lead as it was called then; a row of no table."""
    if not row.lead_key:
        return None
    return Organisation(key=row.lead_key, name=row.lead_name, name_nl=row.lead_name_nl)


def minister_of(row: SnapshotAction) -> Minister | None:
    if not row.minister_key:
        return None
    return Minister(key=row.minister_key, title=row.minister_title, title_nl=row.minister_title_nl)


def _row(row: SnapshotAction) -> ActionRow:
    continuous = row.is_continuous
    return ActionRow(
        action=row,
        lead=lead_of(row),
        minister=minister_of(row),
        status=status_word(row),
        status_note=status_note(row),
        confidence=confidence_word(row.confidence, continuous=continuous),
        verdict=confidence_word(row.verdict, continuous=continuous),
        schedule=schedule_words(row),
        end=row.runs_until,
        reported_on=day_of(row.reported_at) if row.reported_at else None,
    )
