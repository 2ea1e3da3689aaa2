"""The geometry that chart templates draw; pages include the templates and need none of these."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString

from actionplan.base import charts, stacked_chart, year_bars

from .repeated import joined

register = template.Library()


@register.simple_tag
def bar_of(segments: Iterable[Mapping[str, Any]], things: str = "") -> charts.StatusBar:
    """The bar of a distribution."""
    return charts.status_bar(segments, things)


BAR = (
    '<svg y="{top}" width="100%" height="24" overflow="visible"><text x="0" y="16">{label}</text>'
    '{pieces}<text x="{end}" dx="6" y="16">{total}</text></svg>'
)
PIECE = (
    '<rect class="seg seg-{look}" x="{start}" y="3" width="{width}" height="18"/>'
    '<text class="in-bar on-{look} fit-{fit}" x="{middle}" y="17" text-anchor="middle">{count}</text>'
)
STRIPES = '<rect x="{start}" y="3" width="{width}" height="18" fill="url(#{id}-hatch)"/>'


@register.simple_tag
def bars_of(chart: stacked_chart.StackedBars, id: str) -> SafeString:
    """The bars of a chart with this id: looks and numbers, and the words before each."""
    return joined([_bar(bar, escape(id)) for bar in chart.bars])


def _bar(bar: stacked_chart.Bar, id: str) -> str:
    pieces = [
        PIECE.format_map(vars(piece))
        + (STRIPES.format(id=id, **vars(piece)) if piece.look == stacked_chart.STRIPED else "")
        for piece in bar.pieces
    ]
    words = {"label": escape(str(bar.label)), "pieces": "".join(pieces)}
    return BAR.format(top=bar.top, end=bar.end, total=bar.total, **words)


SMALL_BAR = """\
<svg class="small-bar" role="img" aria-labelledby="{id}-title {id}-desc" width="100%" height="14">
<title id="{id}-title">{title}</title>
<desc id="{id}-desc">{message}</desc>
{hatch}{segments}
</svg>"""
HATCH = (
    '<defs><pattern id="{id}-hatch" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<path class="hatch" d="M-1 8 8-1"/></pattern></defs>'
)
SEGMENT = '<rect class="seg seg-{look}" x="{start}" y="1" width="{width}" height="12"/>'
STRIPED_SEGMENT = '<rect x="{start}" y="1" width="{width}" height="12" fill="url(#{id}-hatch)"/>'


@register.simple_tag
def small_bar(id: str, title: str, segments: Iterable[Mapping[str, Any]]) -> SafeString:
    """A distribution as a thin bar in the row of a table, whose numbers stand in the other cells.

    `id` is unique on the page, `title` what the row is; `segments` have `code`, `label` and `count`, in order.
    """
    bar, name = charts.status_bar(segments), escape(id)
    pieces = [SEGMENT.format_map(vars(one)) for one in bar.segments]
    striped = [one for one in bar.segments if one.look == stacked_chart.STRIPED]
    pieces += [STRIPED_SEGMENT.format(id=name, **vars(one)) for one in striped]
    return joined(
        [
            SMALL_BAR.format(
                id=name,
                title=escape(str(title)),
                message=escape(bar.message),
                hatch=HATCH.format(id=name) if striped else "",
                segments="".join(pieces),
            )
        ]
    )


@register.simple_tag
def look_of(code: str) -> str:
    """The class of a segment's swatch."""
    return charts.look_of(code)


@register.simple_tag
def money_of(years: Iterable[Any], add_up: bool) -> charts.MoneyYears:
    """The bars of money by year, or added up over the years."""
    return charts.money_years(years, add_up=add_up)


@register.simple_tag
def years_of(years: Iterable[Any]) -> year_bars.YearBars:
    """A bar a year, in parts."""
    return year_bars.year_bars(years)
