"""The text of the printed plan, with the rows of its tables joined column by column over page breaks."""

import re
from dataclasses import dataclass, field
from pathlib import Path

TEXT = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "plan" / "action-plan-2020-2024.txt"

TITLE, MINISTERS, PROMOTERS, TIMING, BUDGET = range(5)


@dataclass
class PrintedAction:
    """The five cells of an action's row, and the text below it."""

    cells: list[list[str]]
    lines: list[str] = field(default_factory=list)

    def cell(self, column: int) -> str:
        return folded(" ".join(self.cells[column]))

    @property
    def words(self) -> str:
        return folded(" ".join(self.lines))


def folded(text: str) -> str:
    """Without the marks of the conversion, footnote numbers and superfluous white space."""
    text = re.sub(r"<sup>\d+</sup>", "", text)
    text = re.sub(r"<[^>]+>", " ", text)
    text = re.sub(r"(?m)^#+ ", "", text).replace("*", "").replace("•", " ")
    return " ".join(text.split())


def printed_lines() -> list[str]:
    """The lines of the text, without the rules of tables and page breaks and without footnotes."""
    lines = TEXT.read_text(encoding="utf-8").split("\n")
    return [line for line in lines if not _is_rule(line) and not re.match(r"\s*<sup>\d+</sup> ", line)]


def printed_actions() -> dict[str, PrintedAction]:
    """The actions by code, in the order in which they are printed."""
    actions: dict[str, PrintedAction] = {}
    current: PrintedAction | None = None
    for line in printed_lines():
        begins = re.match(r"\s*(?:<p>)?Action (\d+\.\d+):", line)
        if begins:
            current = actions[begins[1]] = PrintedAction([[cell] for cell in line.split("\t")])
        elif re.match(r"[#* ]*OBJECTIVE \d", line):
            current = None
        elif current and line.startswith("\t"):
            _continue(current, line.split("\t"))
        elif current:
            current.lines.append(line)
    return actions


def _continue(action: PrintedAction, cells: list[str]) -> None:
    """A row over a page break goes on in the same columns. One row of 4.3 has lost its empty timing column."""
    if len(cells) == BUDGET:
        cells.insert(TIMING, "")
    for column, cell in zip(action.cells, cells, strict=True):
        column.append(cell)


def _is_rule(line: str) -> bool:
    return "-" in line and not line.strip("-\t ")
