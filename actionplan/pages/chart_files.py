"""Charts as files: an SVG with its title, its moment and its source, for a document or a slide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base import formatting
from actionplan.base.charts import look_of
from actionplan.reporting.states import Basis

from .choices import Choices
from .files import name_of_file, refusal

BARS = 380
"""Pixels: the width of the longest bar; the template has the other places."""
ROW_HEIGHT, FIRST_ROW = 30, 120


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


@dataclass(frozen=True)
class Chart:
    name: str
    """For its file."""
    title: str
    legend: list[tuple[str, str]]
    """Looks with their words."""
    rows: list[ChartRow]


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


def chart_file(request: PortalRequest, choices: Choices, chart: Chart, page: str) -> HttpResponse:
    """`page` is the name of the page that the chart stands on, the address of which is its source."""
    if refused := refusal(choices):
        return refused
    context = {
        "chart": chart,
        "rows": [(FIRST_ROW + place * ROW_HEIGHT, row) for place, row in enumerate(chart.rows)],
        "foot": FIRST_ROW + len(chart.rows) * ROW_HEIGHT + 20,
        "moment": " · ".join([_moment(choices), *(name for _label, name in choices.scope.in_words)]),
        "source": request.build_absolute_uri(choices.url(page)),
        "plan": choices.plan,
    }
    response = render(request, "charts/file.svg", context, content_type="image/svg+xml")
    name = name_of_file(chart.name, choices, choices.scope.query, "svg")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _moment(choices: Choices) -> str:
    day = formatting.day(choices.moment.reckoned_on)
    if choices.state:
        return choices.state
    known = choices.round.local_name if choices.round else _("As known on %(day)s") % {"day": day}
    return f"{known} · {Basis(choices.basis).label}"
