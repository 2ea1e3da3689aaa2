"""Where the shapes of the charts stand; the tags of `pages.templatetags.charts` draw what is computed here.

Places along a chart are per cent of its width, written as SVG takes them (`12.5%`), so that text keeps its size on a
narrow screen; places down a chart are pixels.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from actionplan.base import chart_words, formatting

NARROW = 264
"""Pixels: the width of a chart on the narrowest screen."""
WIDE = 640
"""Pixels: from here on the style sheet shows what fits a wide chart (the same number stands there)."""
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
"""How a computed schedule looks: like the status it resembles, and what is late like what was stopped, grey and striped."""

MILESTONE_LOOKS = {
    "on_time": "completed",
    "late": "ongoing",
    "missed": "stopped",
    "open": "not_started",
    "dropped": "never",
}
"""How milestones of a year look; what was achieved late is dotted as well, what was missed striped."""

ANSWER_LOOKS = {
    "accepted": "completed",
    "submitted": "ongoing",
    "returned": "stopped",
    "unanswered": "not_started",
    "nobody": "never",
}
"""How far an answer to a request is looks: the further, the darker; what came back, grey and striped."""

STRIPED = "stopped"
"""The look that has stripes, so that its colour does not stand alone."""
GROUND = 8
"""Pixels that the ground of a number over a pattern takes: the style sheet draws it (`.over-hatch`, `.over-dots`)."""

Fit = Literal["words", "wide", "number", "number-wide", "none"]


def place(value: Decimal | float) -> str:
    """A per cent of the chart's width as SVG writes it."""
    return f"{f'{float(value):.2f}'.rstrip('0').rstrip('.')}%"


@dataclass(slots=True)
class Segment:
    """One part of a bar: what it counts, how it looks, where it stands, and how much can be written in it."""

    code: str
    look: str
    label: str
    count: int
    url: str
    start: str
    width: str
    middle: str
    fit: Fit


@dataclass(frozen=True)
class StatusBar:
    """A bar of a whole; `legend` also has what counts nothing."""

    segments: list[Segment]
    legend: list[Segment]
    total: int
    message: str


def status_bar(parts: Iterable[Mapping[str, Any]], things: str = "") -> StatusBar:
    """The bar of a distribution: `parts` have `code`, `label`, `count` and perhaps `url`, in the order of the bar.

    `things` is what is counted (`chart_words.SENTENCES`), for a sentence; without it the message is the counts alone.
    """
    parts = list(parts)
    total = sum(part["count"] for part in parts)
    legend = _segments(parts, total)
    counted = [segment for segment in legend if segment.count]
    message = chart_words.SENTENCES[things](parts, things) if things else chart_words.in_parts(parts)
    return StatusBar(segments=counted, legend=legend, total=total, message=message or chart_words.nothing())


class Slice(NamedTuple):
    """A part of a small bar: how it looks and where it stands."""

    look: str
    start: str
    width: str


@dataclass(frozen=True)
class SmallBar:
    """A bar of a whole without a legend and without anything written in it."""

    slices: list[Slice]
    message: str


def small_bar(parts: Iterable[Mapping[str, Any]]) -> SmallBar:
    """The same for the row of a table, which has the counts in its other cells."""
    counted = [part for part in parts if part["count"]]
    total, before, slices = sum(part["count"] for part in counted), 0, []
    for part in counted:
        count = part["count"]
        slices.append(Slice(look_of(part["code"]), place(before * 100 / total), place(count * 100 / total)))
        before += count
    return SmallBar(slices, chart_words.in_parts(counted) or chart_words.nothing())


LOOKS = SCHEDULE_LOOKS | ANSWER_LOOKS | MILESTONE_LOOKS


def look_of(code: str) -> str:
    """The class that colours a segment."""
    return LOOKS.get(code, code) or "never"


def _segments(parts: Iterable[Mapping[str, Any]], total: int) -> list[Segment]:
    """One after the other; `total` is what they add up to."""
    segments, before = [], 0
    for part in parts:
        segments.append(_segment(part, before=before, total=total))
        before += part["count"]
    return segments


def _segment(part: Mapping[str, Any], *, before: int, total: int) -> Segment:
    count, label = part["count"], str(part["label"])
    share = count * 100 / total if total else 0
    start = before * 100 / total if total else 0
    look = look_of(part["code"])
    return Segment(
        code=part["code"],
        look=look,
        label=label,
        count=count,
        url=part.get("url") or "",
        start=place(start),
        width=place(share),
        middle=place(start + share / 2),
        fit=_fit(share, number=str(count), words=f"{count} {label}", ground=ground_on(look)),
    )


def ground_on(look: str) -> int:
    """Pixels that the ground of what is written on this look takes."""
    return GROUND if look == STRIPED else 0


