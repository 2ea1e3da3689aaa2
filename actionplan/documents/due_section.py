"""What was due since the round before, and what is still due."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from actionplan.picture.deliveries import Delivery
from actionplan.picture.due_in_words import (
    HEADING,
    HOW_COUNTED,
    ItemDue,
    counts,
    counts_by,
    due_sentences,
    is_known,
    still_due,
)
from actionplan.picture.words import LIMITED_LEFT_OUT

from .action_sheet import lead_in_words
from .content import Block, Columns, Paragraph, Section, Table, TableColumn, VagueDay, Value, note, table_of
from .source import DocumentSource


def due_section(source: DocumentSource) -> Section:
    title = _("Annex: what was due since the round before")
    if not is_known(source.actions):
        return Section(
            title,
            [Paragraph(_("This round was closed before the portal counted what was due."))],
            is_wide=True,
        )
    blocks: list[Block] = [Paragraph(due_sentences(source.actions, source.reckoned_on))]
    if rows := still_due(source.actions, source.words):
        blocks.append(_still_due_table(source, rows))
    return Section(title, [*blocks, note(str(HOW_COUNTED))], is_wide=True)


def due_by_body(source: DocumentSource) -> list[Table]:
    """For the workbook: what was due, by minister and by organisation."""
    if not is_known(source.actions):
        return []
    picture = source.picture
    return [
        *_counted(source, "minister", _("Coordinating minister"), _("Due by minister"), picture.ministers),
        *_counted(source, "lead", _("Lead"), _("Due by organisation"), picture.organisations),
    ]


def _counted(source: DocumentSource, name: str, head: str, name_of_sheet: str, bodies: Any) -> list[Table]:
    by_body = counts_by(source.actions, name)
    rows = [_row(str(body), by_body[key]) for key, body in bodies.items() if key in by_body]
    rows += [_row(_("none"), by_body[None])] if None in by_body else []
    if not rows:
        return []
    columns = [TableColumn(head, 6), *(TableColumn(str(one.label), 2, is_number=True) for one in Delivery)]
    rows.append(_row(_("Total"), counts(source.actions)))
    caption = str(HEADING)
    return [Table(caption, columns, rows, name_of_sheet, has_total=True)]


def _row(name: str, counted: Counter[str]) -> list[Value]:
    return [name, *(counted[delivery] for delivery in Delivery)]


def _still_due_table(source: DocumentSource, rows: list[ItemDue]) -> Table:
    columns: Columns = {
        TableColumn(_("Action"), 6): lambda row: str(row.action),
        TableColumn(_("Lead"), 3): lambda row: lead_in_words(row.action, source.picture) or _("none"),
        TableColumn(_("What"), 4): lambda row: row.title,
        TableColumn(_("Due"), 2, day_label=_("Last day")): lambda row: VagueDay(row.item.due, row.due),
        TableColumn(_("State"), 3): lambda row: ", ".join(filter(None, [row.delivery, row.overtaken])),
        TableColumn(_("Why"), 5): lambda row: (
            str(LIMITED_LEFT_OUT) if row.why.is_hidden else row.why.in_words
        ),
        TableColumn(_("Expected on"), 2): lambda row: row.item.expected_on,
    }
    return table_of(rows, columns, _("What is not delivered, with reason and new date"), _("Still due"))
