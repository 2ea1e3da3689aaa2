"""What the workbook has besides the tables of the document: what is told there in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actionplan.base.brussels import day_of
from actionplan.base.twins import local
from actionplan.portal.frozen_said import FrozenReport, reports_on
from actionplan.reporting.models import SnapshotAction
from actionplan.reporting.states import Basis, PlatformPart

from .actions import SAID
from .content import Block, Bullets, Column, Paragraph, Section, Table, Value
from .platform import platform_words
from .source import Source
from .wording import left_out, readable


def words_table(source: Source) -> Table:
    """What the leads reported in words, and what others contributed: a row a report."""
    said = SAID()
    rows = [
        row for action in source.actions for row in _reported(source, action, [name for name, _label in said])
    ]
    columns = [
        Column(_("Code")),
        Column(_("Action"), weight=3),
        Column(_("Organisation"), weight=3),
        Column(_("Role")),
        Column(_("Reported on")),
        *(Column(label, weight=5) for _name, label in said),
    ]
    return Table(_("What was reported in words"), columns, rows, _("Reported in words"))


def _reported(source: Source, row: SnapshotAction, names: list[str]) -> Iterator[list[Value]]:
    for report in reports_on(source.facts_of(row.code), Basis.ACCEPTED):
        is_word = report.key == row.word_report
        if not is_word and not report.said["done"]:
            continue
        texts = [readable(report.said[name]) if is_word or name == "done" else "" for name in names]
        if source.leaves_out(row.action):
            texts = [left_out(), *([""] * (len(names) - 1))]
        yield [row.code, row.local_title, *_whose(report, is_word), *texts]


def _whose(report: FrozenReport, is_word: bool) -> list[Value]:
    who = local(report.organisation, "name") if report.organisation else ""
    on = day_of(report.submitted_at) if report.submitted_at else None
    return [who, _("lead") if is_word else _("contribution"), on]


def platform_table(source: Source) -> Table:
    """What the Platform wrote, in the order of the document."""
    texts: list[tuple[str, Iterator[Block]]] = [
        (_("Introduction"), platform_words(source, PlatformPart.INTRODUCTION)),
        *(
            (
                _("Objective %(number)s") % {"number": one.number},
                platform_words(source, PlatformPart.OBJECTIVE, one.number),
            )
            for one in source.objectives
        ),
        (_("Conclusion"), platform_words(source, PlatformPart.CONCLUSION)),
    ]
    rows: list[list[Value]] = [
        [name, block.said.text]
        for name, blocks in texts
        for block in blocks
        if isinstance(block, Paragraph) and not (block.is_note and source.is_preview)
    ]
    columns = [Column(_("Part")), Column(_("Text"), weight=8)]
    return Table(_("What the Platform wrote"), columns, rows, _("Texts of the Platform"))


def sentences_table(section: Section) -> Table:
    """A section of sentences as a table of one column; the workbook calls the sheet as the section."""
    said: list[str] = []
    for block in section.blocks:
        if isinstance(block, Bullets):
            said += block.items
        elif isinstance(block, Paragraph):
            said.append(block.said.text)
    rows: list[list[Value]] = [[text] for text in said]
    return Table(section.title, [Column(section.title)], rows, section.title)
