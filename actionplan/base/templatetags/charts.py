"""The geometry that chart templates draw; pages include the templates and need none of these."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from actionplan.base import charts, year_bars

register = template.Library()


@register.simple_tag
def bar_of(segments: Iterable[Mapping[str, Any]], things: str = "") -> charts.StatusBar:
    """The bar of a distribution."""
    return charts.status_bar(segments, things)


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
