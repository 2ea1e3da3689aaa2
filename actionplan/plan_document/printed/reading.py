"""All cells of a printed plan, as the portal reads them; and what somebody wrote instead, read in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import Truncator

from actionplan.base.names import KnownNames

from .budget import budget_of, line_in_words
from .milestones import milestone_in_words, milestones_of
from .names import (
    MINISTERS,
    PROMOTERS,
    key_of,
    ministers_of,
    name_in_words,
    promoters_of,
    written_name,
)
from .proposals import LONGEST_WORDS, CellProposal, Item, Remark, Sureness, least_sure, not_read
from .timing import phase_in_words, timing_of

CELLS = ["ministers", "promoters", "timing", "budget", "milestones"]
WORDS = {"label", "name", "title"}
NEEDED = ["timing", "budget"]
"""Of an action without any the plan says nothing; the others may be empty."""


@dataclass
class BodiesOfPrintedPlan:
    """All bodies that a cell may name. Reading a plan adds those that only the plan names."""

    ministers: KnownNames
    organisations: KnownNames

    def of(self, cell: str) -> KnownNames:
        return self.ministers if cell == "ministers" else self.organisations

    def organisation_of(self, text: str) -> str | None:
        """Only where the name is sure: a share of a budget may be anybody's."""
        found = key_of(text, self.organisations)
        return found.key if found.sureness == Sureness.EXACT else None

    def with_keys(self, cell: str, items: Iterable[Item]) -> None:
        """Gives each body that is not known a key, and knows it from then on."""
        for item in items:
            if item["key"] is None:
                known, item["key"] = self.of(cell).with_new(item["name"])
                if cell == "ministers":
                    self.ministers = known
                else:
                    self.organisations = known


def read_cell(
    cell: str, printed: str, bodies: BodiesOfPrintedPlan, phases: tuple[Item, ...] = ()
) -> CellProposal:
    """`phases` are those of the action, to which lines of its budget may belong."""
    if cell == "ministers":
        return ministers_of(printed, bodies.ministers)
    if cell == "promoters":
        return promoters_of(printed, bodies.organisations)
    if cell == "timing":
        return timing_of(printed)
    if cell == "budget":
        return budget_of(printed, phases, bodies.organisation_of)
    return milestones_of(printed)


def read_action(cells: Mapping[str, str], bodies: BodiesOfPrintedPlan) -> dict[str, CellProposal]:
    """A cell that may be empty, and is, was read."""
    found: dict[str, CellProposal] = {}
    for cell in CELLS:
        printed = cells.get(cell, "")
        phases = found["timing"].items if "timing" in found else ()
        found[cell] = read_cell(cell, printed, bodies, phases)
        for item in found[cell].items:
            item.update({name: Truncator(item[name]).chars(LONGEST_WORDS) for name in WORDS & item.keys()})
        if cell in ("ministers", "promoters"):
            bodies.with_keys(cell, found[cell].items)
        if cell == "milestones" and not printed.strip():
            found[cell] = CellProposal((), Sureness.EXACT)
    return found


def in_words(cell: str, items: list[Item], bodies: BodiesOfPrintedPlan) -> str:
    """What a cell says, one thing a line, in the language of the reader, as `read_written` reads it again."""
    if cell in ("ministers", "promoters"):
        first, others = MINISTERS if cell == "ministers" else PROMOTERS
        lines = [
            name_in_words(item, bodies.of(cell), others if place else first)
            for place, item in enumerate(items)
        ]
    else:
        written: dict[str, Callable[[Item], str]] = {
            "timing": phase_in_words,
            "budget": line_in_words,
            "milestones": milestone_in_words,
        }
        lines = [written[cell](item) for item in items]
    return "\n".join(lines)


@dataclass(frozen=True)
class WrittenCell:
    """What somebody wrote in place of a cell: its items, or the line, from 1, that cannot be read, and why."""

    items: list[Item] = field(default_factory=list)
    remark: Remark = Remark.NONE
    line: int = 0


def read_written(
    cell: str, text: str, bodies: BodiesOfPrintedPlan, phases: tuple[Item, ...] = ()
) -> WrittenCell:
    """One thing a line. Bodies that are not known have no key."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return WrittenCell(remark=Remark.EMPTY, line=1) if cell in NEEDED else WrittenCell()
    first, others = MINISTERS if cell == "ministers" else PROMOTERS
    found: list[Item] = []
    for place, line in enumerate(lines, 1):
        if cell in ("ministers", "promoters"):
            item = written_name(line, bodies.of(cell), first if place == 1 else others)
            read = CellProposal((item,), Sureness.EXACT) if item else not_read(Remark.EMPTY)
        else:
            read = read_cell(cell, line, bodies, phases)
        too_long = any(len(item[name]) > LONGEST_WORDS for item in read.items for name in WORDS & item.keys())
        if not read.items or too_long:
            remark = Remark.TOO_LONG if too_long else read.remark or Remark.EMPTY
            return WrittenCell(remark=remark, line=place)
        found += read.items
    if cell == "milestones":  # whose keys differ from one another
        found = list(milestones_of("\n".join(lines)).items)
    return WrittenCell(found)


def sureness_of(proposals: Mapping[str, Any]) -> Sureness:
    """The least of the cells of an action."""
    return least_sure(Sureness(one["sureness"]) for one in proposals.values())
