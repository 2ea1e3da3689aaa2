"""What changed between two closings: field by field, what was added and withdrawn, and how many of each on top."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.reporting.models import Round, SnapshotAction
from actionplan.reporting.states import Outcome, Status, confidence_word
from actionplan.reporting.words import status_note, status_word

from .content import Column, Paragraph, Said, Section, Table, Value
from .wording import note


@dataclass(frozen=True)
class Change:
    row: SnapshotAction
    what: str
    before: str = ""
    now: str = ""


Shown = Callable[[SnapshotAction], str]


def compared() -> list[tuple[str, Shown]]:
    """What is compared of an action, as a reader sees it."""
    return [
        (_("title"), lambda row: row.local_title),
        (_("status"), _status),
        (
            _("confidence"),
            lambda row: confidence_word(row.confidence, continuous=row.is_continuous) or _("not said"),
        ),
        (
            _("verdict"),
            lambda row: confidence_word(row.verdict, continuous=row.is_continuous) or _("not assessed"),
        ),
        (_("start in force"), lambda row: formatting.day(row.runs_from)),
        (_("end in force"), lambda row: formatting.day(row.runs_until)),
        (_("forecast end"), lambda row: formatting.day(row.forecast_end)),
        (_("actual start"), lambda row: formatting.day(row.actual_start)),
        (_("actual end"), lambda row: formatting.day(row.actual_end)),
        (_("milestones achieved"), lambda row: str(row.milestones_achieved)),
        (_("committed"), lambda row: formatting.euro(row.committed)),
        (_("paid"), lambda row: formatting.euro(row.paid)),
    ]


def _status(row: SnapshotAction) -> str:
    outcome = str(Outcome(row.outcome).label) if row.outcome else ""
    return ", ".join(part for part in [status_word(row), status_note(row), outcome] if part)


def changes_between(before: list[SnapshotAction], now: list[SnapshotAction]) -> list[Change]:
    """In the plan's order of now; what was withdrawn comes last."""
    known = {row.action: row for row in before}
    found = [change for row in now for change in _of_action(known.pop(row.action, None), row)]
    return [*found, *(Change(row, _("withdrawn from the plan")) for row in known.values())]


def _of_action(before: SnapshotAction | None, now: SnapshotAction) -> Iterator[Change]:
    if before is None:
        yield Change(now, _("added to the plan"))
        return
    for what, shown in compared():
        was, is_now = shown(before), shown(now)
        if was != is_now:
            yield Change(now, what, was, is_now)


def changes_section(
    before: list[SnapshotAction], now: list[SnapshotAction], earlier: Round | None, title: str = ""
) -> Section:
    title = title or _("What changed since the round before")
    if earlier is None:
        nothing = _("There is no earlier closed round to compare with.")
        return Section(title, [Paragraph(Said(nothing))])
    found = changes_between(before, now)
    since = {"round": earlier.local_name, "day": formatting.day(earlier.about)}
    if not found:
        return Section(title, [Paragraph(Said(_("Nothing changed since %(round)s.") % since))])
    rows: list[list[Value]] = [
        [f"{one.row.code} {one.row.local_title}", capfirst(one.what), one.before, one.now] for one in found
    ]
    columns = [
        Column(_("Action"), weight=5),
        Column(_("What"), weight=2),
        Column(_("Before"), weight=3),
        Column(_("Now"), weight=3),
    ]
    table = Table(_("Changes since %(round)s") % since, columns, rows, _("Changes"))
    compared_with = _("Compared with the round %(round)s, about %(day)s.") % since
    counts = Paragraph(Said(change_counts(before, now)))
    return Section(title, [note(compared_with), counts, table], on_new_page=True)


def change_counts(before: list[SnapshotAction], now: list[SnapshotAction]) -> str:
    """How many were completed, stopped, started, slipped, added, withdrawn; what did not happen is left out."""
    known = {row.action: row for row in before}
    pairs = [(known[row.action], row) for row in now if row.action in known]
    to = {
        status: sum(was.status != status and row.status == status for was, row in pairs) for status in Status
    }
    slipped = sum(_slipped(was, row) for was, row in pairs)
    added = sum(row.action not in known for row in now)
    withdrawn = len(known.keys() - {row.action for row in now})
    otherwise = sum(was.verdict != row.verdict for was, row in pairs)
    counted = [
        (to[Status.COMPLETED], ngettext("%(n)s completed", "%(n)s completed", to[Status.COMPLETED])),
        (to[Status.STOPPED], ngettext("%(n)s stopped", "%(n)s stopped", to[Status.STOPPED])),
        (to[Status.ONGOING], ngettext("%(n)s came to run", "%(n)s came to run", to[Status.ONGOING])),
        (slipped, ngettext("%(n)s slipped", "%(n)s slipped", slipped)),
        (otherwise, ngettext("%(n)s assessed otherwise", "%(n)s assessed otherwise", otherwise)),
        (added, ngettext("%(n)s added", "%(n)s added", added)),
        (withdrawn, ngettext("%(n)s withdrawn", "%(n)s withdrawn", withdrawn)),
    ]
    parts = ", ".join(words % {"n": count} for count, words in counted if count)
    if not parts:
        return _("No action was completed, stopped, started, moved, added or withdrawn.")
    return _("Actions: %(parts)s.") % {"parts": parts}


def _slipped(was: SnapshotAction, now: SnapshotAction) -> bool:
    """Whether the end that is expected moved to a later day."""
    before = was.actual_end or was.forecast_end or was.runs_until
    after = now.actual_end or now.forecast_end or now.runs_until
    return before is not None and after is not None and after > before
