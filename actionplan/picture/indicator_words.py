"""An indicator, its targets and what was measured, in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actions.states import Direction

from .indicators import IndicatorPicture, IndicatorState, MeasurementPicture, counted_by_state


def value_in_unit(value: Decimal, unit: str) -> str:
    """ "40 %", "12 municipalities", "3.5"."""
    return f"{formatting.short_number(value)} {unit}".strip()


def indicator_targets_in_words(indicator: IndicatorPicture) -> str:
    """ "baseline 10 % on 31 December 2019; target 40 % by the end of 2022"."""
    words = []
    if indicator.baseline is not None:
        baseline = {
            "value": value_in_unit(indicator.baseline, indicator.local_unit),
            "day": formatting.day(indicator.baseline_on),
        }
        words.append(_("baseline %(value)s on %(day)s") % baseline)
    for target in indicator.targets:
        aim = {"value": value_in_unit(target.value, indicator.local_unit), "year": target.year}
        words.append(_("target %(value)s by the end of %(year)s") % aim)
    return "; ".join(words)


def aims_in_words(indicator: IndicatorPicture) -> str:
    """ "Towns that take part, higher is better: baseline 10 % on 31 December 2019; target 40 % by the end of 2022"."""
    direction = Direction(indicator.direction).label
    return f"{indicator.local_name}, {direction}: {indicator_targets_in_words(indicator)}"


def targets_in_words(indicator: IndicatorPicture) -> str:
    """ "2022: 40; 2024: 60"."""
    return "; ".join(
        f"{target.year}: {formatting.short_number(target.value)}" for target in indicator.targets
    )


def measured_in_words(indicator: IndicatorPicture, measured: MeasurementPicture) -> str:
    """ "12 % on 30 June 2022, provisional"."""
    value = {
        "value": value_in_unit(measured.value, indicator.local_unit),
        "day": formatting.day(measured.day),
    }
    words = _("%(value)s on %(day)s") % value
    return _("%(measured)s, provisional") % {"measured": words} if measured.provisional else words


def latest_in_words(indicator: IndicatorPicture) -> str:
    """The latest measurement; empty if there is none."""
    return measured_in_words(indicator, indicator.latest) if indicator.latest else ""


def measured_state_in_words(indicator: IndicatorPicture) -> str:
    """The latest measurement with the state of the indicator."""
    return f"{latest_in_words(indicator)}: {IndicatorState(indicator.state).label}"


def counts_in_words(indicators: Iterable[IndicatorPicture]) -> str:
    """ "1 reached, 2 on the way, 1 not measured"; empty without indicators."""
    counts = counted_by_state(indicators)
    return ", ".join(f"{count} {IndicatorState(state).label}" for state, count in counts.items() if count)
