"""What is said since about a closed round: what it should have said, and every figure and fact that is different now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.base.access_log import note_words
from actionplan.documents.corrections import (
    CorrectedFigure,
    figures_corrected,
    sums_corrected,
    sums_that_differ,
)
from actionplan.pages.changes.read import (
    AmendmentReceipt,
    ReportReceipt,
    amendments_of,
    change_rows,
    names_in,
    receipt_of,
)
from actionplan.pages.choices import Choices
from actionplan.picture import money
from actionplan.picture.change_words import ChangeRow
from actionplan.picture.corrections import corrections_of
from actionplan.picture.difference import ActionDifference, FieldChange, differences_between
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.picture.words import (
    ABSENT,
    HIDDEN,
    REMOVED,
    PersonReading,
    ReportWords,
    WrittenText,
    words_of,
)
from actionplan.reporting.models import ProgressReport, Snapshot
from actions.models import Action

# What it should have said


@dataclass(frozen=True)
class CorrectionRow:
    """A fact that was corrected, who said so and why."""

    figure: CorrectedFigure
    report: ProgressReport | None
    why: WrittenText = ABSENT


def correction_rows(choices: Choices, snapshot: Snapshot, user: User) -> list[CorrectionRow]:
    """First the sums of the whole, then action by action."""
    corrections = corrections_of([snapshot], choices.basis)[snapshot.pk]
    figures = [*sums_corrected(choices.picture.actions, corrections), *figures_corrected(corrections)]
    rows = ProgressReport.objects.select_related("action", "organisation", "submitted_by")
    reports = rows.in_bulk({figure.report for figure in figures if figure.report})
    reader, found = PersonReading(user), []
    for figure in figures:
        report = reports.get(figure.report or 0)
        found.append(CorrectionRow(figure, report, _reason(report, reader) if report else ABSENT))
    return found


def _reason(report: ProgressReport, reader: PersonReading) -> WrittenText:
    if "correction_reason" in report.redacted_fields:
        return REMOVED
    if not report.correction_reason:
        return ABSENT
    text = WrittenText(report.correction_reason)
    if not reader.reads(report.action):
        return HIDDEN
    note_words(report.action, text.text)
    return text


# What is different now


@dataclass(frozen=True)
class DifferentAction:
    """What is different now of an action, who said so and why."""

    action: ActionPicture
    rows: list[ChangeRow]
    receipts: list[ReportReceipt]
    amendments: list[AmendmentReceipt]
    why: list[str]


@dataclass(frozen=True)
class DifferentSum:
    """A sum of the whole plan, in words; with its correction, if it was corrected."""

    what: str
    kept: str
    now: str
    correction: CorrectedFigure | None

    @property
    def is_as_corrected(self) -> bool:
        return self.correction is not None and self.correction.corrected == self.now


@dataclass(frozen=True)
class DifferentNow:
    sums: list[DifferentSum]
    actions: list[DifferentAction]


def different_now(
    kept: Picture, now: Picture, about: Any, user: User, corrected: Iterable[CorrectionRow]
) -> DifferentNow:
    """Each figure and fact that the closing kept and that is different in the picture of now, reckoned as everywhere else.

    `about` is the day that the round is about: figures of later years that it did not keep are no difference.
    """
    of_plan = {row.figure.what: row.figure for row in corrected if row.figure.action is None}
    sums = [
        DifferentSum(capfirst(what), was, is_now, of_plan.get(capfirst(what)))
        for what, was, is_now in sums_that_differ([*kept.actions], [*now.actions], about.year)
    ]
    pairs = [
        (pair, changes)
        for pair in differences_between(kept, now)
        if (changes := [change for change in pair.changes if _was_kept(change, about)])
    ]
    if not pairs:
        return DifferentNow(sums, [])
    rows = Action.objects.select_related("plan").in_bulk([pair.last.pk for pair, _changes in pairs])
    present = [pair.after for pair, _changes in pairs if pair.after]
    words = words_of(now, present, PersonReading(user), rows)
    names = names_in(now, [report for action in present for report in action.reports])
    amendments = amendments_of(kept.moment, now.moment, rows, user)
    return DifferentNow(
        sums,
        [
            DifferentAction(
                pair.last,
                change_rows(pair, changes, may_read=True),
                [receipt_of(report, now, names) for report in pair.new_reports],
                amendments.get(pair.last.pk, []),
                list(dict.fromkeys(_why(pair, changes, words))),
            )
            for pair, changes in pairs
        ],
    )


def _was_kept(change: FieldChange, about: Any) -> bool:
    """Totals over all years, and what came after the day that the round is about, are no fact of the round."""
    if change.field in money.MEASURES:
        return change.about is not None and (change.about <= about.year or change.before is not None)
    return change.period is None or change.period <= about


FIELD_REASONS = {
    "forecast_end": "forecast_reason",
    "status": "stop_reason",
    "confidence": "obstacles",
    "verdict": "remark",
}
"""By fact: the text of the lead's report that says why."""


def _why(
    pair: ActionDifference, changes: Iterable[FieldChange], words: Mapping[int | str, ReportWords]
) -> Iterator[str]:
    """What the reports behind the changes say about them, as far as the reader may read it."""
    for report in pair.new_reports:
        if (said := words.get(report.pk)) and (reason := said.show("correction_reason")):
            yield reason.in_words
    for change in changes:
        for report in pair.reports_behind(change):
            if (said := words.get(report.pk)) is None:
                continue
            texts = [said.show(FIELD_REASONS[change.field])] if change.field in FIELD_REASONS else []
            sources = [] if texts else [said.show("source")]
            if change.field == "milestone_state":
                key = change.after.key
                texts = [
                    said.show_of_milestone(name, key, change.period)
                    for name in ("undone_why", "expected_why")
                ]
                sources = [said.show_of_milestone("source", key, change.period)]
            elif change.field in money.REPORTED_MEASURES:
                sources = [
                    said.show_source_of_spending(row.place, row.year)
                    for row in report.spending
                    if row.year == change.about
                ]
            elif change.field == "measured":
                sources = [said.show_source_of_measurement(row.key, row.day) for row in report.measurements]
            yield from (text.in_words for text in texts if text)
            yield from (_("source: %(source)s") % {"source": text.in_words} for text in sources if text)
