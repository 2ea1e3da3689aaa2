"""The drawings of a timeline's rows; everything put into them is escaped first."""

from __future__ import annotations

import datetime
from html import escape

from django import template
from django.utils.safestring import SafeString

from actionplan.base.formatting import short_day
from actionplan.base.timeline_chart import Diamond, Edge, Mark, Piece, TimelineAxis, TimelineRow

from .charts import ON_THE_LEFT, ON_THE_RIGHT, diamond

register = template.Library()

ROW_DRAWING = """\
<svg role="img" aria-labelledby="{id}-title {id}-desc" width="100%" height="{height}">
<title id="{id}-title">{title}</title>
<desc id="{id}-desc">{text}</desc>
{grid}{shapes}
</svg>"""
OUTSIDE_PLAN = (
    '<rect class="beside-the-plan" x="0" width="{0.plan_start}" y="0" height="100%"/>'
    '<rect class="beside-the-plan" x="{0.plan_end}" width="{0.rest}" y="0" height="100%"/>'
)
GRID_YEAR = '<line class="grid" x1="{0.at}" x2="{0.at}" y1="0" y2="100%"/>'
GRID_DAY = '<line class="day" x1="{0}" x2="{0}" y1="0" y2="100%"/>'
AXIS = """\
<svg width="100%" height="36" aria-hidden="true" focusable="false">
{ticks}<line class="plan-period" x1="{start}" x2="{end}" y1="100%" y2="100%"/>{day}
</svg>"""
AXIS_YEAR = '<text class="soft" x="{0.at}" dx="4" y="12">{0.label}</text>'
AXIS_DAY = (
    '<line class="day" x1="{at}" x2="{at}" y1="17" y2="100%"/>'
    '<text class="over-lines" x="{at}" y="28" {beside}>{day}</text>'
)
KEY_DRAWING = """\
<svg class="swatch wide" viewBox="0 0 22 14" width="22" height="14" aria-hidden="true" focusable="false">
{}
</svg>
"""
KEY_SHAPES = {
    "planned": '<rect class="planned" x="1" y="2" width="20" height="10"/>',
    "was": '<rect class="was" x="1" y="4" width="20" height="6"/>',
    "vague": '<rect class="planned vague" x="1" y="2" width="20" height="10"/>',
    "open": '<path class="edge-open" d="M8 2 14 7 8 12"/>',
    "beyond": '<path class="edge-beyond" d="M7 2 15 7 7 12Z"/>',
    "ended": '<line class="end-ended" x1="11" x2="11" y1="0" y2="14"/>',
    "passed": '<line class="end-passed" x1="11" x2="11" y1="0" y2="14"/>',
}


@register.simple_tag
def timeline_grid(axis: TimelineAxis) -> SafeString:
    """What lies behind every row: the years, the time outside the plan's own period, the day."""
    years = [GRID_YEAR.format(tick) for tick in axis.ticks]
    return SafeString("".join([OUTSIDE_PLAN.format(axis), *years, GRID_DAY.format(axis.day_at)]))


@register.simple_tag
def timeline_years(axis: TimelineAxis, day: datetime.date) -> SafeString:
    """The years above the rows, the plan's own period and the day; the legend says the same in words."""
    ticks = [GRID_YEAR.format(tick) + (AXIS_YEAR.format(tick) if tick.label else "") for tick in axis.ticks]
    beside = ON_THE_LEFT if axis.day_on_the_right else ON_THE_RIGHT
    day_facts = {"at": axis.day_at, "beside": beside, "day": escape(short_day(day))}
    return SafeString(
        AXIS.format(
            ticks="".join(ticks),
            start=axis.plan_start,
            end=axis.plan_end,
            day=AXIS_DAY.format(**day_facts),
        )
    )


@register.simple_tag
def timeline_key(kind: str) -> SafeString:
    """The key of a shape: planned, was, vague, open, beyond, ended or passed."""
    return SafeString(KEY_DRAWING.format(KEY_SHAPES[kind]))


@register.simple_tag
def timeline_drawing(row: TimelineRow, grid: SafeString, id: str, title: str, text: str) -> SafeString:
    """When one action runs: as planned, as reported, its milestones. `text` is the same in words."""
    shapes = [
        *[_piece(piece) for piece in row.pieces],
        *[_edge(edge) for edge in row.edges],
        *[_mark(mark) for mark in row.marks],
        *[_diamond(point) for point in row.diamonds],
    ]
    words = {"id": escape(id), "title": escape(title), "text": escape(text)}
    return SafeString(ROW_DRAWING.format(**words, height=row.height, grid=grid, shapes="".join(shapes)))


def _piece(piece: Piece) -> str:
    """The facts of a piece, an edge and a mark are numbers and known words: nothing to escape."""
    place = f'x="{piece.start}" width="{piece.width}" y="{piece.top}" height="{piece.height}"'
    return f'<rect class="{piece.look}" {place}/>'


def _edge(edge: Edge) -> str:
    path = f'<path class="edge-{edge.kind}" d="{edge.path}"/>'
    return f'<svg x="{edge.at}" y="{edge.top}" overflow="visible">{path}</svg>'


def _mark(mark: Mark) -> str:
    return f'<line class="end-{mark.kind}" x1="{mark.at}" x2="{mark.at}" y1="{mark.top}" y2="{mark.bottom}"/>'


def _diamond(point: Diamond) -> str:
    shape = f"{diamond(point.state)}<title>{escape(point.label)}</title>"
    return (
        f'<svg x="{point.at}" y="{point.top}" overflow="visible"><g transform="scale(.8)">{shape}</g></svg>'
    )
