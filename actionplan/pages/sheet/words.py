"""A row of a sheet in words: where the answer stands, until when, whose draft it is, what was said last."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplan.accounts.models import User
from actionplan.base import formatting
from actionplan.base.brussels import BRUSSELS, day_of
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import DONE, RequestState, Status, confidence_word

from .entry import Entry
from .rows import ShownRow

NAMED = 12
"""How many codes a sentence names at most."""


@dataclass(frozen=True)
class Mark:
    """A few words about a row; `warns` when they ask for something now."""

    text: str
    warns: bool = False


def until_words(due: datetime.date, today: datetime.date) -> str:
    """How far away a due day (inclusive) is: in 4 days, tomorrow, overdue by 3 days."""
    days = (due - today).days
    if days < 0:
        return ngettext("overdue by %(days)s day", "overdue by %(days)s days", -days) % {
            "days": formatting.number(-days)
        }
    if days == 0:
        return _("due today")
    return ngettext("due tomorrow", "due in %(days)s days", days) % {"days": formatting.number(days)}


@dataclass(frozen=True)
class Reading:
    """Who reads the sheet, and when; `submits` for a contact point of the organisation."""

    user: User
    now: datetime.datetime
    submits: bool


def distance_words(due: datetime.date, today: datetime.date) -> str:
    """The same behind a day: in 4 days."""
    days = (due - today).days
    if days < 0:
        return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": formatting.number(-days)}
    if days == 0:
        return _("today")
    return ngettext("tomorrow", "in %(days)s days", days) % {"days": formatting.number(days)}


def marks_of(row: ShownRow, reading: Reading) -> list[Mark]:
    """Everything that the last column says of a row."""
    entry, today = row.entry, day_of(reading.now)
    marks = [*_answer(row)]
    if row.draft is not None and not entry.is_handed_in:
        marks += _draft(row, row.draft, reading)
    marks += _due(entry, today)
    if entry.money_only:
        marks.append(Mark(_("for money only")))
    if row.questions:
        marks.append(Mark(_("question asked"), warns=True))
    if entry.is_lead and row.last is None and row.draft is None and not entry.is_handed_in:
        marks.append(Mark(pgettext("freshness", "never reported")))
    return marks


def _answer(row: ShownRow) -> list[Mark]:
    if row.entry.state == RequestState.ACCEPTED:
        return [Mark(pgettext("request", "accepted"))]
    if row.entry.state == RequestState.SUBMITTED:
        return [Mark(_("submitted, waits for review"))]
    return [Mark(pgettext("request", "returned"), warns=True)] if row.returned is not None else []


def _draft(row: ShownRow, draft: ProgressReport, reading: Reading) -> list[Mark]:
    words = {"person": str(draft.saved_by or ""), "when": when_words(draft.saved_at, reading.now)}
    is_own = draft.saved_by_id == reading.user.pk
    marks = [Mark((_("your draft, %(when)s") if is_own else _("draft of %(person)s, %(when)s")) % words)]
    if draft.on_behalf:
        marks.append(Mark(_("begun on your behalf")))
    if row.blocking:
        return [*marks, Mark(_("to be mended first"), warns=True)]
    if not reading.submits:
        return [*marks, Mark(_("ready for the contact point"))]
    return [*marks, Mark(_("ready, says the file holder") if row.is_of_holder else _("ready to submit"))]


def _due(entry: Entry, today: datetime.date) -> list[Mark]:
    if entry.due is None or not entry.is_to_do:
        return []
    marks = [Mark(until_words(entry.due, today), warns=entry.is_overdue(today))]
    if entry.extended:
        marks.append(Mark(_("extended to %(day)s") % {"day": formatting.short_day(entry.due)}))
    if entry.extension_asked:
        marks.append(Mark(_("extension asked")))
    return marks


def when_words(instant: datetime.datetime, now: datetime.datetime) -> str:
    """The time of today, or else the day."""
    if day_of(instant) == day_of(now):
        return instant.astimezone(BRUSSELS).strftime("%H:%M")
    return formatting.short_day(day_of(instant))


def said_words(report: ProgressReport, *, continuous: bool) -> str:
    """What a report says in a few words: ongoing, on track."""
    if not report.status:
        return ""
    confidence = "" if report.status in DONE else confidence_word(report.confidence, continuous=continuous)
    return ", ".join(filter(None, [str(Status(report.status).label), confidence]))


def last_words(row: ShownRow) -> str:
    """What the organisation said last, and when."""
    if row.last is None or row.last.submitted_at is None or row.entry.is_handed_in:
        return ""
    words = said_words(row.last, continuous=row.action.is_continuous)
    day = formatting.short_day(day_of(row.last.submitted_at))
    return f"{words} · {day}" if words else day


def saved_words(codes: Sequence[str], now: datetime.datetime) -> str:
    """The sentence after a save: which drafts, and when."""
    words = {
        "codes": ", ".join(codes),
        "time": now.astimezone(BRUSSELS).strftime("%H:%M"),
        "count": len(codes),
    }
    if len(codes) > NAMED:
        return _("%(count)s drafts were saved at %(time)s.") % words
    sentence = ngettext(
        "The draft of %(codes)s was saved at %(time)s.",
        "The drafts of %(codes)s were saved at %(time)s.",
        len(codes),
    )
    return sentence % words


def problems_of(rows: Iterable[ShownRow]) -> list[tuple[str, str]]:
    """What was not saved, each with the id that it leads to and its sentence."""
    found = []
    for row in rows:
        if row.sentence:
            found.append((row.anchor, f"{row.entry.code}: {row.sentence}"))
        elif row.form is not None:
            for bound in row.form.form:
                label = f"{row.entry.code}, {bound.label}".rstrip("?.")
                found += [(bound.id_for_label, f"{label}: {error}") for error in bound.errors]
    return found
