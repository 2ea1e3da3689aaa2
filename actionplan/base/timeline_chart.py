"""Where the shapes of a timeline stand; the tag `course` draws them.

Places along are per cent of the width, so that text keeps its size on a narrow screen; places down are pixels.

Planned periods are outlines: the one in force, and above it, thin, the one as adopted if an amendment changed
it. The interval of a vague date is dashed. A period without an end is open at the edge; one that runs beyond
the chart has an arrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from actionplan.base.charts import place
from actionplan.base.vague import interval_of

TOP, GAP = 9, 3
THICK, THIN, DIAMOND = 10, 6, 14
MIN_WIDTH = 0.4
ONE_DAY = timedelta(days=1)


class Span(NamedTuple):
    """From a first to a last day, both inclusive; None is open."""

    start: date | None
    end: date | None


class Stretch(NamedTuple):
    """A planned period, both days inclusive, each with its precision; None is open."""

    start: date | None
    start_precision: str
    end: date | None
    end_precision: str


class MilestonePoint(NamedTuple):
    """A milestone, on its due day or the day it was achieved: open, achieved, missed or dropped."""

    day: date
    label: str
    state: str


class Tick(NamedTuple):
    """The first day of a year."""

    x: str
    year: int


class Bar(NamedTuple):
    """`look` has its CSS classes."""

    look: str
    x: str
    width: str
    y: int
    height: int


class Point(NamedTuple):
    """A milestone, the mark of an end, or what a bar ends in at an edge; `x` and `y` are its middle."""

    look: str
    x: str
    y: int
    label: str = ""


@dataclass
class Course:
    """Everything that is drawn of one action."""

    bars: list[Bar] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    height: int = TOP

    @property
    def looks(self) -> set[str]:
        """What the legend explains."""
        shapes: list[Bar | Point] = [*self.bars, *self.points]
        return {look for shape in shapes for look in shape.look.split()}


@dataclass(frozen=True)
class Axis:
    """The years of the plan, one on either side, and on to the year of the day `on`, which is marked."""

    plan_start: date
    plan_end: date
    on: date

    @cached_property
    def first(self) -> date:
        return date(self.plan_start.year - 1, 1, 1)

    @cached_property
    def last(self) -> date:
        return date(max(self.plan_end.year + 1, self.on.year), 12, 31)

    def at(self, day: date) -> float:
        """The position of the start of the day in per cent; days outside the axis are at its edge."""
        return min(max((day - self.first) / (self.last + ONE_DAY - self.first), 0), 1) * 100

    def across(self, span: Span) -> tuple[str, str]:
        """Where the span begins, and its width; it reaches to the end of its last day."""
        start = self.at(span.start) if span.start else 0.0
        end = self.at(span.end + ONE_DAY) if span.end else 100.0
        width = max(end - start, MIN_WIDTH)
        return place(min(start, 100 - width)), place(width)

    @cached_property
    def ticks(self) -> list[Tick]:
        years = range(self.first.year, self.last.year + 1)
        return [Tick(place(self.at(date(year, 1, 1))), year) for year in years]

    @cached_property
    def plan_across(self) -> tuple[str, str]:
        return self.across(Span(self.plan_start, self.plan_end))

    @cached_property
    def day_x(self) -> str:
        return place(self.at(self.on))


def course_of(
    axis: Axis,
    *,
    adopted: Sequence[Stretch],
    in_force: Sequence[Stretch],
    started: date | None = None,
    ended: date | None = None,
    forecast_end: date | None = None,
    milestones: Sequence[MilestonePoint] = (),
) -> Course:
    """One action on the day of the axis. Milestones are on the day they were achieved, or else due."""
    course = Course()
    if tuple(adopted) != tuple(in_force) and adopted:
        _add_planned(course, axis, "was", adopted, THIN)
    _add_planned(course, axis, "planned", in_force, THICK)
    _add_reported(course, axis, started, ended, forecast_end)
    middle = course.height + DIAMOND // 2
    for milestone in milestones:
        x = place(axis.at(milestone.day))
        course.points.append(Point(f"point-{milestone.state}", x, middle, milestone.label))
    course.height += DIAMOND + GAP if milestones else 0
    return course


def _add_planned(course: Course, axis: Axis, look: str, stretches: Sequence[Stretch], height: int) -> None:
    for stretch in stretches:
        for span, is_vague in _parts(stretch):
            parts_look = f"{look} vague" if is_vague else look
            course.bars.append(Bar(parts_look, *axis.across(span), course.height, height))
        _add_edges(course, axis, Span(stretch.start, stretch.end), height)
    course.height += height + GAP if stretches else 0


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


def _add_edges(course: Course, axis: Axis, span: Span, height: int) -> None:
    """The edges of the chart where the span has no date, or a date beyond it."""
    middle = course.height + height // 2
    if span.start is None or span.start < axis.first:
        course.points.append(Point("edge-beyond" if span.start else "edge-open", "0%", middle))
    if span.end is None or span.end > axis.last:
        course.points.append(Point("edge-beyond" if span.end else "edge-open", "100%", middle))


def _add_reported(
    course: Course, axis: Axis, started: date | None, ended: date | None, forecast_end: date | None
) -> None:
    """What has been carried out, dark, up to its end or the day; then the forecast, light."""
    spans = {}
    if started and started <= (ended or axis.on):
        spans["past"] = Span(started, ended or axis.on)
    if forecast_end and not ended and forecast_end > axis.on:
        spans["forecast"] = Span(max(axis.on, started or axis.on), forecast_end)
    for look, span in spans.items():
        course.bars.append(Bar(look, *axis.across(span), course.height, THICK))
        _add_edges(course, axis, span, THICK)
    passed = forecast_end if "forecast" not in spans else None
    if mark := ended or passed:
        look = "end-ended" if ended else "end-passed"
        course.points.append(Point(look, place(axis.at(mark + ONE_DAY)), course.height + THICK // 2))
    course.height += THICK + GAP if spans or mark else 0
