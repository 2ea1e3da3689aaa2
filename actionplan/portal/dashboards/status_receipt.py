"""Where the figures of status come from: for each action the report that speaks for it, and what was said before."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from actionplan.base.brussels import day_of
from actionplan.reporting.models import ProgressReport, Standing
from actionplan.reporting.rules import sees_words
from actionplan.reporting.states import NEVER_REPORTED, confidence_word
from actionplan.reporting.words import status_note, status_word

from .shown import Shown


@dataclass(frozen=True)
class Word:
    """What was said of an action: status, and confidence and verdict where there were any."""

    status: str
    confidence: str
    verdict: str

    @classmethod
    def of(cls, row: Any, *, continuous: bool) -> Word:
        return cls(
            status_word(row),
            confidence_word(row.confidence, continuous=continuous),
            confidence_word(row.verdict, continuous=continuous),
        )


@dataclass(frozen=True)
class Before:
    """The word before: until which day it held or, in a closed round, which round had it."""

    word: Word
    until: datetime.date | None = None
    round: Any = None


@dataclass(frozen=True)
class Behind:
    """The report that speaks for an action: whose, by whom, when, from what source; who accepted it."""

    key: int
    organisation: Any
    submitted_by: Any
    submitted_at: datetime.datetime | None
    on_behalf: bool
    reviewed_by: Any
    reviewed_at: datetime.datetime | None
    """Nothing while nobody reviewed it."""
    reviewed_within: bool
    source: Any
    may_read: bool = True
    url: str = ""


@dataclass(frozen=True)
class Row:
    action: Any
    url: str
    word: Word
    note: str
    report: Behind | None
    before: Before | None

    @property
    def is_reported(self) -> bool:
        return self.action.status != NEVER_REPORTED


def live_receipt(shown: Shown, actions: Iterable[Any], user: Any) -> list[Row]:
    """Of tracked actions: two queries, whatever their number."""
    rows = list(actions)
    reports = _reports([row.word_report for row in rows if row.word_report])
    before = _before(shown, rows)
    return [
        Row(
            action=row,
            url=shown.action_url(row.code),
            word=Word.of(row, continuous=row.is_continuous),
            note=status_note(row),
            report=_behind(shown, row, reports[row.word_report], user) if row.word_report else None,
            before=before.get(row.pk),
        )
        for row in rows
    ]


def _reports(keys: list[int]) -> dict[int, ProgressReport]:
    """Without their long texts."""
    people = ["organisation", "submitted_by", "reviewed_by"]
    rows = ProgressReport.objects.filter(pk__in=keys).select_related(*people)
    return {
        row.pk: row for row in rows.defer("done", "next_steps", "obstacles", "note_to_platform", "remark")
    }


def _behind(shown: Shown, action: Any, report: ProgressReport, user: Any) -> Behind:
    accepted, may_read = not action.awaits_review, bool(sees_words(user, action))
    return Behind(
        key=report.pk,
        organisation=report.organisation,
        submitted_by=report.submitted_by,
        submitted_at=report.submitted_at,
        on_behalf=report.on_behalf,
        reviewed_by=report.reviewed_by if accepted else None,
        reviewed_at=report.reviewed_at if accepted else None,
        reviewed_within=accepted and report.reviewed_within,
        source=report.source if may_read else "",
        may_read=may_read,
        url=reverse("report", args=[shown.plan.code, action.code, report.pk]),
    )


SAID = ["status", "confidence", "verdict", "on_hold_since", "reviewed_at"]


def _before(shown: Shown, actions: list[Any]) -> dict[int, Before]:
    """By action: the word that held before the one that holds, on the same basis: one query."""
    known_at = shown.moment.known_at
    rows = Standing.objects.on_basis(shown.basis).filter(
        action__in=[action.pk for action in actions], as_lead=True, since__lte=known_at
    )
    said = [f"report__{name}" for name in SAID]
    of_action: dict[int, list[Any]] = {}
    for row in rows.order_by("-since", "-pk").values("action", "report", "since", "until", *said):
        of_action.setdefault(row["action"], []).append(row)
    found = {}
    for action in actions:
        known = of_action.get(action.pk, [])
        if earlier := _earlier(known, action.word_report):
            found[action.pk] = _as_before(earlier, known, action, known_at)
    return found


def _earlier(known: list[Any], word: int | None) -> Any:
    """The newest that is not the word itself; where nothing holds any more, the newest of all."""
    return next((row for row in known if row["report"] != word), None)


def _as_before(row: Any, known: list[Any], action: Any, known_at: datetime.datetime) -> Before:
    later = [one["since"] for one in known if one["since"] > row["since"] and one["report"] != row["report"]]
    ends = [row["until"], *later]
    until = min((end for end in ends if end is not None and end <= known_at), default=None)
    reviewed = row["report__reviewed_at"] is not None and row["report__reviewed_at"] <= known_at
    word = Word(
        status_word(Said(row["report__status"])),
        confidence_word(row["report__confidence"], continuous=action.is_continuous),
        confidence_word(row["report__verdict"] if reviewed else "", continuous=action.is_continuous),
    )
    return Before(word, day_of(until) if until else None)


@dataclass(frozen=True)
class Said:
    """A status alone, where a function asks for an action."""

    status: str
