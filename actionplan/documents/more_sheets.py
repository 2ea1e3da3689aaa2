"""What the workbook has besides the tables of the document: what is told there in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actionplan.base.brussels import day_of
from actionplan.picture.picture import ActionPicture

from .actions import left_out, texts_of_a_report
from .content import Bullets, Paragraph, Section, Table, TableColumn, Value
from .platform_texts import platform_texts, readable
from .source import DocumentSource


def words_table(source: DocumentSource) -> Table:
    """What the leads reported in words, and what others contributed: a row a report."""
    columns = [
        TableColumn(_("Code")),
        TableColumn(_("Action"), 3),
        TableColumn(_("Organisation"), 3),
        TableColumn(_("Role")),
        TableColumn(_("Reported on")),
        *(TableColumn(label, 5) for label in texts_of_a_report().values()),
    ]
    rows = [row for action in source.actions for row in _reported(source, action)]
    return Table(_("What was reported in words"), columns, rows, _("Reported in words"))


def _reported(source: DocumentSource, action: ActionPicture) -> Iterator[list[Value]]:
    names = list(texts_of_a_report())
    for report in action.reports:
        words, is_word = source.words[report.pk], report is action.word
        if not is_word and not words["done"]:
            continue
        who = str(source.picture.organisations[report.organisation])
        role = _("lead") if is_word else _("contribution")
        texts = [readable(words[name]) if is_word or name == "done" else "" for name in names]
        if source.leaves_out(action):
            texts = [left_out(), *("" for _name in names[1:])]
        yield [action.code, action.local_title, who, role, day_of(report.submitted_at), *texts]


def platform_table(source: DocumentSource) -> Table:
    """What the Platform wrote, in the order of the document; not that a preview lacks a text."""
    rows: list[list[Value]] = [
        [name, paragraph.text]
        for name, paragraphs in platform_texts(source)
        for paragraph in paragraphs
        if not (paragraph.is_note and source.is_preview)
    ]
    columns = [TableColumn(_("Part")), TableColumn(_("Text"), 8)]
    return Table(_("What the Platform wrote"), columns, rows, _("Texts of the Platform"))


def sentences_table(section: Section) -> Table:
    """A section of sentences as a table of one column; the workbook calls the sheet as the section."""
    said: list[str] = []
    for block in section.blocks:
        if isinstance(block, Bullets):
            said += block.items
        elif isinstance(block, Paragraph):
            said.append(block.text)
    rows: list[list[Value]] = [[text] for text in said]
    return Table(section.title, [TableColumn(section.title)], rows, section.title)
