"""What a document says, whatever it is written as: a title page and sections of paragraphs, facts, tables and figures.

Every text stands in the document's own language already; the writers only give it a shape.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Day:
    """A last day in the words of the plan, which may be vague: "2022", "2020–2021". The day is for sorting and reckoning."""

    day: datetime.date
    words: str


Value = str | int | Decimal | datetime.date | Day | None
"""Of a cell. A text is never read as a number or a formula."""


@dataclass(frozen=True)
class Said:
    """Words with what stands before them in bold, such as "Done"; `language` where it is not the document's."""

    text: str
    label: str = ""
    language: str = ""


@dataclass(frozen=True)
class Paragraph:
    said: Said
    is_note: bool = False
    """An aside: how something was counted, what was left out."""


@dataclass(frozen=True)
class Facts:
    """Short facts, each on a line of its own."""

    items: list[Said]


@dataclass(frozen=True)
class Bullets:
    items: list[str]
    label: str = ""


@dataclass(frozen=True)
class Column:
    label: str
    is_number: bool = False
    weight: int = 1
    """How wide the column is beside the others."""
    day_label: str = ""
    """Of a column of `Day`: how the workbook calls the column beside it, which holds the days of these words."""


@dataclass(frozen=True)
class Table:
    """A header row and rows as wide; the first cell of a row says what the row is about."""

    caption: str
    columns: list[Column]
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


@dataclass(frozen=True)
class Series:
    """One part of every bar; `code` decides its colour and pattern, as in the charts of the pages."""

    code: str
    label: str
    counts: list[int]


@dataclass(frozen=True)
class Bar:
    name: str
    short: str
    """In front of a bar."""
    shortest: str
    """Where there is little room."""


@dataclass(frozen=True)
class Figure:
    """Stacked bars, with their message in words; the table beside it holds the same numbers."""

    caption: str
    message: str
    bars: list[Bar]
    series: list[Series]


Block = Paragraph | Facts | Bullets | Table | Figure


@dataclass(frozen=True)
class Section:
    title: str
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    on_new_page: bool = False
    is_wide: bool = False
    """On pages laid on their side."""

    def flat(self) -> Iterator[Section]:
        yield self
        for section in self.sections:
            yield from section.flat()


@dataclass(frozen=True)
class Document:
    """Everything that is written; `name` is that of its files, without an ending."""

    name: str
    language: str
    title: str
    subtitle: str
    marks: list[str]
    """What every page must say: that it is a preview, that it is internal."""
    facts: list[Said]
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

    @property
    def tables(self) -> list[Table]:
        """The sheets of the workbook, in the order of the document."""
        found = [
            block
            for section in self.sections
            for one in section.flat()
            for block in one.blocks
            if isinstance(block, Table) and block.sheet
        ]
        return [*found, *self.more_sheets]
