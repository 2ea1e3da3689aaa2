"""A row of *My actions* in words: what is to be done, until when, whose draft it is, the last report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from actionplan.base import formatting
from actionplan.pages.report.contents_in_words import status_words
from actionplan.picture.sentences import status_word
from actionplan.reporting.states import NEVER_REPORTED

if TYPE_CHECKING:
    from .sheet_rows import SheetRow


@dataclass(frozen=True)
class RowKind:
    """What is to be done about an action: its sign, its word, how it looks."""

    sign: str
    word: Any
    look: str = ""


KINDS = {
    "returned": RowKind("returned", pgettext_lazy("request", "returned"), "warn"),
    "question": RowKind("question", gettext_lazy("question")),
    "question_and_report": RowKind("question", gettext_lazy("question and report")),
    "draft": RowKind("draft", pgettext_lazy("request", "draft")),
    "ready": RowKind("ready", gettext_lazy("ready for agreement")),
    "to_do": RowKind("to_do", pgettext_lazy("task", "to do"), "soft"),
    "up_to_date": RowKind("to_do", gettext_lazy("up to date"), "soft"),
    "invited": RowKind("to_do", pgettext_lazy("task", "invited"), "soft"),
    "submitted": RowKind("submitted", pgettext_lazy("request", "submitted"), "soft"),
    "accepted": RowKind("accepted", pgettext_lazy("request", "accepted"), "soft"),
}


@dataclass(frozen=True)
class RowMark:
    """A few words about a row; `stands_out` if they say what is asked, `warns` if it is late."""

    text: str
    stands_out: bool = False
    warns: bool = False


def small_words(row: SheetRow) -> list[RowMark]:
    """Under what is to be done: when it was submitted, or a due day of its own."""
    entry, today = row.entry, row.today
    report = row.waiting or row.last
    if entry.is_handed_in and report is not None and entry.task in ("submitted", "accepted"):
        instant = report.submitted_at if entry.task == "submitted" else report.reviewed_at
        return [RowMark(formatting.short_day(instant))]
    if entry.is_reopened:
        return [RowMark(pgettext("request", "reopened"))]
    marks = []
    if entry.task == "question" and (entry.is_handed_in or entry.is_ready):
        marks.append(RowMark(str(KINDS[str(entry.state) if entry.is_handed_in else "ready"].word)))
    elif entry.task == "question" and entry.has_draft:
        marks.append(RowMark(str(KINDS["draft"].word)))
    if entry.due is not None and entry.is_to_do and (entry.is_overdue(today) or entry.extended):
        marks.append(RowMark(formatting.until_words(entry.due, today), warns=entry.is_overdue(today)))
    if entry.extended and entry.is_to_do:
        marks.append(RowMark(_("extended to %(day)s") % {"day": formatting.short_day(entry.due)}))
    if entry.extension_asked:
        marks.append(RowMark(_("extension asked")))
    return marks


def facts_of(row: SheetRow) -> list[RowMark]:
    """The grey line of a row."""
    if row.entry.task in ("submitted", "accepted"):
        return []
    marks = [RowMark(text) for text in _said(row)]
    if not row.is_open:
        marks += _found(row)
    if row.entry.task in ("to_do", "invited") and row.last is not None and row.why_not_unchanged:
        marks.append(RowMark(row.why_not_unchanged, stands_out=True))
    if row.entry.money_only:
        marks.append(RowMark(_("for money only"), stands_out=True))
    if row.action.limited:
        marks.append(RowMark(_("limited")))
    if not row.may_write:
        marks.append(RowMark(_written_by(row)))
    return marks


def _found(row: SheetRow) -> list[RowMark]:
    """What the checks found; of an opened row its form says so, and forgets it once it is mended."""
    if row.blocking:
        return [RowMark(_("to be fixed first"), stands_out=True)]
    if row.draft is not None and (count := row.warnings):
        words = ngettext("%(count)s point to look at", "%(count)s points to look at", count)
        return [RowMark(words % {"count": count}, stands_out=True)]
    return []


def _said(row: SheetRow) -> list[str]:
    """Who saved the draft and what it says or, without one, what was reported last."""
    draft = row.draft
    if draft is None:
        if row.last is None:
            return [status_word(NEVER_REPORTED)] if row.entry.is_lead else []
        said = status_words(row.last)
        words = {"what": said or _("a contribution"), "day": formatting.short_day(row.last.submitted_at)}
        return [_("last time: %(what)s, %(day)s") % words]
    words = {"person": str(draft.saved_by or ""), "when": formatting.instant(draft.saved_at)}
    said = (
        _("begun on your behalf by %(person)s, %(when)s")
        if draft.on_behalf
        else _("saved by %(person)s, %(when)s")
    )
    if draft.unchanged_since:
        unchanged = _("nothing changed since %(day)s") % {"day": formatting.short_day(draft.unchanged_since)}
        return [
            unchanged,
            *([_("source: %(source)s") % {"source": draft.source.rstrip(".")}] if draft.source else []),
        ]
    return list(filter(None, [said % words, status_words(draft)]))


def _written_by(row: SheetRow) -> str:
    if not row.holders:
        return _("written by the contact point")
    people = ", ".join(str(holder.user) for holder in row.holders)
    return _("written by %(people)s") % {"people": people}
