"""The chart of one action's schedule: as adopted, as reported, its milestones (`base.templatetags.charts`)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base.schedule_chart import Bar, Row, ScheduleDiamond, ScheduleLine

from .charts import diamond, figure, in_legend
from .ui import point

register = template.Library()

YEAR = '<line class="grid" x1="{0.at}" x2="{0.at}" y1="0" y2="{height}"/>'
YEAR_NAMED = '<text class="soft" x="{0.at}" dx="5" y="12">{0.label}</text>'
ROW = (
    '<svg y="{top}" width="100%" height="40" overflow="visible">'
    '<text class="over-lines" x="0" dx="5" y="13">{name}</text>{shapes}</svg>'
)
BAR = '<rect class="{0.look}" x="{0.start}" y="20" width="{0.width}" height="14"/>'
OPEN_END = '<svg x="{0.end}" y="20" overflow="visible"><path class="{0.look}" d="M-1 0 8 7-1 14"/></svg>'
POINT = '<svg x="{at}" y="27" overflow="visible">{diamond}</svg>'
DAY = (
    '<line class="day" x1="{at}" x2="{at}" y1="18" y2="{height}"/>'
    '<text class="over-lines" x="{at}" y="{height}" dy="-3" {beside}>{label}</text>'
)
ON_THE_LEFT, ON_THE_RIGHT = 'dx="-5" text-anchor="end"', 'dx="5"'
LEGEND = "<li>{mark} {words}</li>"
"""Whatever is put into these is escaped before."""


@register.simple_tag
def schedule_line(id: str, title: str, chart: ScheduleLine) -> SafeString:
    """When: one action as adopted and as reported, its milestones, and the day it is reckoned on.

    `id` is unique on the page, `title` which action.
    """
    beside = ON_THE_LEFT if chart.day_on_the_right else ON_THE_RIGHT
    day = DAY.format(at=chart.day_at, height=chart.height, beside=beside, label=escape(chart.day_label))
    years = [
        YEAR.format(tick, height=chart.height) + (YEAR_NAMED.format(tick) if tick.label else "")
        for tick in chart.ticks
    ]
    shapes = [*years, *(_row(row) for row in chart.rows), day]
    return figure(escape(id), title, shapes, chart.message, _legend(chart), chart.height)


def _row(row: Row) -> str:
    shapes = [*(_bar(bar) for bar in row.bars), *(_point(one) for one in row.points)]
    return ROW.format(top=row.top, name=escape(row.name), shapes="".join(shapes))


def _bar(bar: Bar) -> str:
    return BAR.format(bar) + (OPEN_END.format(bar) if bar.open_ended else "")


def _point(one: ScheduleDiamond) -> str:
    return POINT.format(at=one.at, diamond=diamond(one.state))


def _legend(chart: ScheduleLine) -> Iterator[str]:
    """What there is to explain."""
    kinds = chart.kinds
    if "past" in kinds:
        yield in_legend("completed", escape(_("carried out")))
    if "forecast" in kinds:
        yield in_legend("ongoing", escape(pgettext("schedule", "forecast")))
    states = {
        "achieved": _("milestone achieved"),
        "open": _("milestone still to come"),
        "missed": _("milestone due, not achieved"),
        "dropped": _("milestone dropped"),
    }
    for state, words in states.items():
        if state in kinds:
            yield LEGEND.format(mark=render_to_string("ui/point.html", point(state)), words=escape(words))
