"""Distributions one under the other in one chart: each a bar as long as what it counts, with its total at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.charts import look_of, place

ROW_HEIGHT = 24
LABELS, BARS = 20, 68
"""Per cent of the width: the words before the bars, the longest bar; what is left is for the totals."""


@dataclass(frozen=True)
class Piece:
    look: str
    start: str
    width: str


@dataclass(frozen=True)
class Bar:
    """One distribution: its words, its pieces, its total and where that stands, how far down it is."""

    label: str
    pieces: list[Piece]
    total: int
    end: str
    top: int


@dataclass(frozen=True)
class StackedBars:
    bars: list[Bar]
    legend: list[dict[str, Any]]
    """What the pieces are: code, label and the count over all bars, where there is any."""
    height: int
    message: str
    """Each code from bar to bar: `completed 3, 5, 7, 9; ongoing 40, 38, 36, 34`."""
    description: str
    """Each bar in words."""


Parts = Iterable[Mapping[str, Any]]


def stacked_bars(rows: Iterable[tuple[str, Parts]]) -> StackedBars:
    """`rows` are a label and parts with `code`, `label` and `count`, all in the same order of codes."""
    known = [(label, list(parts)) for label, parts in rows]
    totals = [sum(part["count"] for part in parts) for _label, parts in known]
    longest = max(totals, default=0)
    codes = _codes([parts for _label, parts in known])
    return StackedBars(
        bars=[
            _bar(label, parts, total, longest, index * ROW_HEIGHT)
            for index, ((label, parts), total) in enumerate(zip(known, totals, strict=True))
        ],
        legend=[{**code, "count": sum(code["counts"])} for code in codes],
        height=len(known) * ROW_HEIGHT,
        message="; ".join(f"{code['label']} {', '.join(map(str, code['counts']))}" for code in codes),
        description=" ".join(_in_words(label, parts) for label, parts in known) or _("Nothing to count"),
    )


def _codes(rows: list[list[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The codes that are counted at least once, with their counts from row to row."""
    found = []
    for of_code in zip(*rows, strict=True):
        counts = [part["count"] for part in of_code]
        if any(counts):
            found.append({"code": of_code[0]["code"], "label": str(of_code[0]["label"]), "counts": counts})
    return found


def _bar(label: str, parts: Parts, total: int, longest: int, top: int) -> Bar:
    pieces, before = [], 0
    for part in parts:
        if part["count"]:
            start, width = LABELS + before * BARS / longest, part["count"] * BARS / longest
            pieces.append(Piece(look_of(part["code"]), place(start), place(width)))
            before += part["count"]
    return Bar(label, pieces, total, place(LABELS + before * BARS / longest if longest else LABELS), top)


def _in_words(label: str, parts: Parts) -> str:
    counted = ", ".join(f"{part['count']} {part['label']}" for part in parts if part["count"])
    return f"{label}: {counted or _('Nothing to count')}."
