"""Changes since an earlier round: counts, then field by field as on the page of what changed."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.picture import money
from actionplan.picture.change_words import row_of
from actionplan.picture.difference import ActionDifference, FieldChange, differences_between
from actionplan.picture.kinds_of_change import CHANGE_KINDS, CHANGE_WORDS

from .content import Block, Paragraph, Section, Table, TableColumn, Value, note
from .source import DocumentSource


def changes_section(
    source: DocumentSource,
    earlier: DocumentSource | None,
    keys: Sequence[int] | None = None,
    title: str = "",
) -> Section:
    """The changes of the actions with these keys, in this order, or of all; `earlier` is the round to compare with."""
    title = title or _("What changed since the round before")
    if earlier is None:
        return Section(title, [Paragraph(_("There is no earlier closed round to compare with."))])
    pairs = differences_between(earlier.picture, source.picture)
    if keys is not None:
        of_action = {pair.last.pk: pair for pair in pairs}
        pairs = [of_action[key] for key in keys if key in of_action]
    not_compared = note(_("Summaries and what was reported in words are not compared."))
    since = {"round": earlier.round.local_name, "day": formatting.day(earlier.round.about)}
    rows = _rows(pairs)
    if not rows:
        nothing = _("Nothing of what is compared changed since %(round)s.") % since
        return Section(title, [Paragraph(nothing), not_compared])
    columns = [
        TableColumn(_("Action"), 4),
        TableColumn(_("What"), 3),
        TableColumn(_("Before"), 3),
        TableColumn(_("Now"), 3),
        TableColumn(_("Moved"), 2),
    ]
    table = Table(_("Changes since %(round)s") % since, columns, rows, _("Changes"))
    compared_with = note(_("Compared with the round %(round)s, about %(day)s.") % since)
    blocks: list[Block] = [compared_with, Paragraph(change_counts(pairs)), table, not_compared]
    return Section(title, blocks, on_new_page=True)


def change_counts(pairs: list[ActionDifference]) -> str:
    """How many actions changed in each way, as on the page of changes, leaving out zeros."""
    counted = {words: sum(map(CHANGE_KINDS[kind], pairs)) for kind, (words, _meaning) in CHANGE_WORDS.items()}
    parts = ", ".join(f"{count} {words}" for words, count in counted.items() if count)
    if not parts:
        return _("No action was completed, stopped, started, moved, added or withdrawn.")
    return _("Actions: %(parts)s.") % {"parts": parts}


def _rows(pairs: list[ActionDifference]) -> list[list[Value]]:
    """The rows in order; actions withdrawn or merged come last."""
    return [
        [str(pair.last), *cells_of(change)]
        for pair in sorted(pairs, key=lambda pair: pair.after is None)
        for change in printed_changes(pair)
    ]


def printed_changes(pair: ActionDifference) -> list[FieldChange]:
    """Without summaries, and without the years of a sum that is printed itself."""
    sums = {change.field for change in pair.changes if change.field in money.MEASURES and not change.about}
    return [
        change
        for change in pair.changes
        if change.field != "summary" and not (change.field in sums and change.about)
    ]


def cells_of(change: FieldChange) -> list[Value]:
    """What changed, before, now and by how much; amounts are numbers, in euro."""
    label, about, before, now, moved = row_of(change, may_read=False).cells
    values = (formatting.UNKNOWN if value == "" else value for value in (before, now))
    return [f"{label} ({about})" if about else label, *values, moved]