def _fit(share: float, *, number: str, words: str, ground: int) -> Fit:
    """What can be written in a segment: see `.fit-…` in the style sheet."""
    narrow, wide = share * NARROW / 100, share * WIDE / 100
    words_need = len(words) * CHARACTER + PADDING + ground
    number_need = len(number) * CHARACTER + 4 + ground
    if narrow >= words_need:
        return "words"
    if wide >= words_need and narrow >= number_need:
        return "wide"
    if narrow >= number_need:
        return "number"
    return "number-wide" if wide >= number_need else "none"


@dataclass(frozen=True)
class YearOfMoney:
    """One year: the widths of its two bars, and how far down it is. At the end of the longest stands its own amount."""

    year: int
    planned: str
    paid: str
    end: str
    longest: str
    """Which bar is; of bars as long as each other, the one named first here."""
    number: str
    top: int


@dataclass(frozen=True)
class MoneyYears:
    """Planned and paid of every year, one under the other. What is committed may be for several years: it is in no bar of one."""

    years: list[YearOfMoney]
    height: int
    message: str


YEAR_HEIGHT = 34
LABELS, BARS = Decimal(15), Decimal(55)
"""Per cent of the width: the years before the bars, the longest bar; what is left is for the numbers."""


def money_years(years: Iterable[Any], *, add_up: bool = False) -> MoneyYears:
    """Bars in euro: `years` have `year`, `planned`, `committed` and `paid`, where None is unknown.

    `add_up` says that each year has the sums up to and including it.
    """
    facts = [_amounts(one) for one in years]
    bars = [(year, {"planned": planned, "paid": paid}) for year, planned, _committed, paid in facts]
    longest = max(
        (amount for _year, amounts in bars for amount in amounts.values() if amount), default=Decimal(0)
    )
    drawn = [_year_of_money(*bar, longest=longest, top=index * YEAR_HEIGHT) for index, bar in enumerate(bars)]
    message = chart_words.money_added_up(facts) if add_up else chart_words.money(facts)
    return MoneyYears(drawn, len(drawn) * YEAR_HEIGHT, message)


def _amounts(one: Any) -> chart_words.Year:
    if isinstance(one, Mapping):
        return one["year"], one["planned"], one["committed"], one["paid"]
    return one.year, one.planned, one.committed, one.paid


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


# Distributions one under the other in one chart: each a bar as long as what it counts, with its total at the end


STACKED_ROW_HEIGHT = 24
STACKED_LABELS, STACKED_TOTALS = 20, 12
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
    rows: Iterable[tuple[str, Parts]], said: str = "%(counts)s", labels: int = STACKED_LABELS
) -> StackedBars:
    """`rows` are a label and parts with `code`, `label` and `count`, all in the same order of codes.

    `said` is the message around the counts; `labels` is the room for the words before the bars, in per cent of the width.
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
    fit = _fit_of_number(width, len(str(count)) * CHARACTER + ground_on(look))
    return StackedPiece(look, count, place(start), place(width), place(start + width / 2), fit)


def _fit_of_number(width: float, number: int) -> str:
    """Where a number of so many pixels fits its piece: see `.fit-…` in the style sheet."""
    needed = number + 4
    if width * NARROW / 100 >= needed:
        return "number"
    return "number-wide" if width * WIDE / 100 >= needed else "none"


# A bar a year, each as long as its count, in parts

YEAR_BAR_HEIGHT = 30
YEAR_LABELS, YEAR_BARS = 14, 72
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
    bars = [_year_bar(row, index * YEAR_BAR_HEIGHT, longest) for index, row in enumerate(rows)]
    message = chart_words.due_years({row.year: row.total for row in rows}, _added_up(rows))
    return YearBars(bars, len(bars) * YEAR_BAR_HEIGHT, message)


def _added_up(rows: list[Any]) -> list[dict[str, Any]]:
    """The parts of all years together."""
    of_codes = zip(*(row.parts for row in rows), strict=True)
    return [{**parts[0], "count": sum(part["count"] for part in parts)} for parts in of_codes]


def _year_bar(row: Any, top: int, longest: int) -> YearBar:
    share = YEAR_BARS / longest if longest else 0
    parts, before = [], 0
    for one in row.parts:
        if one["count"]:
            parts.append(_year_part(one, before, share))
        before += one["count"]
    return YearBar(row.year, row.total, parts, top, place(YEAR_LABELS + row.total * share))


def _year_part(one: Mapping[str, Any], before: int, share: float) -> YearPart:
    count, start = one["count"], YEAR_LABELS + before * share
    width = count * share
    pattern = PATTERNS.get(one["code"], "")
    needed = len(str(count)) * CHARACTER + 4 + (GROUND if pattern else 0)
    has_room = width * NARROW / 100 >= needed
    return YearPart(
        one["code"], count, pattern, place(start), place(width), place(start + width / 2), has_room
    )
