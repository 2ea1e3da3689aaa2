"""Tables of the Word file: a header row repeated on every page, rows that do not break across pages, an accessible name.

Written as a single piece of XML, since a template has neither our widths nor, for thousands of rows, the time.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from docx.oxml.ns import nsdecls

from actionplan.documents.content import Table, Value

from .runs import Run, in_cell, plain

TABLE_STYLE, TEXT_STYLE, HEAD_STYLE = "PortalTable", "TableText", "TableHead"
TWIPS = 635
"""English metric units in a twentieth of a point."""
PADDING = 140 * TWIPS
MOST_ROWS_ON_ONE_PAGE = 5
"""A table with at most this many rows is kept on one page."""
LOOK, WITH_TOTAL = 0x06A0, 0x06E0
"""The parts of the table style that apply: first row and column, and the last row if it is a total."""


def table_xml(table: Table, width: int) -> Run:
    """`width`, in English metric units, is divided by the weights of the columns."""
    total = sum(column.weight for column in table.columns)
    widths = [width * column.weight // total // TWIPS for column in table.columns]
    labels: list[Value] = [column.label for column in table.columns]
    last = len(table.rows) - 1
    rows = [_row(table, labels, widths, stays=True, is_head=True)]
    rows += [
        _row(
            table,
            row,
            widths,
            stays=place in (0, last - 1) or (last < MOST_ROWS_ON_ONE_PAGE and place < last),
        )
        for place, row in enumerate(table.rows)
    ]
    grid = "".join(f'<w:gridCol w:w="{column_width}"/>' for column_width in widths)
    name = quoteattr(plain(table.caption))
    look = WITH_TOTAL if table.has_total else LOOK
    return Run(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{look:04X}" w:firstRow="1" w:lastRow="{int(table.has_total)}" w:firstColumn="1" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={name}/><w:tblDescription w:val={name}/>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(table: Table, row: list[Value], widths: list[int], *, stays: bool, is_head: bool = False) -> str:
    """`stays`: keep it on the same page as the next row."""
    head, style = ("<w:tblHeader/>", HEAD_STYLE) if is_head else ("", TEXT_STYLE)
    cells = []
    for value, (column, text), width in zip(row, table.in_words(row), widths, strict=True):
        keep = "<w:keepNext/>" if stays else ""
        align = '<w:jc w:val="right"/>' if column.is_number else ""
        runs = in_cell(value, text, max(0, width * TWIPS - PADDING)).xml
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{align}</w:pPr>{runs}</w:p></w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"
