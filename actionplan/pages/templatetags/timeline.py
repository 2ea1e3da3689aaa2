"""The drawings of a timeline's rows; whatever is put into them is escaped before."""

from __future__ import annotations

import datetime
from html import escape

from django import template
from django.utils.safestring import SafeString

from actionplan.base.formatting import short_day
from actionplan.base.timeline_chart import Diamond, Edge, Mark, Piece, TimelineAxis, TimelineRow

from .charts import ON_THE_LEFT, ON_THE_RIGHT, diamond

register = template.Library()

ROW = """\
<svg role="img" aria-labelledby="{id}-title {id}-desc" width="100%" height="{height}">
<title id="{id}-title">{title}</title>
<desc id="{id}-desc">{text}</desc>
{grid}{shapes}
</svg>"""
BESIDE = (
    '<rect class="beside-the-plan" x="0" width="{0.plan_start}" y="0" height="100%"/>'
    '<rect class="beside-the-plan" x="{0.plan_end}" width="{0.rest}" y="0" height="100%"/>'
)
YEAR = '<line class="grid" x1="{0.at}" x2="{0.at}" y1="0" y2="100%"/>'
DAY = '<line class="day" x1="{0}" x2="{0}" y1="0" y2="100%"/>'
YEARS = """\
<svg width="100%" height="36" aria-hidden="true" focusable="false">
{ticks}<line class="plan-period" x1="{start}" x2="{end}" y1="100%" y2="100%"/>{day}
</svg>"""
YEAR_NAMED = '<text class="soft" x="{0.at}" dx="4" y="12">{0.label}</text>'
DAY_NAMED = (
    '<line class="day" x1="{at}" x2="{at}" y1="17" y2="100%"/>'
    '<text class="over-lines" x="{at}" y="28" {beside}>{day}</text>'
)
KEY = """\
<svg class="swatch wide" viewBox="0 0 22 14" width="22" height="14" aria-hidden="true" focusable="false">
{}
</svg>
"""
KEYS = {
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
    """What lies behind every row: the years, what is beside the plan's own period, the day."""
    years = [YEAR.format(tick) for tick in axis.ticks]
    return SafeString("".join([BESIDE.format(axis), *years, DAY.format(axis.day_at)]))


@register.simple_tag
def timeline_years(axis: TimelineAxis, day: datetime.date) -> SafeString:
    """The years above the rows, the plan's own period and the day. Told in words by the legend and by every row."""
    ticks = [YEAR.format(tick) + (YEAR_NAMED.format(tick) if tick.label else "") for tick in axis.ticks]
    beside = ON_THE_LEFT if axis.day_on_the_right else ON_THE_RIGHT
    named = {"at": axis.day_at, "beside": beside, "day": escape(short_day(day))}
    return SafeString(
        YEARS.format(
            ticks="".join(ticks),
            start=axis.plan_start,
            end=axis.plan_end,
            day=DAY_NAMED.format(**named),
        )
    )


@register.simple_tag
def timeline_key(kind: str) -> SafeString:
    """The key of a shape: planned, was, vague, open, beyond, ended or passed."""
    return SafeString(KEY.format(KEYS[kind]))


@register.simple_tag
def timeline_drawing(row: TimelineRow, grid: SafeString, id: str, title: str, text: str) -> SafeString:
    """When one action runs: as planned, as reported, its milestones. `text` is the same in words."""
    shapes = [
        *[_piece(one) for one in row.pieces],
        *[_edge(one) for one in row.edges],
        *[_mark(one) for one in row.marks],
        *[_diamond(one) for one in row.diamonds],
    ]
    words = {"id": escape(id), "title": escape(title), "text": escape(text)}
    return SafeString(ROW.format(**words, height=row.height, grid=grid, shapes="".join(shapes)))


def _piece(one: Piece) -> str:
    """Whatever a piece, an edge and a mark have is made here of numbers and known words."""
    return (
        f'<rect class="{one.look}" x="{one.start}" width="{one.width}" y="{one.top}" height="{one.height}"/>'
    )


def _edge(one: Edge) -> str:
    path = f'<path class="edge-{one.kind}" d="{one.path}"/>'
    return f'<svg x="{one.at}" y="{one.top}" overflow="visible">{path}</svg>'


def _mark(one: Mark) -> str:
    return f'<line class="end-{one.kind}" x1="{one.at}" x2="{one.at}" y1="{one.top}" y2="{one.bottom}"/>'


def _diamond(one: Diamond) -> str:
    shape = f"{diamond(one.state)}<title>{escape(one.label)}</title>"
    return f'<svg x="{one.at}" y="{one.top}" overflow="visible"><g transform="scale(.8)">{shape}</g></svg>'
