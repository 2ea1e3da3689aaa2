"""The short workbook: one sheet, a row an action, cells as they are printed, under headings for objectives and themes.

A row that holds one cell alone is a heading. A row without code and title goes on with the action above it, since a cell with
several paragraphs becomes several rows when a table of a text is pasted.
"""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils.escape import unescape

from actionplan.amendments.shape import Fault, Faulty, faulty
from actionplan.base.folding import fold
from actionplan.base.names import one_line
from actionplan.base.sheets import SAFE_OPTIONS, print_on_landscape_pages
from actionplan.plan_document.reading import refuse_if_too_large
from actionplan.plan_document.workbook.opening import is_workbook, open_workbook

from .proposals import Item
from .reading import CELLS

HEADINGS_WITHIN = 20
"""Of the first rows that hold something, the one with the headings."""
LONGEST_HEADING = 250
"""Characters: a longer text in a row of its own is what the plan says of the action above it."""
LONGEST_CELL, LONGEST_TITLE = 5000, 500
CODE = re.compile(r"[1-9]\d{0,2}\.[1-9]\d{0,2}")
CODE_IN_TITLE = re.compile(
    r"(?:action|actie|maatregel)?\s*([1-9]\d{0,2}\.[1-9]\d{0,2})\s*[.:–-]?\s+(.+)", re.IGNORECASE | re.DOTALL
)
OBJECTIVE = re.compile(
    r"(?P<word>(?:(?:strategic|operational|strategische|operationele)\s+)?(?:objective|doelstelling|goal|doel|ambitie))?"
    r"\s*(?P<number>\d{1,2}(?!\d|\.\d))?\s*[.:)–-]?\s*(?P<title>.+)",
    re.IGNORECASE | re.DOTALL,
)
UNWANTED = re.compile(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class ShortColumn:
    name: str
    heading: str | Promise
    known: re.Pattern[str]
    """What its heading may be, folded."""
    width: int
    explanation: str | Promise


COLUMNS = [
    ShortColumn(
        "code",
        gettext_lazy("Code"),
        re.compile(r"(?:action ?|actie ?)?(?:code|nr|no|number|nummer)\.?"),
        8,
        gettext_lazy("Such as 3.10. It may also stand before the title."),
    ),
    ShortColumn(
        "title",
        gettext_lazy("Title"),
        re.compile(r".*\b(?:title|titel|actions?|acties?|maatregel(?:en)?)\b.*"),
        40,
        "",
    ),
    ShortColumn(
        "summary",
        gettext_lazy("Summary"),
        re.compile(r".*\b(?:summary|samenvatting|description|omschrijving|beschrijving|toelichting)\b.*"),
        40,
        gettext_lazy("May be left out."),
    ),
    ShortColumn(
        "ministers",
        gettext_lazy("Ministers"),
        re.compile(r".*(?:minister|schepen|bevoegd).*"),
        32,
        gettext_lazy("As printed; the first is read as the coordinating one."),
    ),
    ShortColumn(
        "promoters",
        gettext_lazy("Promoters"),
        re.compile(r".*(?:promoter|trekker|partner|uitvoerder|actoren|carried out by).*"),
        32,
        gettext_lazy("As printed; the first is read as the promoter, the others as partners."),
    ),
    ShortColumn(
        "timing",
        gettext_lazy("Timing"),
        re.compile(r".*\b(?:timing|planning|period|periode|termijn|looptijd|when|wanneer)\b.*"),
        24,
        gettext_lazy("As printed: 2021-2024, from autumn 2021, continuous, First phase: 2021."),
    ),
    ShortColumn(
        "budget",
        gettext_lazy("Budget"),
        re.compile(r".*(?:budget|begroting|middelen|kostprijs|kosten|raming|financ).*"),
        24,
        gettext_lazy(
            "As printed: €1,500,000/year, within the regular resources, 60% by one and 40% by another."
        ),
    ),
    ShortColumn(
        "milestones",
        gettext_lazy("Milestones"),
        re.compile(r".*(?:milestone|mijlpa).*"),
        32,
        gettext_lazy("May be left out. One a line, with a date or how often it comes again."),
    ),
]
TRIED = ["milestones", "ministers", "promoters", "timing", "budget", "summary", "code", "title"]
"""Which a heading is, if it may be several: the first of these."""
SEVERAL = {"ministers", "promoters"}
"""What may stand in several columns, as where partners have one of their own."""


@dataclass
class PrintedTable:
    """What a short workbook holds, as it is kept."""

    objectives: dict[int, Item] = field(default_factory=dict)
    """By number: its title, empty where no heading says it, and its themes."""
    actions: list[Item] = field(default_factory=list)
    """Each with its row, code, objective, theme, title, summary, and its cells as printed."""
    not_read: list[str] = field(default_factory=list)
    """Headings of columns that say nothing to the portal."""

    def as_json(self) -> Item:
        objectives = [{"number": number, **self.objectives[number]} for number in sorted(self.objectives)]
        return {"objectives": objectives, "actions": self.actions, "not_read": self.not_read}


def short_workbook() -> bytes:
    """An empty one, in the language that is active, with a sheet that explains the columns."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **SAFE_OPTIONS}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Actions"))
        sheet.freeze_panes(1, 0)
        print_on_landscape_pages(sheet)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, str(column.heading), head)
        explained = book.add_worksheet(_("Explanation"))
        explained.set_column(0, 0, 16)
        explained.set_column(1, 1, 90, text)
        lines = [
            ("", _("One row an action. Paste the cells as they are printed, in English or Dutch.")),
            (
                "",
                _(
                    "A row with one filled cell alone is a heading: “Objective 3: …” or “3. …”, and themes under it."
                ),
            ),
            *((str(column.heading), str(column.explanation)) for column in COLUMNS),
        ]
        for place, (name, words) in enumerate(lines):
            explained.write_string(place, 0, name, head)
            explained.write_string(place, 1, words, text)
    return content.getvalue()


def table_of(content: bytes) -> PrintedTable:
    """What the workbook holds. Raises Faulty, with all that is wrong with it."""
    refuse_if_too_large(content)
    if not is_workbook(content):
        raise faulty(_("This is no Excel workbook (.xlsx)."))
    for sheet in open_workbook(content).sheets:
        if columns := _columns(sheet.rows):
            return _Reader(columns).read(sheet.rows)
    words = _(
        "No row of headings was found: it names at least the title and two of ministers, promoters, timing and budget."
    )
    raise faulty(words)


def _columns(rows: list[tuple[int, Any]]) -> dict[int, str]:
    """The names of the columns by place, of the first row that can be the headings; a place without a name is not read."""
    for _number, row in rows[:HEADINGS_WITHIN]:
        found: dict[int, str] = {}
        for place, cell in enumerate(row):
            name = _column_called(_text(cell.value))
            if name and (name in SEVERAL or name not in found.values()):
                found[place] = name
        if (
            "title" in found.values()
            and len({"ministers", "promoters", "timing", "budget"} & set(found.values())) >= 2
        ):
            return found
    return {}


def _column_called(heading: str) -> str | None:
    known = {column.name: column.known for column in COLUMNS}
    words = fold(heading)
    if len(words) > 80:
        return None
    return next((name for name in TRIED if words and known[name].fullmatch(words)), None)


def _text(value: Any) -> str:
    """As somebody reads it in the cell: a whole number without decimals, a date as a date."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unescape(str(value)).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    return "\n".join(" ".join(UNWANTED.sub(" ", line).split()) for line in text.split("\n")).strip()


class _Reader:
    """Goes through the rows from top to bottom, and knows under which objective and theme it is."""

    def __init__(self, columns: dict[int, str]) -> None:
        self.columns = columns
        self.table = PrintedTable()
        self.faults: list[Fault] = []
        self.objective = 0
        self.theme: str | None = None
        self.headings: dict[int, str] = {}

    def read(self, rows: list[tuple[int, Any]]) -> PrintedTable:
        begun = False
        for number, row in rows:
            values = self._values(number, row) if begun else {}
            is_headings = {place: _column_called(_text(cell.value)) for place, cell in enumerate(row)}
            if all(is_headings.get(place) == name for place, name in self.columns.items()):
                if not begun:
                    self.headings = {place: _text(cell.value) for place, cell in enumerate(row)}
                begun = True
            elif begun and values:
                self._row(number, values)
        if not self.table.actions:
            self.faults.append(Fault("", _("No action was found under the headings.")))
        if self.faults:
            raise Faulty(self.faults)
        self.table.not_read = [
            words for place, words in self.headings.items() if words and place not in self.columns
        ]
        return self.table

    def _values(self, number: int, row: Any) -> dict[str, Any]:
        """What the row says, by column; several columns of one name are one."""
        values: dict[str, Any] = {}
        for place, cell in enumerate(row):
            name = self.columns.get(place)
            text = _text(cell.value)
            if name is None or not text:
                continue
            where = _("row %(row)s, column %(column)s") % {"row": number, "column": self.headings[place]}
            if getattr(cell, "data_type", "") == "f":
                self.faults.append(Fault(where, _("this is a formula: write its value in place of it.")))
            if len(text) > LONGEST_CELL:
                words = _("this is longer than %(most)s characters.") % {"most": LONGEST_CELL}
                self.faults.append(Fault(where, words))
            if name == "code" and isinstance(cell.value, (float, datetime.datetime)):
                text = self._code_as_typed(cell.value)
            values[name] = f"{values[name]}\n{text}" if name in values else text
        return values

    def _code_as_typed(self, value: Any) -> str:
        """A spreadsheet makes 3.1 of 3.10, and the first of February of 1.2."""
        if isinstance(value, datetime.datetime):
            return f"{value.day}.{value.month}"
        expected = self._next_code()
        return expected if expected.rstrip("0") == str(value) else str(value)

    def _next_code(self) -> str:
        if not self.table.actions:
            return f"{self.objective or 1}.1"
        last = self.table.actions[-1]
        objective, number = last["code"].split(".")
        if self.objective and last["under"] != self.objective:
            return f"{self.objective}.1"
        return f"{objective}.{int(number) + 1}"

    def _row(self, number: int, values: dict[str, str]) -> None:
        names = set(values)
        alone = next(iter(values.values())) if len(names) == 1 else ""
        last = self.table.actions[-1] if self.table.actions else None
        if not names & {"code", "title"}:
            if last is None:
                self.faults.append(
                    Fault(_("row %(row)s") % {"row": number}, _("no action stands above this row."))
                )
            else:
                self._go_on(last, values)
        elif last and len(alone) > LONGEST_HEADING:
            self._go_on(last, {"summary": alone})
        elif last and alone[:1].islower():
            self._go_on(last, {"title": alone})
        elif alone and not CODE_IN_TITLE.fullmatch(alone) and not CODE.fullmatch(alone):
            self._heading(one_line(alone))
        else:
            self._action(number, values)

    def _go_on(self, action: Item, values: dict[str, str]) -> None:
        for name, text in values.items():
            if name in CELLS:
                action["cells"][name] = f"{action['cells'][name]}\n{text}".strip()
            else:
                action[name] = f"{action[name]} {one_line(text)}".strip()

    def _heading(self, words: str) -> None:
        match = OBJECTIVE.fullmatch(words)
        title = match["title"] if match else words
        title = title.capitalize() if title.isupper() else title
        if (match and (match["word"] or match["number"])) or not self.objective:
            self.objective = int(match["number"]) if match and match["number"] else self.objective + 1
            self.theme = None
            objective = self.table.objectives.setdefault(self.objective, {"title": "", "themes": []})
            objective["title"] = objective["title"] or title
        else:
            self.theme = title
            themes = self.table.objectives[self.objective]["themes"]
            if title not in themes:
                themes.append(title)

    def _action(self, number: int, values: dict[str, str]) -> None:
        title, code = one_line(values.get("title", "")), one_line(values.get("code", ""))
        if match := CODE_IN_TITLE.fullmatch(title or code):
            code, title = (match[1] if not title or not code else code), match[2]
        code = code.rstrip(".") or self._next_code()
        where = _("row %(row)s") % {"row": number}
        if not CODE.fullmatch(code):
            words = _(
                "“%(code)s” is no code of an action: two numbers with a point between them, such as 3.10."
            )
            self.faults.append(Fault(where, words % {"code": code[:40]}))
            return
        if any(action["code"] == code for action in self.table.actions):
            self.faults.append(
                Fault(where, _("the code %(code)s stands in the sheet twice.") % {"code": code})
            )
        if len(title) > LONGEST_TITLE:
            words = _("this is longer than %(most)s characters.") % {"most": LONGEST_TITLE}
            self.faults.append(Fault(where, words))
        if not title:
            self.faults.append(Fault(where, _("this action has no title.")))
        objective = int(code.split(".")[0])
        self.table.objectives.setdefault(objective, {"title": "", "themes": []})
        self.table.actions.append(
            {
                "row": number,
                "code": code,
                "objective": objective,
                "under": self.objective,
                "theme": self.theme if objective == self.objective else None,
                "title": title,
                "summary": one_line(values.get("summary", "")),
                "cells": {name: values.get(name, "") for name in CELLS},
            }
        )
