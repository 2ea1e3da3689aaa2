"""The charts: a drawing, the sentence that says what it shows, and its legend.

`base.charts` and its neighbours compute the positions of shapes. A drawing has many shapes, which are filled
in here; everything put into them is escaped first.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base import charts
from actionplan.base.schedule_chart import Bar, ScheduleDiamond, ScheduleLine, ScheduleRow

from .ui import sign, swatch

register = template.Library()


HATCH = (
    '<defs><pattern id="{id}-hatch" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<path class="hatch" d="M-1 8 8-1"/></pattern></defs>'
)
"""Stripes for what was stopped, so that it is not told by colour alone."""
FIGURE = """\
<figure class="chart">
<svg role="img" aria-labelledby="{id}-title" aria-describedby="{id}-said" width="100%" height="{height}">
<title id="{id}-title">{title}</title>
{shapes}
</svg>
<figcaption>
<p id="{id}-said">{message}</p>
<ul class="legend">{legend}</ul>
</figcaption>
</figure>"""
LEGEND = "<li>{mark} {words}</li>"


def figure(
    id: str, title: str, shapes: Iterable[str], message: str, legend: Iterable[str], height: int
) -> SafeString:
    """A drawing, and under it what it says and its legend. Callers escape the shapes, the legend and `id`."""
    drawn = {"shapes": "".join(shapes), "legend": "\n".join(legend)}
    words = {"id": id, "title": escape(str(title)), "message": escape(message)}
    return SafeString(FIGURE.format(height=height, **words, **drawn))


def in_legend(code: str, words: str) -> str:
    """An entry of a legend; callers escape the words."""
    return LEGEND.format(mark=render_to_string("ui/swatch.html", swatch(code)), words=words)


DIAMOND = '<path class="point point-{state}" d="M0-8 8 0 0 8-8 0Z"/>{cross}'
CROSS = '<path class="point-cross" d="M-3-3 3 3M3-3-3 3"/>'


def diamond(state: str) -> str:
    """A milestone around 0,0: filled if achieved, crossed if missed, dashed if dropped."""
    return DIAMOND.format(state=escape(state), cross=CROSS if state == "missed" else "")


YEAR_BAR = (
    '<svg y="{top}" width="100%" height="30" overflow="visible"><text x="0" y="19">{year}</text>{parts}'
    '<text x="{end}" dx="8" y="19">{total}</text></svg>'
)
YEAR_PART = '<rect class="seg seg-{look}" x="{start}" y="3" width="{width}" height="24"/>'
YEAR_PATTERN = '<rect x="{start}" y="3" width="{width}" height="24" fill="url(#{id}-{pattern})"/>'
YEAR_NUMBER = '<text class="in-bar on-{look}{over}" x="{middle}" y="19" text-anchor="middle">{count}</text>'
DOTS = (
    '<defs><pattern id="{id}-dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle class="dots" cx="3" cy="3" r="1.2"/></pattern></defs>'
)
DOTTED = (
    '<li><svg class="swatch" viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" focusable="false">'
    '<rect class="seg seg-ongoing" x="1" y="1" width="12" height="12"/>'
    '<path class="dots" d="M3 3h2v2H3ZM9 3h2v2H9ZM6 6h2v2H6ZM3 9h2v2H3ZM9 9h2v2H9Z"/></svg> {}</li>'
)


@register.simple_tag
def milestone_years(id: str, title: str, years: Iterable[Any]) -> SafeString:
    """Milestones by the year of their due date: a bar for each year.

    Achieved on time dark, achieved late dotted, missed striped, open and dropped as outlines. `id` is unique
    on the page, `title` whose milestones they are; `years` have `year`, `total` and `parts` (`code`, `label`,
    `count`).
    """
    drawn, name = charts.year_bars(years), escape(id)
    shapes = [
        YEAR_BAR.format_map(vars(bar) | {"parts": "".join([_year_part(part, name) for part in bar.parts])})
        for bar in drawn.bars
    ]
    legend = [
        in_legend("on_time", escape(pgettext("milestones", "achieved on time"))),
        DOTTED.format(escape(pgettext("milestones", "achieved late"))),
        in_legend("missed", escape(pgettext("milestones", "missed"))),
        in_legend("open", escape(pgettext("milestones", "still open"))),
        in_legend("dropped", escape(pgettext("milestones", "dropped"))),
    ]
    patterns = HATCH.format(id=name) + DOTS.format(id=name)
    return figure(name, title, [patterns, *shapes], drawn.message, legend, drawn.height)


def _year_part(part: charts.YearPart, id: str) -> str:
    over = f" over-{part.pattern}" if part.pattern else ""
    facts = {**vars(part), "look": escape(charts.look_of(part.code)), "over": over, "id": id}
    pieces = [
        YEAR_PART,
        *([YEAR_PATTERN] if part.pattern else []),
        *([YEAR_NUMBER] if part.has_room else []),
    ]
    return "".join([piece.format_map(facts) for piece in pieces])


YEAR_LINE = '<line class="grid" x1="{0.at}" x2="{0.at}" y1="0" y2="{height}"/>'
YEAR_NAME = '<text class="soft" x="{0.at}" dx="5" y="12">{0.label}</text>'
SCHEDULE_ROW = (
    '<svg y="{top}" width="100%" height="40" overflow="visible">'
    '<text class="over-lines" x="0" dx="5" y="13">{name}</text>{shapes}</svg>'
)
SPAN = '<rect class="{0.look}" x="{0.start}" y="20" width="{0.width}" height="14"/>'
OPEN_END = '<svg x="{0.end}" y="20" overflow="visible"><path class="{0.look}" d="M-1 0 8 7-1 14"/></svg>'
POINT = '<svg x="{at}" y="27" overflow="visible">{diamond}</svg>'
DAY_LINE = (
    '<line class="day" x1="{at}" x2="{at}" y1="18" y2="{height}"/>'
    '<text class="over-lines" x="{at}" y="{height}" dy="-3" {beside}>{label}</text>'
)
ON_THE_LEFT, ON_THE_RIGHT = 'dx="-5" text-anchor="end"', 'dx="5"'


@register.simple_tag
def schedule_line(id: str, title: str, chart: ScheduleLine) -> SafeString:
    """When one action runs, as adopted and as reported, its milestones, and the day it is reckoned on.

    `id` is unique on the page, `title` which action.
    """
    beside = ON_THE_LEFT if chart.day_on_the_right else ON_THE_RIGHT
    day = DAY_LINE.format(at=chart.day_at, height=chart.height, beside=beside, label=escape(chart.day_label))
    years = [
        YEAR_LINE.format(tick, height=chart.height) + (YEAR_NAME.format(tick) if tick.label else "")
        for tick in chart.ticks
    ]
    shapes = [*years, *(_schedule_row(row) for row in chart.rows), day]
    return figure(escape(id), title, shapes, chart.message, _explained(chart), chart.height)


def _schedule_row(row: ScheduleRow) -> str:
    shapes = [*(_span(bar) for bar in row.bars), *(_point(milestone) for milestone in row.points)]
    return SCHEDULE_ROW.format(top=row.top, name=escape(row.name), shapes="".join(shapes))


def _span(bar: Bar) -> str:
    return SPAN.format(bar) + (OPEN_END.format(bar) if bar.open_ended else "")


def _point(milestone: ScheduleDiamond) -> str:
    return POINT.format(at=milestone.at, diamond=diamond(milestone.state))


def _explained(chart: ScheduleLine) -> Iterator[str]:
    """The legend: only for shapes that are in the chart."""
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
            yield LEGEND.format(mark=render_to_string("ui/sign.html", sign(state)), words=escape(words))
