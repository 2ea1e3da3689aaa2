"""The geometry of one action's schedule: as adopted, as amended and as reported, its milestones, and the day
of the picture.

As in `charts`, horizontal positions are per cent and vertical ones pixels. A bar reaches to the end of its
last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.charts import place

AXIS_HEIGHT = 22
ROW_HEIGHT = 40
DAY_HEIGHT = 18
MAX_YEAR_LABELS = 6
MAX_YEAR_LINES = 24


@dataclass(frozen=True)
class Span:
    """From a first to a last day, both inclusive; None is open."""

    start: date | None
    end: date | None


@dataclass(frozen=True)
class MilestonePoint:
    """A milestone on the schedule, on its due day or the day it was achieved."""

    day: date
    label: str
    state: Literal["open", "achieved", "missed", "dropped"]


BAR_LOOKS = {
    "adopted": "outline solid",
    "in_force": "outline solid",
    "past": "seg-completed",
    "forecast": "seg-ongoing",
}


@dataclass(frozen=True)
class Bar:
    """One bar: `kind` is adopted, in_force, past or forecast; `look` has its CSS classes."""

    kind: str
    look: str
    start: str
    width: str
    end: str
    open_ended: bool


@dataclass(frozen=True)
class ScheduleDiamond:
    """A milestone as it is drawn."""

    at: str
    state: str
    label: str


@dataclass(frozen=True)
class ScheduleRow:
    """A row of the chart: its name, with its bars or points below it."""

    name: str
    top: int
    bars: list[Bar] = field(default_factory=list)
    points: list[ScheduleDiamond] = field(default_factory=list)


@dataclass(frozen=True)
class Tick:
    """The first day of a year; the label is empty where there are too many years to label."""

    at: str
    label: str


@dataclass(frozen=True)
class ScheduleLine:
    """Everything that the template draws."""

    ticks: list[Tick]
    rows: list[ScheduleRow]
    height: int
    day_at: str
    day_label: str
    day_on_the_right: bool
    message: str

    @property
    def kinds(self) -> set[str]:
        """What the legend explains: kinds of bars and states of points."""
        return {bar.kind for row in self.rows for bar in row.bars} | {
            point.state for row in self.rows for point in row.points
        }


@dataclass(frozen=True)
class Axis:
    """From the first day of the first year to the last day of the last."""

    first: date
    last: date

    @classmethod
    def around(cls, days: Sequence[date], *, on: date) -> "Axis":
        """The calendar years that hold all the days, and the day `on`, which the chart marks."""
        return cls(date(min(*days, on).year, 1, 1), date(max(*days, on).year, 12, 31))

    @cached_property
    def days(self) -> int:
        """The number of days, first and last included."""
        return (self.last - self.first).days + 1

    def at(self, day: date) -> float:
        """The position of the start of the day in per cent; days outside the axis are at its edge."""
        return min(max((day - self.first).days / self.days, 0), 1) * 100

    def bar(self, kind: str, span: Span) -> Bar:
        start = self.at(span.start) if span.start else 0.0
        end = self.at(span.end + timedelta(days=1)) if span.end else 100.0
        return Bar(
            kind, BAR_LOOKS[kind], place(start), place(max(end - start, 0.4)), place(end), span.end is None
        )

    def ticks(self, most: int = MAX_YEAR_LABELS) -> list[Tick]:
        """A tick per year, at most `most` of them labelled; with very many years only the labelled ones."""
        years = range(self.first.year, self.last.year + 1)
        step = -(-len(years) // most)
        return [
            Tick(place(self.at(date(year, 1, 1))), "" if index % step else str(year))
            for index, year in enumerate(years)
            if len(years) <= MAX_YEAR_LINES or index % step == 0
        ]


def schedule_line(
    *,
    plan: Span,
    adopted: Sequence[Span],
    on: date,
    in_force: Sequence[Span] = (),
    started: date | None = None,
    ended: date | None = None,
    forecast_end: date | None = None,
    milestones: Sequence[MilestonePoint] = (),
) -> ScheduleLine:
    """The schedule of one action; `plan` has both bounds, `adopted` has a span per phase, `on` is the day of
    the picture.

    `in_force` is passed where it differs from what was adopted.
    """
    bounds = [day for span in [plan, *adopted, *in_force] for day in (span.start, span.end)]
    days = [*bounds, started, ended, forecast_end, *(milestone.day for milestone in milestones)]
    axis = Axis.around([day for day in days if day], on=on)
    reported = _reported(axis, on=on, started=started, ended=ended, forecast_end=forecast_end)
    rows = _rows(
        (_("As adopted"), [axis.bar("adopted", span) for span in adopted], []),
        (_("In force"), [axis.bar("in_force", span) for span in in_force], []),
        (_("As reported"), reported, []),
        (
            _("Milestones"),
            [],
            [
                ScheduleDiamond(place(axis.at(milestone.day)), milestone.state, milestone.label)
                for milestone in milestones
            ],
        ),
    )
    sentences = [
        *_planned_in_words(adopted, in_force),
        *reported_in_words(started, ended, forecast_end),
        *_met_in_words(milestones),
    ]
    return ScheduleLine(
        ticks=axis.ticks(),
        rows=rows,
        height=AXIS_HEIGHT + len(rows) * ROW_HEIGHT + DAY_HEIGHT,
        day_at=place(axis.at(on)),
        day_label=formatting.short_day(on),
        day_on_the_right=axis.at(on) > 60,
        message=" ".join(sentences),
    )


def _rows(*contents: tuple[str, list[Bar], list[ScheduleDiamond]]) -> list[ScheduleRow]:
    """The rows that have something to show, one under the other."""
    filled = [(name, bars, points) for name, bars, points in contents if bars or points]
    return [
        ScheduleRow(name, AXIS_HEIGHT + index * ROW_HEIGHT, bars, points)
        for index, (name, bars, points) in enumerate(filled)
    ]


def _reported(
    axis: Axis, *, on: date, started: date | None, ended: date | None, forecast_end: date | None
) -> list[Bar]:
    """What has been carried out, dark, up to its end or the day `on`; then the forecast, light."""
    bars = []
    if started and started <= on:
        bars.append(axis.bar("past", Span(started, ended or on)))
    if forecast_end and not ended and forecast_end > on:
        bars.append(axis.bar("forecast", Span(max(on, started or on), forecast_end)))
    return bars


def _planned_in_words(adopted: Sequence[Span], in_force: Sequence[Span]) -> list[str]:
    sentences = [_("As adopted: %(period)s.") % {"period": _span_in_words(span)} for span in adopted]
    return sentences + [_("In force: %(period)s.") % {"period": _span_in_words(span)} for span in in_force]


def _span_in_words(span: Span) -> str:
    if not span.start and not span.end:
        return _("without dates")
    return _("from %(start)s to %(end)s") % {
        "start": formatting.day(span.start) if span.start else _("no date"),
        "end": formatting.day(span.end) if span.end else _("no end"),
    }


def reported_in_words(started: date | None, ended: date | None, forecast_end: date | None) -> tuple[str, ...]:
    """A sentence for the start, and one for the end or else the forecast end."""
    sentences = []
    if started:
        sentences.append(_("Started %(day)s.") % {"day": formatting.day(started)})
    if ended:
        sentences.append(_("Ended %(day)s.") % {"day": formatting.day(ended)})
    elif forecast_end:
        sentences.append(_("Forecast end %(day)s.") % {"day": formatting.day(forecast_end)})
    return tuple(sentences)


def _met_in_words(milestones: Sequence[MilestonePoint]) -> list[str]:
    if not milestones:
        return []
    achieved = sum(milestone.state == "achieved" for milestone in milestones)
    sentence = ngettext(
        "%(achieved)s of %(count)s milestone achieved.",
        "%(achieved)s of %(count)s milestones achieved.",
        len(milestones),
    )
    return [sentence % {"achieved": achieved, "count": len(milestones)}]
