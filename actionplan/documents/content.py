"""The contents of a document, whatever the file format: sections of paragraphs, facts, tables and sheets of actions.

All texts are in the language of the document already; the writers only format them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from actionplan.base import formatting


@dataclass(frozen=True)
class VagueDay:
    """A last day in the words of the plan, "2022" or "2020–2021", and as a day for sorting and calculating."""

    day: datetime.date
    words: str


@dataclass(frozen=True)
class Sign:
    """A sign with its word, so that no colour tells anything alone; `code` is a verdict, a status or a reason."""

    code: str
    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True)
class Signs:
    """A sign for each thing that is counted or, `as_counts`, each sign once with how often it holds."""

    counts: tuple[tuple[Sign, int], ...]
    as_counts: bool = False

    def __str__(self) -> str:
        return ", ".join(f"{count} {sign.word}" for sign, count in self.counts)


@dataclass(frozen=True)
class Headed:
    """Words in bold, such as a sign with the code of an action, and a smaller line below."""

    head: str
    text: str = ""
    sign: str = ""
    """The code of a sign that the words say already."""

    def __str__(self) -> str:
        return "\n".join(filter(None, [self.head, self.text]))


@dataclass(frozen=True)
class Bar:
    """What was paid within what was planned, with a mark at what was committed; `longest` is a whole bar, in euro."""

    planned: Decimal
    committed: Decimal
    paid: Decimal
    longest: Decimal
    words: str = ""
    """For who does not see the bar; empty where the cells beside it have the amounts."""

    def __str__(self) -> str:
        return self.words


Value = str | int | Decimal | datetime.date | VagueDay | Sign | Signs | Headed | Bar | None
"""The value of a cell. Text is never read as a number or a formula."""


@dataclass(frozen=True)
class LabelledText:
    """A text with a label in bold before it, such as "Done"; `language` if it is not that of the document."""

    text: str
    label: str = ""
    language: str = ""
    is_quotation: bool = False
    """Whether these are printed words, as they are printed."""
    sign: str = ""
    """The code of a sign before it."""


@dataclass(frozen=True)
class Paragraph(LabelledText):
    is_note: bool = False
    """A note: how something was counted, or what was left out."""


def note(text: str) -> Paragraph:
    return Paragraph(text, is_note=True)


@dataclass(frozen=True)
class FactList:
    """Short facts, one per line."""

    items: list[LabelledText]


@dataclass(frozen=True)
class Bullets:
    items: list[str]
    label: str = ""


@dataclass(frozen=True)
class TableColumn:
    label: str
    weight: int = 1
    """The relative width of the column."""
    is_number: bool = False
    day_label: str = ""
    """For a column of vague days: the heading of the extra column in the workbook with the exact days."""


@dataclass(frozen=True)
class Table:
    """A header row, and rows whose first cell is their heading."""

    caption: str
    columns: list[TableColumn]
    rows: list[list[Value]]
    sheet: str = ""
    """The name of its sheet in the workbook; empty to leave it out."""
    has_total: bool = False
    """Whether the last row is the total of the others."""

    @property
    def body(self) -> list[list[Value]]:
        return self.rows[:-1] if self.has_total else self.rows

    @property
    def total(self) -> list[Value] | None:
        return self.rows[-1] if self.has_total else None

    def in_words(self, row: list[Value]) -> list[tuple[TableColumn, str]]:
        """The cells of a row as printed."""
        return [(column, _in_words(value, column)) for column, value in zip(self.columns, row, strict=True)]


def _in_words(value: Value, column: TableColumn) -> str:
    """Unknown numbers are a dash, other unknown values are empty."""
    if value is None or value == "":
        return formatting.UNKNOWN if column.is_number else ""
    if isinstance(value, VagueDay):
        return value.words
    if isinstance(value, datetime.date):
        return formatting.short_day(value)
    if isinstance(value, Decimal):
        return formatting.number(value, 2)
    return formatting.number(value) if isinstance(value, int) else str(value)


Columns = Mapping[TableColumn, Callable[[Any], Value]]
"""Each column with a function that gives its cell for the item of a row."""


def table_of(things: Iterable[Any], columns: Columns, caption: str, sheet: str = "") -> Table:
    """A table with a row for each item."""
    rows = [[cell(thing) for cell in columns.values()] for thing in things]
    return Table(caption, list(columns), rows, sheet)


@dataclass(frozen=True)
class Voice:
    """What is printed, reported, computed or assessed of an action: the answer in bold, and what belongs to it."""

    label: str
    heads: list[Sign]
    notes: list[LabelledText]


@dataclass(frozen=True)
class ActionSheet:
    """An action on half a page."""

    who: str
    summary: LabelledText
    voices: list[Voice]
    """Four."""
    notes: list[str]
    """What differs between them, and what is left out."""
    texts: list[LabelledText]
    money: list[LabelledText]
    bar: Bar | None
    milestones: list[LabelledText]


Block = Paragraph | FactList | Bullets | Table | ActionSheet


@dataclass(frozen=True)
class Section:
    title: str
    blocks: Sequence[Block] = ()
    sections: Sequence[Section] = ()
    on_new_page: bool = False
    is_wide: bool = False
    """Whether it needs landscape pages."""

    def with_level(self, level: int = 1) -> Iterator[tuple[Section, int]]:
        """The section and its subsections with their levels, in reading order."""
        yield self, level
        for section in self.sections:
            yield from section.with_level(level + 1)


@dataclass(frozen=True)
class DocumentContent:
    """The whole document; `name` is that of its files, without the extension."""

    name: str
    language: str
    title: str
    subtitle: str
    marks: list[str]
    """Marks on every page: that it is a preview, that it is internal."""
    facts: list[LabelledText]
    """The facts on the title page."""
    lead: LabelledText | None
    """The answer below the title; its label is its first sentence."""
    summary: list[Section]
    """What stands before the contents."""
    sections: list[Section]
    foot: str
    """The footer of every page: the round."""
    seal: str
    """Also in the footer: the full hash, or that a preview has none."""
    author: str
    made_of: datetime.datetime
    """The instant of its data: of a closed round the closing, so that the same document has the same bytes."""
    more_sheets: list[Table] = field(default_factory=list)
    """Tables that are only in the workbook."""

    def headings(self) -> list[tuple[Section, int]]:
        """Every section behind the contents with its level, in reading order."""
        return [pair for section in self.sections for pair in section.with_level()]

    def parts(self) -> list[tuple[Section, int]]:
        """Every section of the summary and behind the contents, with its level."""
        return [*((section, 1) for section in self.summary), *self.headings()]

    @property
    def tables(self) -> list[Table]:
        """The sheets of the workbook, in the order of the document."""
        blocks = (block for section, _level in self.parts() for block in section.blocks)
        return [*(block for block in blocks if isinstance(block, Table) and block.sheet), *self.more_sheets]
