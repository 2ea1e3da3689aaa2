"""A bar a year, each as long as its count, in parts: where the shapes stand. Templates only draw what is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import chart_words
from .charts import CHARACTER, GROUND, NARROW, place

HEIGHT = 30
YEARS, BARS = 14, 72
"""Per cent of the width: the years before the bars, the longest bar; what is left is for the totals."""
PATTERNS = {"missed": "hatch", "late": "dots"}
"""By code, what is drawn over the colour."""


@dataclass(frozen=True)
class YearPart:
    """A part of a bar: what it counts, what is drawn over its colour, where it stands, and whether its number fits in it."""

    code: str
    count: int
    pattern: str
    start: str
    width: str
    middle: str
    has_room: bool


@dataclass(frozen=True)
class YearBar:
    year: int
    total: int
    parts: list[YearPart]
    top: int
    end: str


@dataclass(frozen=True)
class YearBars:
    bars: list[YearBar]
    height: int
    message: str


def year_bars(years: Iterable[Any]) -> YearBars:
    """`years` have `year`, `total` and `parts`: mappings of `code`, `label` and `count` that add up to the total."""
    rows = list(years)
    longest = max((row.total for row in rows), default=0)
    bars = [_bar(row, index * HEIGHT, longest) for index, row in enumerate(rows)]
    message = chart_words.due_years({row.year: row.total for row in rows}, _added_up(rows))
    return YearBars(bars, len(bars) * HEIGHT, message)


def _added_up(rows: list[Any]) -> list[dict[str, Any]]:
    """The parts of all years together."""
    of_codes = zip(*(row.parts for row in rows), strict=True)
    return [{**parts[0], "count": sum(part["count"] for part in parts)} for parts in of_codes]


def _bar(row: Any, top: int, longest: int) -> YearBar:
    share = BARS / longest if longest else 0
    parts, before = [], 0
    for one in row.parts:
        if one["count"]:
            parts.append(_part(one, before, share))
        before += one["count"]
    return YearBar(row.year, row.total, parts, top, place(YEARS + row.total * share))


def _part(one: Mapping[str, Any], before: int, share: float) -> YearPart:
    count, start = one["count"], YEARS + before * share
    width = count * share
    pattern = PATTERNS.get(one["code"], "")
    needed = len(str(count)) * CHARACTER + 4 + (GROUND if pattern else 0)
    has_room = width * NARROW / 100 >= needed
    return YearPart(
        one["code"], count, pattern, place(start), place(width), place(start + width / 2), has_room
    )
