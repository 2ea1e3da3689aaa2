"""Writes a plan, or an empty one, as a workbook to fill in: sheets with headings and drop-down lists, and one that
explains them."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from actionplan.base.formatting import in_dutch
from actionplan.base.sheets import EXCEL_DAY_FORMATS, Row, add_table, new_book, print_on_landscape_pages
from actionplan.planned.document import PlanDocument
from actionplan.planned.json_form import plain_number
from actionplan.planned.targets import targets_as_text
from actionplan.planned.year_amounts import year_amounts_as_text

from .columns import IN_WORDS, Cells, Holds, PlanColumn, PlanSheet, is_blank
from .examples import EXAMPLES
from .references import IDENTIFIED_BY
from .sheets import BY_NAME, EXPLAINED, PLAN_SHEETS, PROGRESS
from .tables import tables_of

LAST_LIST_ROW = 5000
"""The last row with drop-down lists."""
COLUMN_WIDTHS = {
    Holds.TEXT: 32,
    Holds.KEY: 24,
    Holds.CODE: 9,
    Holds.DAY: 14,
    Holds.AMOUNT: 16,
    Holds.CHOICE: 20,
    Holds.REFERENCE: 24,
}
OTHER_WIDTH = 12
AS_NUMBERS = (Holds.AMOUNT, Holds.PERCENT, Holds.WHOLE, Holds.NUMBER)
"""Kinds of columns that are not formatted as text."""
MOST_DIGITS = 15
"""The digits of a number that a spreadsheet stores exactly."""


def plan_workbook(
    document: PlanDocument | None = None, progress: Mapping[str, Iterable[Row]] | None = None
) -> bytes:
    """The plan of the document, or an empty workbook with an example row in each sheet. In the active language.

    `progress` has tables of what was reported, by the title of their sheet, headings first; imports do not read them.
    """
    reported = {f"{PROGRESS} {title}": rows for title, rows in (progress or {}).items()}
    content = io.BytesIO()
    tables = tables_of(document) if document else {}
    with new_book(content, in_memory=True) as book:
        formats = _formats(book)
        _explanation(book, formats, reported)
        for sheet in PLAN_SHEETS:
            written = _sheet(book, sheet, tables.get(sheet.name, []), formats)
            if document is None:
                _example(written, sheet, formats)
        for title, rows in reported.items():
            add_table(book, title, rows).protect("", {"autofilter": True, "sort": True})
    return content.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    plain = {"valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}),
        "required": book.add_format(
            {"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom", "bg_color": "#FFE615"}
        ),
        "text": book.add_format({"num_format": "@", "text_wrap": True, **plain}),
        "day": book.add_format({"num_format": EXCEL_DAY_FORMATS[in_dutch()], "align": "left", **plain}),
        "amount": book.add_format({"num_format": "#,##0.00", **plain}),
        "number": book.add_format(plain),
        "example": book.add_format({"italic": True, "font_color": "#545B65", "num_format": "@", **plain}),
    }


def _explanation(book: Any, formats: dict[str, Any], reported: Iterable[str]) -> None:
    sheet = book.add_worksheet(str(EXPLAINED))
    heads = [_("Sheet"), _("Column"), _("Must be filled in"), _("What it holds"), _("Explanation")]
    rows: list[list[Any]] = [
        [
            _("All sheets"),
            "",
            "",
            "",
            _(
                "One row of headings, then the rows. Columns may stand in any order, with Dutch or English headings. "
                "An example in italics is not read: write over it, or leave it."
            ),
        ]
    ]
    for plan_sheet in PLAN_SHEETS:
        rows.append([plan_sheet.title, "", "", "", plan_sheet.explanation])
        for column in plan_sheet.columns:
            must = _("yes") if column.required else ""
            rows.append([plan_sheet.title, column.heading, must, _what(column), column.explanation])
    to_read = _("What was reported, to be read alone: an import does not look at this sheet.")
    rows += [[title, "", "", "", to_read] for title in reported]
    for place, (head, width) in enumerate(zip(heads, [22, 26, 12, 44, 70], strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, head, formats["head"])
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, str(text), formats["text"])
    sheet.freeze_panes(1, 0)
    print_on_landscape_pages(sheet)


def _what(column: PlanColumn) -> str:
    if column.choices:
        return ", ".join(str(choice.label) for choice in column.choices)
    if column.to:
        sheets = _(" or ").join(str(BY_NAME[name].title) for name in column.to.split(" or "))
        return _("what stands in the sheet %(sheet)s") % {"sheet": sheets}
    return str(IN_WORDS[column.holds])


def _sheet(book: Any, plan_sheet: PlanSheet, rows: list[Cells], formats: dict[str, Any]) -> Any:
    sheet = book.add_worksheet(str(plan_sheet.title))
    for place, column in enumerate(plan_sheet.columns):
        sheet.set_column(
            place, place, COLUMN_WIDTHS.get(column.holds, OTHER_WIDTH), formats[_format_of_column(column)]
        )
        sheet.write_string(0, place, str(column.heading), formats["required" if column.required else "head"])
        choices = _choices(column)
        if choices is not None:
            options = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, place, LAST_LIST_ROW, place, options)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(plan_sheet.columns):
            _write(sheet, number, place, column, row.get(column.member), formats)
    sheet.freeze_panes(1, 1)
    print_on_landscape_pages(sheet)
    return sheet


def _example(sheet: Any, plan_sheet: PlanSheet, formats: dict[str, Any]) -> None:
    for place, column in enumerate(plan_sheet.columns):
        if words := EXAMPLES[plan_sheet.name].get(column.member):
            sheet.write_string(1, place, str(words), formats["example"])


def _format_of_column(column: PlanColumn) -> str:
    if column.holds == Holds.AMOUNT:
        return "amount"
    return "number" if column.holds in AS_NUMBERS or column.holds == Holds.DAY else "text"


def _choices(column: PlanColumn) -> Any:
    """The options in the drop-down list of a column: words, or the cells of another sheet."""
    if column.choices:
        return [str(choice.label) for choice in column.choices]
    if column.holds == Holds.YES_NO:
        return [_("yes"), _("no")]
    if column.to not in BY_NAME:
        return None
    other, (identity, _names) = BY_NAME[column.to], IDENTIFIED_BY[column.to]
    letters = xl_col_to_name([each.member for each in other.columns].index(identity))
    return f"='{other.title}'!${letters}$2:${letters}${LAST_LIST_ROW}"


def _write(sheet: Any, row: int, place: int, column: PlanColumn, value: Any, formats: dict[str, Any]) -> None:
    if is_blank(value):
        return
    if column.holds == Holds.DAY:
        day = datetime.datetime.combine(value, datetime.time())
        sheet.write_datetime(row, place, day, formats["day"])
    elif column.holds in AS_NUMBERS and len(str(value)) <= MOST_DIGITS:
        number = Decimal(value) if column.holds == Holds.AMOUNT else Decimal(plain_number(Decimal(value)))
        sheet.write_number(row, place, number, formats[_format_of_column(column)])
    else:
        sheet.write_string(row, place, _words(column, value), formats["text"])


def _words(column: PlanColumn, value: Any) -> str:
    if column.choices:
        return str(column.choices(value).label)
    if column.holds == Holds.TARGETS:
        return targets_as_text(value)
    if column.holds == Holds.YEAR_AMOUNTS:
        return year_amounts_as_text(value)
    return _("yes") if value is True else str(value)
