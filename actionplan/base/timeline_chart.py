"""The geometry of a timeline: one row per action, all on one axis (`schedule_chart` draws one action alone).

Planned periods are outlines: the one in force, and above it, thin, the one as adopted if an amendment changed
it. The interval of a vague date is dashed. A period without an end is open at the edge; one that runs beyond
the chart has an arrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from actionplan.base.charts import place
from actionplan.base.schedule_chart import BAR_LOOKS, Axis, MilestonePoint, Span, Tick
from actionplan.base.vague import interval_of

TIMELINE_YEAR_LABELS = 7
TOP, GAP = 9, 3
THICK, THIN, DIAMOND = 10, 6, 14
MIN_WIDTH = 0.4
ONE_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """A planned period, both days inclusive, each with its precision; None is open."""

    start: date | None
    start_precision: str
    end: date | None
    end_precision: str


class Piece(NamedTuple):
    """A rectangle; `look` has its CSS classes."""

    look: str
    start: str
    width: str
    top: int
    height: int


class Edge(NamedTuple):
    """The open end of a bar, or an arrow where it runs beyond the chart."""

    kind: str
    at: str
    top: int
    path: str


class Mark(NamedTuple):
    """A mark on a day, taller than its bar: `kind` is ended, or passed for a forecast that has passed."""

    kind: str
    at: str
    top: int
    bottom: int


class Diamond(NamedTuple):
    state: str
    at: str
    top: int
    label: str


@dataclass
class TimelineRow:
    """Everything the template draws for one action; `kinds` is what the legend explains."""

    pieces: list[Piece] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    diamonds: list[Diamond] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    height: int = TOP


@dataclass(frozen=True)
class TimelineAxis:
    """What all rows share: the years, the period of the plan, the day."""

    axis: Axis
    ticks: tuple[Tick, ...]
    plan_start: str
    plan_end: str
    rest: str
    """The width after the end of the plan."""
    day_at: str
    day_on_the_right: bool


def timeline_axis(*, plan: Span, on: date) -> TimelineAxis:
    """The years of the plan, one year on either side, and the day `on`; `plan` has both bounds."""
    if plan.start is None or plan.end is None:
        raise ValueError("the plan's own days are needed")
    axis = Axis.around([date(plan.start.year - 1, 1, 1), date(plan.end.year + 1, 12, 31)], on=on)
    begins, ends, day = axis.at(plan.start), axis.at(plan.end + ONE_DAY), axis.at(on)
    return TimelineAxis(
        axis,
        tuple(axis.ticks(TIMELINE_YEAR_LABELS)),
        place(begins),
        place(ends),
        place(100 - ends),
        place(day),
        day > 60,
    )


def timeline_row(
    axis: Axis,
    *,
    adopted: Sequence[Stretch],
    in_force: Sequence[Stretch],
    on: date,
    started: date | None = None,
    ended: date | None = None,
    forecast_end: date | None = None,
    milestones: Sequence[MilestonePoint] = (),
) -> TimelineRow:
    """One action on the day `on`. Milestones are on the day they were achieved, or else due."""
    row = TimelineRow()
    if tuple(adopted) != tuple(in_force) and adopted:
        _draw_planned(row, axis, "was", adopted, THIN)
    _draw_planned(row, axis, "planned", in_force, THICK)
    _draw_reported(row, axis, on, started, ended, forecast_end)
    for milestone in milestones:
        row.diamonds.append(
            Diamond(
                milestone.state, place(axis.at(milestone.day)), row.height + DIAMOND // 2, milestone.label
            )
        )
        row.kinds.add("open-milestone" if milestone.state == "open" else milestone.state)
    row.height += DIAMOND + GAP if milestones else 0
    return row


def _draw_planned(row: TimelineRow, axis: Axis, kind: str, stretches: Sequence[Stretch], height: int) -> None:
    for stretch in stretches:
        for span, is_vague in _parts(stretch):
            row.pieces.append(_piece(axis, f"{kind} vague" if is_vague else kind, span, row.height, height))
            row.kinds.add("vague" if is_vague else kind)
        row.kinds.add(kind)
        _draw_edges(row, axis, Span(stretch.start, stretch.end), height)
    row.height += height + GAP if stretches else 0


def _parts(stretch: Stretch) -> list[tuple[Span, bool]]:
    """The interval of a vague start, the certain part, the interval of a vague end; True: vague."""
    if stretch.start is None and stretch.end is None:
        return [(Span(None, None), True)]
    sure_from, sure_until = stretch.start, stretch.end
    if stretch.start is not None and stretch.start_precision != "day":
        sure_from = interval_of(stretch.start, stretch.start_precision, starts=True)[1] + ONE_DAY
    if stretch.end is not None and stretch.end_precision != "day":
        sure_until = interval_of(stretch.end, stretch.end_precision)[0] - ONE_DAY
    if sure_from and sure_until and sure_from > sure_until:
        return [(Span(stretch.start, stretch.end), True)]
    parts = [(Span(sure_from, sure_until), False)]
    if sure_from != stretch.start and sure_from:
        parts.insert(0, (Span(stretch.start, sure_from - ONE_DAY), True))
    if sure_until != stretch.end and sure_until:
        parts.append((Span(sure_until + ONE_DAY, stretch.end), True))
    return parts


def _piece(axis: Axis, look: str, span: Span, top: int, height: int) -> Piece:
    start = axis.at(span.start) if span.start else 0.0
    end = axis.at(span.end + ONE_DAY) if span.end else 100.0
    width = max(end - start, MIN_WIDTH)
    return Piece(look, place(min(start, 100 - width)), place(width), top, height)


def _draw_edges(row: TimelineRow, axis: Axis, span: Span, height: int) -> None:
    """The edges of the chart where the span has no date, or a date beyond it."""
    middle = height // 2
    if span.start is None:
        row.edges.append(Edge("open", "0%", row.height, f"M0 0-6 {middle} 0 {height}"))
    elif span.start < axis.first:
        row.edges.append(Edge("beyond", "0%", row.height, f"M8 0 0 {middle} 8 {height}Z"))
    if span.end is None:
        row.edges.append(Edge("open", "100%", row.height, f"M0 0 6 {middle} 0 {height}"))
    elif span.end > axis.last:
        row.edges.append(Edge("beyond", "100%", row.height, f"M-8 0 0 {middle}-8 {height}Z"))
    row.kinds |= {edge.kind for edge in row.edges}


def _draw_reported(
    row: TimelineRow,
    axis: Axis,
    on: date,
    started: date | None,
    ended: date | None,
    forecast_end: date | None,
) -> None:
    """What has been carried out, dark, up to its end or the day `on`; then the forecast, light."""
    spans = {}
    if started and started <= (ended or on):
        spans["past"] = Span(started, ended or on)
    if forecast_end and not ended and forecast_end > on:
        spans["forecast"] = Span(max(on, started or on), forecast_end)
    for kind, span in spans.items():
        row.pieces.append(_piece(axis, BAR_LOOKS[kind], span, row.height, THICK))
        _draw_edges(row, axis, span, THICK)
    mark = ("ended", ended) if ended else ("passed", forecast_end if "forecast" not in spans else None)
    if mark[1]:
        row.marks.append(
            Mark(mark[0], place(axis.at(mark[1] + ONE_DAY)), row.height - 2, row.height + THICK + 4)
        )
        row.kinds.add(mark[0])
    row.kinds |= set(spans)
    row.height += THICK + GAP if spans or mark[1] else 0
