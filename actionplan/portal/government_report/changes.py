"""What changed between two closings: field by field, what was added and withdrawn, and how many of each on top."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.reporting.models import Round, SnapshotAction
from actionplan.reporting.states import Status, has_begun, is_taken_up_again
from actions.models import Action

from .comparing import differences
from .content import Column, Paragraph, Said, Section, Table, Value
from .stood import Stood
from .wording import note


@dataclass(frozen=True)
class Change:
    row: SnapshotAction
    what: str
    before: str = ""
    now: str = ""


def changes_between(before: Stood, now: Stood) -> list[Change]:
    """In the plan's order of now; what was withdrawn or merged comes last."""
    known = {row.action: row for row in before.actions}
    rows, rows_now = before.by_action(), now.by_action()
    found = []
    for row in now.actions:
        was = known.pop(row.action, None)
        if was is None:
            found.append(Change(row, _("added to the plan")))
        else:
            told = differences(was, rows.get(row.action, {}), row, rows_now.get(row.action, {}))
            found += [Change(row, *one) for one in told]
    return found + _gone(list(known.values()), now.known_on)


def _gone(rows: list[SnapshotAction], on: datetime.date) -> list[Change]:
    """Into which action one was merged is told by today's plan, since a closing freezes nothing of it."""
    merged = Action.objects.filter(pk__in=[row.action for row in rows]).merged_by(on) if rows else {}
    return [
        Change(row, _("Merged into another action"), row.local_title, merged[row.action])
        if row.action in merged
        else Change(row, _("withdrawn from the plan"))
        for row in rows
    ]


def changes_section(before: Stood, now: Stood, earlier: Round | None, title: str = "") -> Section:
    title = title or _("What changed since the round before")
    if earlier is None:
        nothing = _("There is no earlier closed round to compare with.")
        return Section(title, [Paragraph(Said(nothing))])
    found = changes_between(before, now)
    since = {"round": earlier.local_name, "day": formatting.day(earlier.about)}
    not_compared = note(
        _("Summaries, phases within the period and what was reported in words are not compared.")
    )
    if not found:
        nothing = _("Nothing of what is compared changed since %(round)s.") % since
        return Section(title, [Paragraph(Said(nothing)), not_compared])
    rows: list[list[Value]] = [
        [f"{one.row.code} {one.row.local_title}", capfirst(one.what), one.before, one.now] for one in found
    ]
    columns = [
        Column(_("Action"), weight=5),
        Column(_("What"), weight=3),
        Column(_("Before"), weight=3),
        Column(_("Now"), weight=3),
    ]
    table = Table(_("Changes since %(round)s") % since, columns, rows, _("Changes"))
    compared_with = _("Compared with the round %(round)s, about %(day)s.") % since
    counts = Paragraph(Said(change_counts(before.actions, now.actions)))
    return Section(title, [note(compared_with), counts, table, not_compared], on_new_page=True)


def change_counts(before: list[SnapshotAction], now: list[SnapshotAction]) -> str:
    """How many were completed, stopped, begun, slipped, added, withdrawn, counted as on the page of what changed; what did
    not happen is left out.
    """
    known = {row.action: row for row in before}
    pairs = [(known[row.action], row) for row in now if row.action in known]
    to = Counter(row.status for was, row in pairs if was.status != row.status)
    begun = sum(has_begun(was.status, row.status) for was, row in pairs)
    again = sum(is_taken_up_again(was.status, row.status) for was, row in pairs)
    slipped = sum(_slipped(was, row) for was, row in pairs)
    added = sum(row.action not in known for row in now)
    withdrawn = len(known.keys() - {row.action for row in now})
    otherwise = sum(was.verdict != row.verdict for was, row in pairs)
    counted = [
        (to[Status.COMPLETED], ngettext("%(n)s completed", "%(n)s completed", to[Status.COMPLETED])),
        (to[Status.STOPPED], ngettext("%(n)s stopped", "%(n)s stopped", to[Status.STOPPED])),
        (begun, ngettext("%(n)s begun", "%(n)s begun", begun)),
        (again, ngettext("%(n)s taken up again", "%(n)s taken up again", again)),
        (slipped, ngettext("%(n)s slipped", "%(n)s slipped", slipped)),
        (otherwise, ngettext("%(n)s assessed otherwise", "%(n)s assessed otherwise", otherwise)),
        (added, ngettext("%(n)s added", "%(n)s added", added)),
        (withdrawn, ngettext("%(n)s withdrawn or merged", "%(n)s withdrawn or merged", withdrawn)),
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
