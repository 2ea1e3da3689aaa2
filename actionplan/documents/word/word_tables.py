"""Tables of the Word file: a header row repeated on every page, rows that do not break across pages, an accessible name.

Written as a single piece of XML: cell by cell, python-docx would take minutes for a plan of thousands of actions.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from actionplan.documents.content import Table, Value

from .marks import plain
from .styles import TABLE_STYLE_ID

TWIPS = 635
"""English metric units in a twentieth of a point."""


MOST_ROWS_ON_ONE_PAGE = 14
"""A table with at most this many rows is kept on one page."""
LOOK, WITH_TOTAL = 0x06A0, 0x06E0
"""The parts of the table style that apply: first row and column, and the last row if it is a total."""


def table_xml(table: Table, width: int, text_style: str) -> Any:
    """The XML of a table. `width`, in English metric units, is divided by the weights of the columns."""
    total = sum(column.weight for column in table.columns)
    widths = [width * column.weight // total // TWIPS for column in table.columns]
    labels: list[Value] = [column.label for column in table.columns]
    last = len(table.rows) - 1
    rows = [_row(table, labels, widths, text_style, stays=True, is_head=True)]
    rows += [
        _row(table, row, widths, text_style, stays=last < MOST_ROWS_ON_ONE_PAGE and place < last)
        for place, row in enumerate(table.rows)
    ]
    grid = "".join(f'<w:gridCol w:w="{column_width}"/>' for column_width in widths)
    name = quoteattr(plain(table.caption))
    look = WITH_TOTAL if table.has_total else LOOK
    return parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblStyle w:val="{TABLE_STYLE_ID}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{look:04X}" w:firstRow="1" w:lastRow="{int(table.has_total)}" w:firstColumn="1" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={name}/><w:tblDescription w:val={name}/>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    table: Table, row: list[Value], widths: list[int], style: str, *, stays: bool, is_head: bool = False
) -> str:
    """`stays`: keep it on the same page as the next row."""
    head = "<w:tblHeader/>" if is_head else ""
    written = "".join(
        _cell(text, width, style, is_number=column.is_number, stays=stays)
        for (column, text), width in zip(table.in_words(row), widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{written}</w:tr>"


def _cell(text: str, width: int, style: str, *, is_number: bool, stays: bool) -> str:
    keep = "<w:keepNext/>" if stays else ""
    align = '<w:jc w:val="right"/>' if is_number else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in plain(text).split("\n")
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{align}</w:pPr><w:r>{lines}</w:r></w:p></w:tc>'
    )
