"""The geometry of the charts; the tags of `pages.templatetags.charts` draw it.

Horizontal positions are per cent of the width as SVG writes them (`12.5%`), so that text keeps its size on a
narrow screen; vertical positions are pixels.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from actionplan.base import chart_words

NARROW = 264
"""Pixels: the width of a chart on the narrowest screen."""
CHARACTER = 8

SCHEDULE_LOOKS = {
    "done": "completed",
    "running": "ongoing",
    "continuous": "ongoing",
    "no_end_date": "not_started",
    "not_to_start_yet": "not_started",
}
"""The look of a computed schedule: that of the similar status; what is late or ends soon has its own."""

MILESTONE_LOOKS = {
    "on_time": "completed",
    "late": "ongoing",
    "missed": "stopped",
    "open": "not_started",
    "dropped": "never",
}
"""The look of a year's milestones; achieved late is also dotted, missed is striped."""

ANSWER_LOOKS = {
    "accepted": "completed",
    "submitted": "ongoing",
    "unanswered": "not_started",
    "nobody": "never",
}
"""The look of the progress of a request: the further, the darker."""

BACKING = 8
"""Pixels for the background of a number over a pattern (`.over-hatch`, `.over-dots` in the style sheet)."""


def place(value: Decimal | float) -> str:
    """A percentage of the chart's width, as SVG writes it."""
    return f"{f'{float(value):.2f}'.rstrip('0').rstrip('.')}%"


LOOK_OF_CODE = SCHEDULE_LOOKS | ANSWER_LOOKS | MILESTONE_LOOKS


def look_of(code: str) -> str:
    """The CSS class that colours a segment."""
    return LOOK_OF_CODE.get(code, code) or "never"


SIGNS = {
    "done": "completed",
    "running": "ongoing",
    "continuous": "ongoing",
    "no_end_date": "ongoing",
    "ends_soon": "clock",
    "not_to_start_yet": "not_started",
    "overdue": "late",
    "should_have_started": "late",
    "on_time": "achieved",
    "late": "open",
    "late_start": "late",
    "milestone_missed": "missed",
    "stale": "none",
    "unanswered": "to_do",
    "nobody": "none",
    "never": "none",
}
"""The sign of a code, where the sign has another name (`static/signs.svg`)."""


def sign_of(code: str) -> str:
    return SIGNS.get(code, code)


# One bar per year, as long as its count, divided into parts

YEAR_BAR_HEIGHT = 30
YEAR_LABELS, YEAR_BARS = 14, 72
"""Per cent of the width: the year labels, the longest bar; the rest is for the totals."""
PATTERNS = {"missed": "hatch", "late": "dots"}
"""The pattern drawn over the colour, by code."""


@dataclass(frozen=True)
class YearPart:
    """A part of a bar: its count, pattern and position, and whether its number fits in it."""

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
    """`years` have `year`, `total` and `parts` (`code`, `label`, `count`) that add up to the total."""
    rows = list(years)
    longest = max((row.total for row in rows), default=0)
    bars = [_year_bar(row, index * YEAR_BAR_HEIGHT, longest) for index, row in enumerate(rows)]
    message = chart_words.due_years({row.year: row.total for row in rows}, _added_up(rows))
    return YearBars(bars, len(bars) * YEAR_BAR_HEIGHT, message)


def _added_up(rows: list[Any]) -> list[dict[str, Any]]:
    """The parts summed over all years."""
    of_codes = zip(*(row.parts for row in rows), strict=True)
    return [{**parts[0], "count": sum(part["count"] for part in parts)} for parts in of_codes]


def _year_bar(row: Any, top: int, longest: int) -> YearBar:
    share = YEAR_BARS / longest if longest else 0
    parts, before = [], 0
    for part in row.parts:
        if part["count"]:
            parts.append(_year_part(part, before, share))
        before += part["count"]
    return YearBar(row.year, row.total, parts, top, place(YEAR_LABELS + row.total * share))


def _year_part(part: Mapping[str, Any], before: int, share: float) -> YearPart:
    count, start = part["count"], YEAR_LABELS + before * share
    width = count * share
    pattern = PATTERNS.get(part["code"], "")
    needed = len(str(count)) * CHARACTER + 4 + (BACKING if pattern else 0)
    has_room = width * NARROW / 100 >= needed
    return YearPart(
        part["code"], count, pattern, place(start), place(width), place(start + width / 2), has_room
    )
