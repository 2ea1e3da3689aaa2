"""Distributions one under the other in one chart: each a bar as long as what it counts, with its total at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from actionplan.base import chart_words
from actionplan.base.charts import CHARACTER, NARROW, WIDE, ground_on, look_of, place

ROW_HEIGHT = 24
LABELS, TOTALS = 20, 12
"""Per cent of the width: the words before the bars, the totals behind them; what is left is for the longest bar."""


class StackedPiece(NamedTuple):
    """A part of a bar, with its number where that can be written in it."""

    look: str
    number: int
    start: str
    width: str
    middle: str
    fit: str


class StackedBar(NamedTuple):
    """One distribution: its words, its pieces, its total and where that stands, how far down it is."""

    label: str
    pieces: list[StackedPiece]
    total: int
    end: str
    top: int


@dataclass(frozen=True)
class StackedBars:
    bars: list[StackedBar]
    legend: list[dict[str, Any]]
    """What the pieces are: code, label and the count over all bars, where there is any."""
    height: int
    message: str
    """Each code from bar to bar, such as `From round to round: completed 3, 5, 7, 9; ongoing 40, 38, 36, 34.`"""


Parts = Iterable[Mapping[str, Any]]


def stacked_bars(
    rows: Iterable[tuple[str, Parts]], said: str = "%(counts)s", labels: int = LABELS
) -> StackedBars:
    """`rows` are a label and parts with `code`, `label` and `count`, all in the same order of codes.

    `said` is the message around the counts; `labels` is the room for the words before the bars, in per cent of the width.
    """
    known = [(label, list(parts)) for label, parts in rows]
    longest = max((sum(part["count"] for part in parts) for _label, parts in known), default=0)
    scale = (100 - labels - TOTALS) / longest if longest else 0
    codes = _codes([parts for _label, parts in known])
    counts = chart_words.from_bar_to_bar((code["label"], code["counts"]) for code in codes)
    return StackedBars(
        bars=[
            _bar(label, parts, labels, scale, index * ROW_HEIGHT)
            for index, (label, parts) in enumerate(known)
        ],
        legend=[{**code, "count": sum(code["counts"])} for code in codes],
        height=len(known) * ROW_HEIGHT,
        message=said % {"counts": counts} if codes else chart_words.nothing(),
    )


def _codes(rows: list[list[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The codes that are counted at least once, with their counts from row to row."""
    found = []
    for of_code in zip(*rows, strict=True):
        counts = [part["count"] for part in of_code]
        if any(counts):
            found.append({"code": of_code[0]["code"], "label": str(of_code[0]["label"]), "counts": counts})
    return found


def _bar(label: str, parts: Parts, start: float, scale: float, top: int) -> StackedBar:
    """`scale` is how wide one counted thing is, in per cent."""
    pieces, total, at = [], 0, start
    for part in parts:
        if count := part["count"]:
            width = count * scale
            pieces.append(_piece(part["code"], count, at, width))
            total, at = total + count, at + width
    return StackedBar(label, pieces, total, place(at), top)


def _piece(code: str, count: int, start: float, width: float) -> StackedPiece:
    look = look_of(code)
    fit = _fit(width, len(str(count)) * CHARACTER + ground_on(look))
    return StackedPiece(look, count, place(start), place(width), place(start + width / 2), fit)


def _fit(width: float, number: int) -> str:
    """Where a number of so many pixels fits its piece: see `.fit-…` in the style sheet."""
    needed = number + 4
    if width * NARROW / 100 >= needed:
        return "number"
    return "number-wide" if width * WIDE / 100 >= needed else "none"
