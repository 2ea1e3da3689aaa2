"""The geometry of the charts; the tags of `pages.templatetags.charts` draw it.

Horizontal positions are per cent of the width as SVG writes them (`12.5%`), so that text keeps its size on a
narrow screen; vertical positions are pixels.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from actionplan.base import chart_words, formatting

NARROW = 264
"""Pixels: the width of a chart on the narrowest screen."""
WIDE = 640
"""Pixels: from this width the style sheet shows what fits a wide chart (it has the same number)."""
CHARACTER = 8
PADDING = 16

SCHEDULE_LOOKS = {
    "done": "completed",
    "running": "ongoing",
    "continuous": "ongoing",
    "ends_soon": "ongoing",
    "no_end_date": "not_started",
    "not_to_start_yet": "not_started",
    "overdue": "stopped",
    "should_have_started": "stopped",
}
"""The look of a computed schedule: that of the similar status; anything late looks like stopped."""

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

STRIPED = "stopped"
"""The look with stripes, so that it does not depend on colour alone."""
BACKING = 8
"""Pixels for the background of a number over a pattern (`.over-hatch`, `.over-dots` in the style sheet)."""

Fit = Literal["words", "wide", "number", "number-wide", "none"]


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
    "unanswered": "to_do",
    "nobody": "none",
    "never": "none",
}
"""The sign of a code, where the sign has another name (`static/signs.svg`)."""


def sign_of(code: str) -> str:
    return SIGNS.get(code, code)


def backing_width(look: str) -> int:
    """Extra pixels that the background of text on this look takes."""
    return BACKING if look == STRIPED else 0


def _fit(share: float, *, number: str, words: str, backing: int) -> Fit:
    """How much text fits in a segment: see `.fit-…` in the style sheet."""
    narrow, wide = share * NARROW / 100, share * WIDE / 100
    words_need = len(words) * CHARACTER + PADDING + backing
    number_need = len(number) * CHARACTER + 4 + backing
    if narrow >= words_need:
        return "words"
    if wide >= words_need and narrow >= number_need:
        return "wide"
    if narrow >= number_need:
        return "number"
    return "number-wide" if wide >= number_need else "none"


@dataclass(frozen=True)
class YearOfMoney:
    """One year: the widths of its two bars, its position, and the amount at the end of the longer bar."""

    year: int
    planned: str
    paid: str
    end: str
    longest: str
    """The name of the longer bar; of equal bars, planned."""
    number: str
    top: int


@dataclass(frozen=True)
class MoneyYears:
    """Planned and paid of every year. A commitment may cover several years, so it has no bar."""

    years: list[YearOfMoney]
    height: int
    message: str


YEAR_HEIGHT = 34
LABELS, BARS = Decimal(15), Decimal(55)
"""Per cent of the width: the year labels, the longest bar; the rest is for the numbers."""


def money_years(years: Iterable[Any], *, add_up: bool = False) -> MoneyYears:
    """Bars in euro: `years` have `year`, `planned`, `committed` and `paid`; None is unknown.

    With `add_up`, each year holds the sums up to and including it.
    """
    facts = [_amounts(row) for row in years]
    bars = [(year, {"planned": planned, "paid": paid}) for year, planned, _committed, paid in facts]
    longest = max(
        (amount for _year, amounts in bars for amount in amounts.values() if amount), default=Decimal(0)
    )
    drawn = [_year_of_money(*bar, longest=longest, top=index * YEAR_HEIGHT) for index, bar in enumerate(bars)]
    message = chart_words.money_added_up(facts) if add_up else chart_words.money(facts)
    return MoneyYears(drawn, len(drawn) * YEAR_HEIGHT, message)


def _amounts(row: Any) -> chart_words.Year:
    if isinstance(row, Mapping):
        return row["year"], row["planned"], row["committed"], row["paid"]
    return row.year, row.planned, row.committed, row.paid


def _year_of_money(
    year: int, amounts: Mapping[str, Decimal | None], *, longest: Decimal, top: int
) -> YearOfMoney:
    reached = {name: max(amount or Decimal(0), Decimal(0)) for name, amount in amounts.items()}
    widths = {name: amount * BARS / longest if longest else amount for name, amount in reached.items()}
    known = [name for name, amount in amounts.items() if amount is not None]
    last = max(known, key=lambda name: reached[name], default="planned")
    return YearOfMoney(
        year=year,
        **{name: place(width) for name, width in widths.items()},
        end=place(LABELS + widths[last]),
        longest=last,
        number=formatting.euro_short(amounts[last]),
        top=top,
    )


# Stacked bars, one distribution under the other: each as long as its count, with its total at the end


STACKED_ROW_HEIGHT = 24
STACKED_LABELS, STACKED_TOTALS = 20, 12
"""Per cent of the width: the labels before the bars, the totals after them; the rest is for the longest bar.
"""


class StackedPiece(NamedTuple):
    """A part of a bar, with its number where that fits."""

    look: str
    number: int
    start: str
    width: str
    middle: str
    fit: str


class StackedBar(NamedTuple):
    """One distribution: its label, its pieces, its total with its position, and its vertical position."""

    label: str
    pieces: list[StackedPiece]
    total: int
    end: str
    top: int


@dataclass(frozen=True)
class StackedBars:
    bars: list[StackedBar]
    legend: list[dict[str, Any]]
    """Code, label and total count of each code that is counted in any bar."""
    height: int
    message: str
    """Each code from bar to bar, such as `From round to round: completed 3, 5, 7, 9; ongoing 40, 38, 36, 34.`
    """


Parts = Iterable[Mapping[str, Any]]


def stacked_bars(
    rows: Iterable[tuple[str, Parts]], message: str = "%(counts)s", labels: int = STACKED_LABELS
) -> StackedBars:
    """`rows` are pairs of a label and parts with `code`, `label` and `count`, all in the same order of codes.

    `message` is the sentence around the counts; `labels` is the space for the row labels, in per cent of the
    width.
    """
    known = [(label, list(parts)) for label, parts in rows]
    longest = max((sum(part["count"] for part in parts) for _label, parts in known), default=0)
    scale = (100 - labels - STACKED_TOTALS) / longest if longest else 0
    codes = _codes([parts for _label, parts in known])
    counts = chart_words.from_bar_to_bar((code["label"], code["counts"]) for code in codes)
    return StackedBars(
        bars=[
            _bar(label, parts, labels, scale, index * STACKED_ROW_HEIGHT)
            for index, (label, parts) in enumerate(known)
        ],
        legend=[{**code, "count": sum(code["counts"])} for code in codes],
        height=len(known) * STACKED_ROW_HEIGHT,
        message=message % {"counts": counts} if codes else chart_words.nothing(),
    )


def _codes(rows: list[list[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The codes that are counted at least once, with their count in each row."""
    codes = []
    for of_code in zip(*rows, strict=True):
        counts = [part["count"] for part in of_code]
        if any(counts):
            codes.append({"code": of_code[0]["code"], "label": str(of_code[0]["label"]), "counts": counts})
    return codes


def _bar(label: str, parts: Parts, start: float, scale: float, top: int) -> StackedBar:
    """`scale` is the width of one counted thing, in per cent."""
    pieces, total, at = [], 0, start
    for part in parts:
        if count := part["count"]:
            width = count * scale
            pieces.append(_piece(part["code"], count, at, width))
            total, at = total + count, at + width
    return StackedBar(label, pieces, total, place(at), top)


def _piece(code: str, count: int, start: float, width: float) -> StackedPiece:
    look = look_of(code)
    fit = _fit_of_number(width, len(str(count)) * CHARACTER + backing_width(look))
    return StackedPiece(look, count, place(start), place(width), place(start + width / 2), fit)


def _fit_of_number(width: float, number: int) -> str:
    """On which screens a number of this many pixels fits its piece: see `.fit-…` in the style sheet."""
    needed = number + 4
    if width * NARROW / 100 >= needed:
        return "number"
    return "number-wide" if width * WIDE / 100 >= needed else "none"


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
