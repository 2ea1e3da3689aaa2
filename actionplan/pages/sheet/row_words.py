"""A row of a sheet in words: the state of the answer, until when, whose draft it is, the last report."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.days import BRUSSELS, day_of
from actionplan.picture.sentences import confidence_word
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import DONE, RequestState, Status
from actionplan.reports.contents import Contents
from actionplan.reports.field_words import label_of

from .read import CODES_NAMED, SheetEntry

if TYPE_CHECKING:
    from .sheet_rows import SheetRow


@dataclass(frozen=True)
class RowMark:
    """A few words about a row; `warns` if they need attention now."""

    text: str
    warns: bool = False


def marks_of(row: SheetRow, user: User, now: datetime.datetime) -> list[RowMark]:
    """The marks in the last column of a row."""
    entry = row.entry
    marks = _answer_marks(row)
    if row.draft is not None and not entry.is_handed_in:
        marks += _draft_marks(row, row.draft, user, now)
    marks += _due_marks(entry, day_of(now))
    if entry.money_only:
        marks.append(RowMark(_("for money only")))
    if row.questions:
        marks.append(RowMark(_("question asked"), warns=True))
    if entry.is_lead and row.last is None and row.draft is None and not entry.is_handed_in:
        marks.append(RowMark(pgettext("freshness", "never reported")))
    return marks


def _answer_marks(row: SheetRow) -> list[RowMark]:
    if row.entry.state == RequestState.ACCEPTED:
        return [RowMark(pgettext("request", "accepted"))]
    if row.entry.state == RequestState.SUBMITTED:
        return [RowMark(_("submitted, waits for review"))]
    return [RowMark(pgettext("request", "returned"), warns=True)] if row.returned is not None else []


def _draft_marks(row: SheetRow, draft: ProgressReport, user: User, now: datetime.datetime) -> list[RowMark]:
    words = {"person": str(draft.saved_by or ""), "when": _when(draft.saved_at, now)}
    is_own = draft.saved_by_id == user.pk
    marks = [RowMark((_("your draft, %(when)s") if is_own else _("draft of %(person)s, %(when)s")) % words)]
    if draft.on_behalf:
        marks.append(RowMark(_("begun on your behalf")))
    if row.blocking:
        marks.append(RowMark(_("to be mended first"), warns=True))
    if row.is_ready:
        marks.append(RowMark(_("ready for agreement")))
    return marks


def _when(instant: datetime.datetime, now: datetime.datetime) -> str:
    """The time for today, otherwise the day."""
    if day_of(instant) == day_of(now):
        return instant.astimezone(BRUSSELS).strftime("%H:%M")
    return formatting.short_day(day_of(instant))


def _due_marks(entry: SheetEntry, today: datetime.date) -> list[RowMark]:
    if entry.is_reopened:
        return [
            RowMark(_("reopened in validation: the accepted version stands until the new one is accepted"))
        ]
    if entry.due is None or not entry.is_to_do:
        return []
    marks = [RowMark(formatting.until_words(entry.due, today), warns=entry.is_overdue(today))]
    if entry.extended:
        marks.append(RowMark(_("extended to %(day)s") % {"day": formatting.short_day(entry.due)}))
    if entry.extension_asked:
        marks.append(RowMark(_("extension asked")))
    return marks


def status_words(report: ProgressReport, *, continuous: bool) -> str:
    """A report in a few words: ongoing, on track."""
    if not report.status:
        return ""
    confidence = "" if report.status in DONE else confidence_word(report.confidence, continuous=continuous)
    return ", ".join(filter(None, [str(Status(report.status).label), confidence]))


def carried_words(report: ProgressReport, contents: Contents, evidence: int) -> str:
    """What a report carries beside its words and amounts: `2 pieces of evidence, 1 measurement`; empty for nothing.

    `evidence` is how many pieces of it there are.
    """
    withdrawn = [name for row in contents.expenditures for name in row.withdrawn_figures]
    gone = len(withdrawn) + sum(row.withdrawn for row in contents.measurements)
    measured = sum(not row.withdrawn for row in contents.measurements)
    counts = [
        (evidence, ngettext("%(count)s piece of evidence", "%(count)s pieces of evidence", evidence)),
        (measured, ngettext("%(count)s measurement", "%(count)s measurements", measured)),
        (gone, ngettext("%(count)s withdrawn figure", "%(count)s withdrawn figures", gone)),
    ]
    parts = [words % {"count": count} for count, words in counts if count]
    if report.corrects:
        parts.append(f"{label_of('corrects_id')} {report.corrects.local_name}")
    return ", ".join(parts)


def last_words(row: SheetRow) -> str:
    """The organisation's last report in a few words, and its day."""
    if row.last is None or row.last.submitted_at is None or row.entry.is_handed_in:
        return ""
    words = status_words(row.last, continuous=row.action.is_continuous)
    day = formatting.short_day(day_of(row.last.submitted_at))
    return f"{words} · {day}" if words else day


def saved_words(codes: Sequence[str], now: datetime.datetime) -> str:
    """The sentence after a save: which drafts, and when."""
    words = {
        "codes": ", ".join(codes),
        "time": now.astimezone(BRUSSELS).strftime("%H:%M"),
        "count": len(codes),
    }
    if len(codes) > CODES_NAMED:
        return _("%(count)s drafts were saved at %(time)s.") % words
    sentence = ngettext(
        "The draft of %(codes)s was saved at %(time)s.",
        "The drafts of %(codes)s were saved at %(time)s.",
        len(codes),
    )
    return sentence % words


def problems_of(rows: Iterable[SheetRow]) -> list[tuple[str, str]]:
    """What was not saved, each with the id to link to and its sentence."""
    problems = []
    for row in rows:
        if row.sentence:
            problems.append((row.anchor, f"{row.action.code}: {row.sentence}"))
        elif row.forms is not None:
            for bound in row.forms.main:
                label = f"{row.action.code}, {bound.label}".rstrip("?.")
                problems += [(bound.id_for_label, f"{label}: {error}") for error in bound.errors]
    return problems
