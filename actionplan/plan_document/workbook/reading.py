"""Reads a workbook into a plan document, or reports everything that is wrong with it by sheet, row and column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from actionplan.base.folding import fold, in_each_language
from actionplan.base.formatting import listed
from actionplan.base.refusals import Refused
from actionplan.base.vague import Precision
from actionplan.base.workbooks import Cell, NotReadNow, Sheet, read_workbook
from actionplan.plan_document.consistency import faults_of_consistency
from actionplan.planned.document import PlanDocument
from actionplan.planned.faults import Fault, Faulty, Path, faulty, in_words
from actionplan.planned.json_form import InvalidValue, WrongType, in_order, read_member
from actions.states import IndicatorScope, Kind

from .columns import Cells, Holds, PlanColumn, PlanSheet, is_blank
from .examples import is_example
from .references import IDENTIFIED_BY, NamesInWorkbook, fill_keys
from .sheets import EXPLAINED, PLAN_SHEETS, PROGRESS
from .tables import DocumentAssembler
from .values import EMPTY_VALUES, UnreadableCell, value_in

Place = tuple[int, int]
"""The index of a sheet in `PLAN_SHEETS`, and a row; 0 for the sheet itself."""
FaultyCell = tuple[str, int, str]
"""The sheet, row and member of a cell."""
JUDGED_BY: dict[str, set[str]] = {
    "objective": {"code"},
    "theme": {"objective", "code"},
    "start": {"start_precision"},
    "end": {"end_precision", "start"},
    "continuous": {"start", "end"},
    "due": {"due_precision"},
    "recurrence": {"due"},
    "amount": {"kind"},
    "per_year": {"amount", "kind"},
    "years": {"amount", "per_year", "kind"},
    "target_to": {"target_from"},
    "baseline": {"baseline_on"},
    "targets": {"baseline_on"},
    "asked_of": {"scope"},
    "in_force_until": {"in_force_from"},
}
"""The other cells of its row by which a cell is judged, by member: where one of them is wrong, nothing is said of it."""


@dataclass
class FilledSheet:
    """A sheet of the description with the contents of the workbook."""

    sheet: PlanSheet
    title: str
    columns: dict[int, PlanColumn] = field(default_factory=dict)
    """The columns by position, from 0."""
    headings: dict[str, str] = field(default_factory=dict)
    """The headings as in the workbook, by member."""
    rows: list[Cells] = field(default_factory=list)
    """The values by member, and the number of the row under `row`."""

    def place(self, row: int | None = None, member: str = "", rows: Collection[int] = ()) -> str:
        """A place in words: sheet Actions, row 5, column Title; or several rows."""
        parts = [_("sheet %(sheet)s") % {"sheet": self.title}]
        if len(rows) > 1:
            parts.append(_("rows %(rows)s") % {"rows": listed(rows)})
        elif row := row or next(iter(rows), None):
            parts.append(_("row %(row)s") % {"row": row})
        if member in self.headings:
            parts.append(_("column %(column)s") % {"column": self.headings[member]})
        return ", ".join(parts)


class WorkbookReader:
    """Reads all sheets and reports all faults at once, each cause once: nothing is said of what only follows from another
    cell that is wrong, and what is referred to and is not there is said once for all places."""

    def __init__(self, content: bytes) -> None:
        """Raises Faulty if the bytes are not a workbook, and NotReadNow."""
        try:
            self.book = read_workbook(content)
        except NotReadNow:
            raise
        except Refused as refused:
            raise faulty(str(refused)) from None
        self.faults: list[tuple[Place, Fault]] = []
        self.faulty_cells: set[FaultyCell] = set()
        self.missing: set[str] = set()
        """Sheets that the workbook does not have."""
        self.unknown: dict[tuple[str, str], list[FaultyCell]] = defaultdict(list)
        """The cells that refer to what is not there, by sheet and what is typed."""
        self.notes: list[str] = []
        self.filled: dict[str, FilledSheet] = {}

    def read(self) -> tuple[PlanDocument, Callable[[Path], str], list[str]]:
        """The document, a function that names places of it in the workbook, and notes for a person. Raises Faulty."""
        self._find_sheets()
        for filled in self.filled.values():
            fill_keys(filled.sheet, filled.rows)
        self._follow_references()
        self._complete()
        self._refuse_unknown()
        tables = {name: _with_identity(name, filled.rows) for name, filled in self.filled.items()}
        if not tables["plan"]:
            raise self._faulty()
        assembling = DocumentAssembler(tables)
        document = assembling.document()
        self._check(document, assembling)
        if self.faults:
            raise self._faulty()
        return in_order(document), lambda path: self._where(assembling, path)[0], self.notes

    def _faulty(self) -> Faulty:
        return Faulty([fault for _place, fault in sorted(self.faults, key=lambda placed: placed[0])])

    def _fault(self, filled: FilledSheet, words: str, row: int = 0, member: str = "") -> None:
        place = (PLAN_SHEETS.index(filled.sheet), row)
        self.faults.append((place, Fault((filled.place(row, member),), words)))
        self.faulty_cells.add((filled.sheet.name, row, member))

    # Sheets and headings

    def _find_sheets(self) -> None:
        titles = {title: sheet for sheet in PLAN_SHEETS for title in sheet.titles}
        for opened in self.book.sheets:
            sheet = titles.get(fold(opened.title))
            if sheet is None:
                self._unknown_sheet(opened)
            elif sheet.name in self.filled:
                self._fault(
                    self.filled[sheet.name], _("this sheet stands in the workbook twice, in two languages.")
                )
            else:
                self.filled[sheet.name] = FilledSheet(sheet, opened.title)
                self._fill(self.filled[sheet.name], opened)
        for sheet in PLAN_SHEETS:
            if sheet.name not in self.filled:
                absent = self.filled[sheet.name] = FilledSheet(sheet, str(sheet.title))
                if sheet.is_optional:
                    words = _("The workbook has no sheet “%(sheet)s”: it is read as empty.")
                    self.notes.append(words % {"sheet": sheet.title})
                    continue
                self.missing.add(sheet.name)
                self._fault(absent, _("the sheet is missing; one with nothing but its headings would do."))

    def _unknown_sheet(self, opened: Sheet) -> None:
        title = fold(opened.title)
        if title.startswith(tuple(in_each_language(PROGRESS))):
            words = _(
                "The sheet “%(sheet)s” says what was reported, which no import changes: it was not read."
            )
        elif title in in_each_language(EXPLAINED) or not opened.rows:
            return
        else:
            words = _("The sheet “%(sheet)s” is none of a plan workbook: it was not read.")
        self.notes.append(words % {"sheet": opened.title})

    def _fill(self, filled: FilledSheet, opened: Sheet) -> None:
        for merged in opened.merged:
            words = _("the cells %(cells)s are merged: undo that, and write in each row what it holds.")
            self._fault(filled, words % {"cells": merged})
        if opened.is_hidden:
            self.notes.append(_("The sheet “%(sheet)s” is hidden; it was read.") % {"sheet": opened.title})
        if not opened.rows:
            self._missing_columns(filled)
            return
        (first, head), *rows = opened.rows
        self._read_headings(filled, first, head)
        self._refuse_without_heading(filled, rows)
        for number, cells in rows:
            typed = {
                column.member: cells[position].value
                for position, column in filled.columns.items()
                if position < len(cells)
            }
            if is_example(filled.sheet.name, typed):
                continue
            row = self._row(filled, number, cells)
            if not all(map(is_blank, row.values())):
                filled.rows.append(row | {"row": number})
                if number in opened.hidden_rows:
                    words = _("%(place)s is hidden; it was read.")
                    self.notes.append(words % {"place": filled.place(number)})

    def _read_headings(self, filled: FilledSheet, row: int, cells: list[Cell]) -> None:
        known = {heading: column for column in filled.sheet.columns for heading in column.headings}
        for position, cell in enumerate(cells):
            heading = str(cell.value or "").strip()
            column = known.get(fold(heading))
            if column is None:
                continue
            if column.member in filled.headings:
                self._fault(
                    filled, _("the column “%(column)s” stands here twice.") % {"column": heading}, row
                )
            filled.columns[position] = column
            filled.headings[column.member] = heading
        self._missing_columns(filled)

    def _missing_columns(self, filled: FilledSheet) -> None:
        for column in filled.sheet.columns:
            if column.member in filled.headings:
                continue
            names = {"column": column.heading, "sheet": filled.title}
            if column.required:
                self._fault(filled, _("the column “%(column)s” is missing.") % names)
            elif filled.headings:
                words = _("The sheet “%(sheet)s” has no column “%(column)s”: it is read as empty.")
                self.notes.append(words % names)

    def _refuse_without_heading(self, filled: FilledSheet, rows: list[tuple[int, list[Cell]]]) -> None:
        """Refuse columns with contents under an unknown heading or none."""
        first_rows: dict[int, int] = {}
        for number, cells in rows:
            for position, cell in enumerate(cells):
                if cell.value not in (None, "") and position not in filled.columns:
                    first_rows.setdefault(position, number)
        known = ", ".join(str(column.heading) for column in filled.sheet.columns)
        for position, number in first_rows.items():
            words = _(
                "what stands in column %(letters)s has no heading that is known. Take it away, or write one of: %(known)s."
            )
            self._fault(filled, words % {"letters": get_column_letter(position + 1), "known": known}, number)

    # Cells

    def _row(self, filled: FilledSheet, number: int, cells: list[Cell]) -> Cells:
        row: Cells = {column.member: EMPTY_VALUES.get(column.holds) for column in filled.sheet.columns}
        precise: Cells = {}
        for position, column in filled.columns.items():
            cell = cells[position] if position < len(cells) else Cell()
            try:
                value, precision = value_in(cell, column, self.book.epoch)
                if column.precision and precision:
                    precise[column.precision] = Precision(precision)
                row[column.member] = self._typed(filled, column, value)
            except (UnreadableCell, InvalidValue, WrongType) as error:
                self._fault(filled, str(error), number, column.member)
        for member, precision in precise.items():
            row[member] = row[member] or precision
        return row

    def _typed(self, filled: FilledSheet, column: PlanColumn, value: Any) -> Any:
        """The value in the type of its member; references are resolved later."""
        hint = filled.sheet.types.get(column.member)
        if hint is None or is_blank(value) or column.holds == Holds.REFERENCE:
            return value
        return read_member(value, hint)

    def _follow_references(self) -> None:
        known = self.known = NamesInWorkbook({name: filled.rows for name, filled in self.filled.items()})
        for filled in self.filled.values():
            for row in filled.rows:
                self._follow(filled, row, known)

    def _follow(self, filled: FilledSheet, row: Cells, known: NamesInWorkbook) -> None:
        for column in filled.sheet.columns:
            if column.holds != Holds.REFERENCE or row[column.member] in (None, ""):
                continue
            typed = row[column.member]
            row[column.member] = known.find(column.to, typed)
            if row[column.member] is None:
                cell = (filled.sheet.name, row["row"], column.member)
                self.faulty_cells.add(cell)
                self.unknown[column.to, typed].append(cell)
        if filled.sheet.name == "funding":
            row["source"] = known.find("organisations", row["source"], by_name_alone=True) or row["source"]

    def _refuse_unknown(self) -> None:
        """Say once what is not there, with all the cells that refer to it; nothing where a row of that sheet has no name."""
        for (to, typed), cells in self.unknown.items():
            if any(map(self._is_broken, to.split(" or "))):
                continue
            of_column: dict[tuple[str, str], list[int]] = defaultdict(list)
            for sheet, row, member in cells:
                of_column[sheet, member].append(row)
            places = [
                self.filled[sheet].place(member=member, rows=rows)
                for (sheet, member), rows in of_column.items()
            ]
            sheet, row, _member = cells[0]
            place = (PLAN_SHEETS.index(self.filled[sheet].sheet), row)
            self.faults.append((place, Fault(("; ".join(places),), self.known.sentence(to, typed))))

    def _is_broken(self, sheet: str) -> bool:
        """Whether the sheet is missing, or has a row of which what it is called cannot be read."""
        identity, names = IDENTIFIED_BY[sheet]
        called = {identity, *names}
        return sheet in self.missing or any(
            name == sheet and member in called for name, _row, member in self.faulty_cells
        )

    def _complete(self) -> None:
        """Fill in what may be left empty and follows from the rest, then report what is missing."""
        lines: dict[Any, int] = {}
        for row in self._rows("budget"):
            lines[row["action"]] = lines.get(row["action"], 0) + 1
        for row in self._rows("actions"):
            row["kind"] = row["kind"] or Kind.UNKNOWN
            row["objective"] = row["objective"] or (int(row["code"].split(".")[0]) if row["code"] else None)
        for row in self._rows("funding"):
            row["line"] = row["line"] or 1
            if row["action"] and row["line"] > lines.get(row["action"], 0):
                words = _("the action has no budget line %(line)s.") % {"line": row["line"]}
                self._fault(self.filled["funding"], words, row["row"], "line")
        for filled in self.filled.values():
            for row in filled.rows:
                self._refuse_empty(filled, row)
        for row in self._rows("indicators"):
            row["scope"] = row["scope"] or IndicatorScope.ACTION
        for row in self._rows("funding"):
            row["percent"] = row["percent"] or Decimal(1)
        plan = self._rows("plan")
        if len(plan) != 1 and "plan" not in self.missing:
            self._fault(self.filled["plan"], _("the plan stands in one row, below the headings."))

    def _refuse_empty(self, filled: FilledSheet, row: Cells) -> None:
        for column in filled.sheet.columns:
            if not column.required or row[column.member] not in (None, ""):
                continue
            place = (filled.sheet.name, row["row"], column.member)
            if place not in self.faulty_cells and column.member in filled.headings:
                self._fault(filled, _("this is empty."), row["row"], column.member)
            if column.choices:
                row[column.member] = next(iter(column.choices))

    def _rows(self, sheet: str) -> list[Cells]:
        return self.filled[sheet].rows if sheet in self.filled else []

    # The whole document

    def _check(self, document: PlanDocument, assembling: DocumentAssembler) -> None:
        """Report faults of the document, except those that follow from a cell that is wrong already."""
        for fault in dict.fromkeys(faults_of_consistency(document)):  # duplicates are reported twice
            words, place, cell = self._where(assembling, fault.path)
            if cell is None or not self._follows(*cell):
                self.faults.append((place, Fault((words,), fault.words)))

    def _follows(self, sheet: str, row: int | None, member: str) -> bool:
        if row is None or member == "phase_place":  # of what rows of a sheet there are
            sheet = sheet if row is None else "timing"
            return sheet in self.missing or any(
                name == sheet and faulty == "action" for name, _row, faulty in self.faulty_cells
            )
        wrong = {faulty for name, number, faulty in self.faulty_cells if (name, number) == (sheet, row)}
        return bool(wrong & {member, *JUDGED_BY.get(member, set())} if member else wrong)

    def _where(
        self, assembling: DocumentAssembler, path: Path
    ) -> tuple[str, Place, tuple[str, int | None, str] | None]:
        """The place of a path in the workbook: in words, as a sort key, and its cell, if it is in a sheet."""
        above, member = path, ""
        while above and above not in assembling.rows:
            *steps, last = above
            above, member = tuple(steps), str(last)
        if not above:
            return in_words(path), (0, 0), None
        name, row = assembling.rows[above]
        filled = self.filled[name]
        words = filled.place(row, member) if row else f"{filled.place()}, {above[0]}"
        return words, (PLAN_SHEETS.index(filled.sheet), row or 0), (name, row, member)


def _with_identity(sheet: str, rows: list[Cells]) -> list[Cells]:
    """The rows that say what they are, of a sheet to which others refer."""
    identity, _names = IDENTIFIED_BY.get(sheet, ("", []))
    return [row for row in rows if not identity or row[identity] not in (None, "")]
