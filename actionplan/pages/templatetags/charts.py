"""The charts: a drawing, the sentence that says what it shows, and its legend.

`base.charts` and its neighbours compute the positions of shapes. A drawing has many shapes, which are filled
in here; everything put into them is escaped first.
"""

from collections.abc import Iterable, Iterator
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base.schedule_chart import Bar, ScheduleDiamond, ScheduleLine, ScheduleRow

from .ui import sign, swatch

register = template.Library()


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
