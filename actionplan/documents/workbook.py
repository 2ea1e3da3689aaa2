"""The tables of a document as a workbook: one per sheet with a header row, no merged cells, and a sheet of contents."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.days import day_of
from actionplan.base.formatting import in_dutch
from actionplan.base.sheets import EXCEL_DAY_FORMATS, new_book
from actionplan.picture.picture import ActionPicture
from actionplan.picture.words import LIMITED_LEFT_OUT

from .action_sheet import texts_of_a_report
from .content import Bullets, DocumentContent, Paragraph, Section, Table, TableColumn, VagueDay, Value
from .platform_texts import platform_texts
from .source import DocumentSource

FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")
LONGEST_SHEET_NAME = 31
NARROWEST, NUMBER_WIDTH, WIDEST = 8, 14, 90
"""Characters in a column: at least, for a number or a day, at most."""


def workbook_file(document: DocumentContent) -> bytes:
    """The workbook; the same document gives the same bytes."""
    content = io.BytesIO()
    with new_book(content, in_memory=True) as book:
        book.set_properties(
            {
                "title": document.title,
                "subject": document.subtitle,
                "author": document.author,
                "keywords": document.foot,
                "comments": document.seal,
                "category": ", ".join(document.marks),
                "created": document.made_of.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0),
            }
        )
        formats = _formats(book)
        tables = [about(document), *map(days_apart, document.tables)]
        names = sheet_names(tables)
        _contents(book, document, names, tables, formats)
        for name, table in zip(names, tables, strict=True):
            _sheet(book, document, name, table, formats)
    return content.getvalue()


def days_apart(table: Table) -> Table:
    """The table with vague days in two columns, words and day, so that no day looks more exact than it is."""
    if not any(column.day_label for column in table.columns):
        return table
    columns: list[TableColumn] = []
    for column in table.columns:
        columns += [column, TableColumn(column.day_label)] if column.day_label else [column]
    rows: list[list[Value]] = []
    for row in table.rows:
        values: list[Value] = []
        for column, value in zip(table.columns, row, strict=True):
            values.append(value.words if isinstance(value, VagueDay) else value)
            if column.day_label:
                values.append(value.day if isinstance(value, VagueDay) else None)
        rows.append(values)
    return replace(table, columns=columns, rows=rows)


def sheet_names(tables: list[Table]) -> list[str]:
    """The names of the sheets: those of the tables, made valid and unique."""
    names: list[str] = []
    for table in tables:
        name = table.sheet.translate(FORBIDDEN)[:LONGEST_SHEET_NAME].strip() or _("Sheet")
        again = 2
        while name.casefold() in {other.casefold() for other in names}:
            name = f"{table.sheet.translate(FORBIDDEN)[: LONGEST_SHEET_NAME - 3].strip()} {again}"
            again += 1
        names.append(name)
    return names


def _formats(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "money": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        "day": book.add_format(
            {"num_format": EXCEL_DAY_FORMATS[in_dutch()], "align": "left", "valign": "top"}
        ),
        "link": book.add_format({"underline": 1, "font_color": "#0B57B7", "valign": "top"}),
    }


def _contents(
    book: Any, document: DocumentContent, names: list[str], tables: list[Table], formats: Any
) -> None:
    """The first sheet: the contents of each sheet, with a link to it."""
    sheet = book.add_worksheet(sheet_names([Table("", [], [], _("Contents"))])[0])
    for column, width in enumerate([30, 90, 10]):
        sheet.set_column(column, column, width)
    for column, label in enumerate([_("Sheet"), _("What it holds"), _("Rows")]):
        sheet.write_string(0, column, label, formats["head"])
    for row, (name, table) in enumerate(zip(names, tables, strict=True), start=1):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", formats["link"], name)
        sheet.write_string(row, 1, table.caption, formats["text"])
        sheet.write_number(row, 2, len(table.rows), formats["number"])
    sheet.freeze_panes(1, 0)
    _on_paper(sheet, document)


def about(document: DocumentContent) -> Table:
    """The title page as a table."""
    rows: list[list[Value]] = [[_("Title"), document.title], [_("Subject"), document.subtitle]]
    rows += [[_("Note"), mark] for mark in document.marks]
    rows += [[fact.label, fact.text] for fact in document.facts]
    columns = [TableColumn(_("What")), TableColumn(_("Value"))]
    return Table(_("What this workbook is made of"), columns, rows, _("About"))


def _sheet(book: Any, document: DocumentContent, name: str, table: Table, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, min(max(NARROWEST, _width(table, place)), WIDEST))
        sheet.write_string(0, place, column.label, formats["head"])
    for row, values in enumerate(table.rows, start=1):
        for place, value in enumerate(values):
            _write(sheet, row, place, value, formats)
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.body), len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    _on_paper(sheet, document)


def _width(table: Table, place: int) -> int:
    if table.columns[place].is_number:
        return NUMBER_WIDTH
    longest = max(
        (len(str(row[place])) for row in table.rows if isinstance(row[place], str)), default=NUMBER_WIDTH
    )
    return min(longest, 60) + 2


def _write(sheet: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    if isinstance(value, VagueDay):
        value = value.words
    if value is None or value == "":
        return
    if isinstance(value, datetime.date):
        sheet.write_datetime(row, column, datetime.datetime.combine(value, datetime.time()), formats["day"])
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, value, formats["money"])
    elif isinstance(value, int):
        sheet.write_number(row, column, value, formats["number"])
    else:
        sheet.write_string(row, column, value, formats["text"])


def _on_paper(sheet: Any, document: DocumentContent) -> None:
    marks = "; ".join(document.marks).replace("&", "&&")
    title = document.title.replace("&", "&&")
    sheet.set_header(f"&L{title}&R{marks}"[:255])
    sheet.set_footer(
        f"&L{document.foot.replace('&', '&&')}&R&P/&N\n&L&8{document.seal.replace('&', '&&')}"[:255]
    )
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


# Tables with the texts of the document


def words_table(source: DocumentSource) -> Table:
    """The texts of leads and contributors: a row for each report."""
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
        words, is_word = source.words[report.pk], report is action.lead_report
        if not is_word and not words.show("done"):
            continue
        who = str(source.picture.organisations[report.organisation])
        role = _("lead") if is_word else _("contribution")
        texts = [words.show(name).in_words if is_word or name == "done" else "" for name in names]
        if source.leaves_out(action):
            texts = [str(LIMITED_LEFT_OUT), *("" for _name in names[1:])]
        yield [action.code, action.local_title, who, role, day_of(report.submitted_at), *texts]


def platform_table(source: DocumentSource) -> Table:
    """The texts of the Platform, in the order of the document, without the notes of a preview about missing texts."""
    rows: list[list[Value]] = [
        [name, paragraph.text]
        for name, paragraphs in platform_texts(source)
        for paragraph in paragraphs
        if not (paragraph.is_note and source.is_preview)
    ]
    columns = [TableColumn(_("Part")), TableColumn(_("Text"), 8)]
    return Table(_("What the Platform wrote"), columns, rows, _("Texts of the Platform"))


def sentences_table(section: Section) -> Table:
    """A section of sentences as a table with one column; the sheet has the title of the section."""
    texts: list[str] = []
    for block in section.blocks:
        if isinstance(block, Bullets):
            texts += block.items
        elif isinstance(block, Paragraph):
            texts.append(block.text)
    rows: list[list[Value]] = [[text] for text in texts]
    return Table(section.title, [TableColumn(section.title)], rows, section.title)
