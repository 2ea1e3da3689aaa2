"""Who carries what, and where is it worst: objectives across, policy areas or ministers down, a count in each cell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.reporting.states import Confidence, confidence_word

from .facts import Facts
from .parts import Part
from .scope import LABELS
from .shown import Shown

QUESTIONS = {
    "policy_area": gettext_lazy("Which policy area carries which objective, and what is the worst verdict?"),
    "minister": gettext_lazy("Which minister carries which objective, and what is the worst verdict?"),
}
RANKS = {code: rank for rank, code in enumerate(["", *Confidence])}
"""The later, the worse: not assessed, on track, needs attention, off track."""
ALL = ""
"""The row and the column of sums."""


@dataclass
class Cell:
    """How many actions, with their list, and the worst verdict on any of them; empty is none given yet."""

    count: int = 0
    verdict: str = ""
    only_continuous: bool = True
    """Whether the worst verdict was given on continuous actions alone, which have their own words for it."""
    url: str = ""
    column: str = ""
    """The number of its objective."""

    @property
    def word(self) -> str:
        return confidence_word(self.verdict, continuous=self.only_continuous) or _("not assessed")

    def add(self, count: int, verdict: str, is_continuous: bool) -> None:
        self.count += count
        worse = RANKS[verdict] - RANKS[self.verdict]
        if worse > 0:
            self.verdict, self.only_continuous = verdict, is_continuous
        elif worse == 0 and not is_continuous:
            self.only_continuous = False


@dataclass(frozen=True)
class Row:
    part: Part
    cells: list[Cell]
    total: Cell

    @property
    def all(self) -> list[Cell]:
        """With the sum behind them."""
        return [*self.cells, self.total]


@dataclass(frozen=True)
class Matrix:
    name: str
    columns: list[Part]
    rows: list[Row]
    totals: list[Cell]
    """Of each column."""
    total: Cell

    @property
    def sums(self) -> list[Cell]:
        """Of each column, and of all of them."""
        return [*self.totals, self.total]

    @property
    def question(self) -> str:
        return str(QUESTIONS[self.name])

    @property
    def label(self) -> str:
        return str(LABELS[self.name])


def matrices(shown: Shown) -> list[Matrix]:
    return [_matrix(shown, name) for name in QUESTIONS]


def _matrix(shown: Shown, name: str) -> Matrix:
    """Counted once; rows and columns without any are left out."""
    cells = _counted(shown.actions, name)
    across = [part for part in shown.parts_of("objective") if (ALL, part.value) in cells]
    down = [part for part in shown.parts_of(name) if (part.value, ALL) in cells]
    for (row, column), cell in cells.items():
        filters = {key: value for key, value in [("objective", column), (name, row)] if value != ALL}
        cell.url, cell.column = shown.list_url(**filters), column
    return Matrix(
        name,
        across,
        [
            Row(
                part,
                [cells.get((part.value, one.value)) or Cell(column=one.value) for one in across],
                cells[part.value, ALL],
            )
            for part in down
        ],
        [cells[ALL, part.value] for part in across],
        cells[ALL, ALL],
    )


def _counted(facts: Facts, name: str) -> dict[tuple[str, str], Cell]:
    cells: dict[tuple[str, str], Cell] = defaultdict(Cell)
    counts = facts.counted(name, "objective", "verdict", "is_continuous")
    for (row, column, verdict, is_continuous), count in counts.items():
        for place in ((row, column), (row, ALL), (ALL, column), (ALL, ALL)):
            cells[place].add(count, verdict, is_continuous)
    return cells
