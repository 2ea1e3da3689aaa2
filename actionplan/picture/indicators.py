"""Indicators in a picture, and the state of each: the latest value measured against what was aimed at.

A target holds for the last day of its year. The latest measurement is judged on its own day, so that a figure that comes
once a year is not behind the day after. Once the day of a target is past, a figure from before its year says nothing.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import models
from django.utils.translation import pgettext_lazy

from actionplan.planned.document import PlannedIndicator, YearTarget
from actions.states import Direction

Day = datetime.date


class IndicatorState(models.TextChoices):
    """Every indicator has exactly one of these."""

    REACHED = "reached", pgettext_lazy("indicators", "reached")
    ON_THE_WAY = "on_the_way", pgettext_lazy("indicators", "on the way")
    BEHIND = "behind", pgettext_lazy("indicators", "behind")
    NOT_MEASURED = "not_measured", pgettext_lazy("indicators", "not measured")


@dataclass(frozen=True, slots=True)
class MeasurementPicture:
    """What a report says that an indicator was on a day."""

    key: str
    day: Day
    value: Decimal
    provisional: bool
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPicture(PlannedIndicator):
    order: int
    in_force_from: Day | None

    # computed
    asked_in: str | None = None
    """The organisation in whose report it is asked: the one named as long as it takes part, else the lead."""
    series: tuple[tuple[int, MeasurementPicture], ...] = ()
    """The measurements up to the day, the earliest first, each with the key of the report that says so."""
    state: str = ""
    withdrawn: tuple[tuple[int, MeasurementPicture], ...] = ()
    """The measurements that were reported by mistake, in the same way; they are in no series."""

    @property
    def latest(self) -> MeasurementPicture | None:
        return self.series[-1][1] if self.series else None

    @property
    def aimed_at(self) -> YearTarget | None:
        """The target that the latest measurement is judged by: the first on its day or later, else the last."""
        if self.latest is None or not self.targets:
            return None
        ahead = [target for target in self.targets if target.day >= self.latest.day]
        return ahead[0] if ahead else self.targets[-1]


def with_state(
    indicator: IndicatorPicture,
    measured: Iterable[tuple[int, MeasurementPicture]],
    on: Day,
    asked_in: str | None,
) -> IndicatorPicture:
    """The indicator with its computed fields; `measured` are the measurements of all current reports, those of the report
    that counts most last."""
    own = [(report, row) for report, row in measured if row.key == indicator.key and row.day <= on]
    by_day, withdrawn = (
        {row.day: (report, row) for report, row in own if row.withdrawn == flag} for flag in [False, True]
    )
    indicator = replace(
        indicator,
        series=tuple(said for _day, said in sorted(by_day.items())),
        withdrawn=tuple(said for _day, said in sorted(withdrawn.items())),
        asked_in=asked_in,
    )
    return replace(indicator, state=state_of(indicator, on))


def state_of(indicator: IndicatorPicture, on: Day) -> IndicatorState:
    """*Not measured*: nothing was, or nothing since the year of the last target that is past on the day began. *Reached*: the latest value is as good as the target it is judged by. *On the way*: it is on or better than the straight
    line from the baseline to that target; without a baseline, from the first measurement. *Behind*: it is worse."""
    latest, target = indicator.latest, indicator.aimed_at
    passed = max((each.year for each in indicator.targets if each.day < on), default=0)
    if latest is None or target is None or latest.day.year < passed:
        return IndicatorState.NOT_MEASURED
    if _is_as_good(latest.value, target.value, indicator.direction):
        return IndicatorState.REACHED
    line = _on_the_line(indicator, target, latest.day)
    is_on_it = _is_as_good(latest.value, line, indicator.direction)
    return IndicatorState.ON_THE_WAY if is_on_it else IndicatorState.BEHIND


def _is_as_good(value: Decimal, other: Decimal, direction: str) -> bool:
    return value >= other if direction == Direction.UP else value <= other


def _on_the_line(indicator: IndicatorPicture, target: YearTarget, day: Day) -> Decimal:
    """The value on the day along the line from the baseline to the target; level before the one and after the other."""
    first = indicator.series[0][1]
    start, value = indicator.baseline_on or first.day, indicator.baseline
    value = first.value if value is None else value
    if max(day, start) >= target.day:
        return target.value
    passed = max((day - start).days, 0)
    return value + (target.value - value) * passed / (target.day - start).days


def counted_by_state(indicators: Iterable[IndicatorPicture]) -> dict[IndicatorState, int]:
    """How many are in each state, in the order of the states; states are counted, values are never averaged."""
    counts = Counter(indicator.state for indicator in indicators)
    return {state: counts[state] for state in IndicatorState}
