"""What a document says, whatever it is written as: a title page and sections of paragraphs, facts, tables and figures.

Every text stands in the document's own language already; the writers only give it a shape.
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
    """A last day in the words of the plan: "2022", "2020–2021". The day is for sorting and reckoning."""

    day: datetime.date
    words: str


Value = str | int | Decimal | datetime.date | VagueDay | None
"""Of a cell. A text is never read as a number or a formula."""


@dataclass(frozen=True)
class LabelledText:
    """Words with what stands before them in bold, such as "Done"; `language` where it is not the document's."""

    text: str
    label: str = ""
    language: str = ""


@dataclass(frozen=True)
class Paragraph(LabelledText):
    is_note: bool = False
    """An aside: how something was counted, what was left out."""


def note(text: str) -> Paragraph:
    return Paragraph(text, is_note=True)


@dataclass(frozen=True)
class FactList:
    """Short facts, each on a line of its own."""

    items: list[LabelledText]


@dataclass(frozen=True)
class Bullets:
    items: list[str]
    label: str = ""


@dataclass(frozen=True)
class TableColumn:
    label: str
    weight: int = 1
    """How wide the column is beside the others."""
    is_number: bool = False
    day_label: str = ""
    """Of a column of vague days: how the workbook calls the column beside it, which holds the days of these words."""


@dataclass(frozen=True)
class Table:
    """A header row and rows as wide; the first cell of a row says what the row is about."""

    caption: str
    columns: list[TableColumn]
    rows: list[list[Value]]
    sheet: str = ""
    """Its name in the workbook; without one it is not there."""
    has_total: bool = False
    """The last row adds up the others."""

    @property
    def body(self) -> list[list[Value]]:
        return self.rows[:-1] if self.has_total else self.rows

    @property
    def total(self) -> list[Value] | None:
        return self.rows[-1] if self.has_total else None

    def in_words(self, row: list[Value]) -> list[tuple[TableColumn, str]]:
        """The cells of a row as paper has them."""
        return [(column, _in_words(value, column)) for column, value in zip(self.columns, row, strict=True)]


def _in_words(value: Value, column: TableColumn) -> str:
    """What is unknown is a dash where a number is expected, and nothing elsewhere."""
    if value is None or value == "":
        return formatting.UNKNOWN if column.is_number else ""
    if isinstance(value, VagueDay):
        return value.words
    if isinstance(value, datetime.date):
        return formatting.short_day(value)
    if isinstance(value, Decimal):
        return formatting.number(value, 2)
    return formatting.number(value) if isinstance(value, int) else value


Columns = Mapping[TableColumn, Callable[[Any], Value]]
"""Each column with what its cell says of the thing that a row is about."""


def table_of(things: Iterable[Any], columns: Columns, caption: str, sheet: str = "") -> Table:
    """A row for each thing."""
    rows = [[cell(thing) for cell in columns.values()] for thing in things]
    return Table(caption, list(columns), rows, sheet)


@dataclass(frozen=True)
class BarSeries:
    """One part of every bar; `code` decides its colour and pattern, as in the charts of the pages."""

    code: str
    label: str
    counts: list[int]


@dataclass(frozen=True)
class BarName:
    short: str
    """In front of a bar."""
    shortest: str
    """Where there is little room."""


@dataclass(frozen=True)
class BarFigure:
    """Stacked bars, with their message in words; the table beside it holds the same numbers."""

    caption: str
    message: str
    bars: list[BarName]
    series: list[BarSeries]


Block = Paragraph | FactList | Bullets | Table | BarFigure


@dataclass(frozen=True)
class Section:
    title: str
    blocks: Sequence[Block] = ()
    sections: Sequence[Section] = ()
    on_new_page: bool = False
    is_wide: bool = False
    """On pages laid on their side."""

    def with_level(self, level: int = 1) -> Iterator[tuple[Section, int]]:
        """The section and those in it, in the order of their headings."""
        yield self, level
        for section in self.sections:
            yield from section.with_level(level + 1)


@dataclass(frozen=True)
class DocumentContent:
    """Everything that is written; `name` is that of its files, without an ending."""

    name: str
    language: str
    title: str
    subtitle: str
    marks: list[str]
    """What every page must say: that it is a preview, that it is internal."""
    facts: list[LabelledText]
    """Of the title page."""
    sections: list[Section]
    foot: str
    """At the foot of every page: the round."""
    seal: str
    """Beside it: the full hash; of a preview that there is none."""
    author: str
    made_of: datetime.datetime
    """The instant of what was known: of a closed round its closing, so that the same document has the same bytes."""
    more_sheets: list[Table] = field(default_factory=list)
    """Tables of the workbook alone."""

    def headings(self) -> list[tuple[Section, int]]:
        """Every section with its level, in the order of reading."""
        return [pair for section in self.sections for pair in section.with_level()]

    @property
    def tables(self) -> list[Table]:
        """The sheets of the workbook, in the order of the document."""
        blocks = (block for section, _level in self.headings() for block in section.blocks)
        return [*(block for block in blocks if isinstance(block, Table) and block.sheet), *self.more_sheets]
