"""The geometry that chart templates draw; pages include the templates and need none of these."""

from collections.abc import Iterable, Mapping
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


PIECE = (
    '<rect class="seg seg-{look}" x="{start}" y="3" width="{width}" height="18"/>'
    '<text class="in-bar on-{look} fit-{fit}" x="{middle}" y="17" text-anchor="middle">{count}</text>'
)
STRIPES = '<rect x="{start}" y="3" width="{width}" height="18" fill="url(#{id}-hatch)"/>'


@register.simple_tag
def pieces_of(bar: stacked_chart.Bar, id: str) -> SafeString:
    """The pieces of one bar of a chart with this id, which must be fit for an attribute: numbers and looks, no words."""
    return joined(
        [
            PIECE.format_map(vars(piece))
            + (STRIPES.format(id=id, **vars(piece)) if piece.look == stacked_chart.STRIPED else "")
            for piece in bar.pieces
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
