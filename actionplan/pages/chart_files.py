"""Charts as files: an SVG with its title, its moment and its source, for a document or a slide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base import formatting
from actionplan.base.charts import look_of
from actionplan.base.timeline_chart import Axis, Course
from actionplan.reporting.states import Basis

from .choices import Choices
from .files import name_of_file, refusal

BARS = 380
"""Pixels: the width of the longest bar; the templates have the other places."""


@dataclass(frozen=True)
class Shape:
    """A part of a bar: its look, a class in the template, and its place in pixels."""

    look: str
    x: int
    width: int


@dataclass(frozen=True)
class ChartRow:
    label: str
    shapes: list[Shape]
    numbers: str
    height: int = 30


@dataclass(frozen=True)
class CourseRow:
    """An action on a timeline: its name, its course, and the days that it is late."""

    label: str
    course: Course
    late: str

    @property
    def height(self) -> int:
        return self.course.height + 26


@dataclass(frozen=True)
class Chart:
    name: str
    """For its file."""
    title: str
    legend: list[tuple[str, str]]
    """Looks with their words."""
    rows: Sequence[ChartRow | CourseRow]
    which: Sequence[str] = ()
    """Sentences that say what the page keeps."""
    template: ClassVar[str] = "charts/file.svg"
    width: ClassVar[int] = 760

    @property
    def top(self) -> int:
        """Where the first row begins."""
        return 120


@dataclass(frozen=True)
class CourseChart(Chart):
    """A timeline."""

    axis: Axis = field(kw_only=True)
    template = "charts/courses.svg"
    width = 1280

    @property
    def keys(self) -> list[tuple[int, int, str, str]]:
        """The legend, three in a line: places, looks, words."""
        return [
            (20 + place % 3 * 380, 92 + place // 3 * 20, look, words)
            for place, (look, words) in enumerate(self.legend)
        ]

    @property
    def top(self) -> int:
        return 156 + (len(self.legend) - 1) // 3 * 20


def shares_row(label: str, parts: Iterable[Mapping[str, Any]], most: int) -> ChartRow:
    """A bar as long as its total, where `most` is the largest total; then the counts of its parts."""
    known = list(parts)
    scale = BARS / most if most else 0
    starts = accumulate((part["count"] for part in known), initial=0)
    shapes = [
        Shape(look_of(part["code"]), round(start * scale), round(part["count"] * scale))
        for start, part in zip(starts, known, strict=False)
        if part["count"]
    ]
    return ChartRow(label, shapes, " · ".join(str(part["count"]) for part in known))


def money_row(
    label: str, planned: Decimal | None, committed: Decimal | None, paid: Decimal | None, longest: Decimal
) -> ChartRow:
    """Paid dark, planned as an outline over it, committed as a line; None draws nothing and is a dash."""
    drawn = [("completed", paid), ("outline", planned), ("committed", committed)]
    shapes = [
        Shape(look, at if look == "committed" else 0, 2 if look == "committed" else at)
        for look, amount in drawn
        if amount and (at := round(max(amount, Decimal(0)) * BARS / longest))
    ]
    amounts = [planned, committed, paid]
    return ChartRow(label, shapes, " · ".join(formatting.euro_short(amount) for amount in amounts))


def chart_file(
    request: PortalRequest,
    choices: Choices,
    chart: Chart,
    url: str,
    narrowed: Mapping[str, str] | None = None,
    complaint: str = "",
) -> HttpResponse:
    """`url` is that of the page that the chart stands on, its source; `narrowed` and `complaint` are of the
    page's own filters, as for other files.
    """
    if refused := refusal(choices, complaint):
        return refused
    places = list(accumulate((row.height for row in chart.rows), initial=chart.top))
    context = {
        "chart": chart,
        "rows": list(zip(places, chart.rows, strict=False)),
        "foot": places[-1] + 20,
        "moment": " · ".join([_moment(choices), *(name for _label, name in choices.scope.in_words)]),
        "source": settings.BASE_URL + url,
        "plan": choices.plan,
    }
    response = render(request, chart.template, context, content_type="image/svg+xml")
    name = name_of_file(chart.name, choices, {**choices.scope.query, **(narrowed or {})}, "svg")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _moment(choices: Choices) -> str:
    day = formatting.day(choices.moment.reckoned_on)
    if choices.state:
        return choices.state
    known = choices.round.local_name if choices.round else _("As known on %(day)s") % {"day": day}
    return f"{known} · {Basis(choices.basis).label}"
