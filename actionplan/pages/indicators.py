"""Indicators as pages and files show them: counted by state, one by one, and each as a series beside its targets."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base import formatting
from actionplan.base.sheets import Row, table_rows
from actionplan.picture.bodies import OrganisationPicture
from actionplan.picture.indicator_words import counts_in_words, latest_in_words, targets_in_words
from actionplan.picture.indicators import IndicatorPicture, IndicatorState, MeasurementPicture
from actionplan.picture.picture import ActionPicture
from actionplan.picture.words import ABSENT, ReportWords, WrittenText
from actions.states import Direction, IndicatorScope

from .choices import Choices


@dataclass(frozen=True)
class SeriesRow:
    """A day with what was measured on it, what was aimed at, or both."""

    day: datetime.date
    value: Decimal | None = None
    """Measured, or the baseline."""
    target: Decimal | None = None
    is_baseline: bool = False
    provisional: bool = False
    withdrawn: bool = False
    """Whether what was measured was withdrawn; its source says why."""
    source: WrittenText = ABSENT


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator, with its action and the words of the reports that measured it."""

    action: ActionPicture
    indicator: IndicatorPicture
    url: str
    """The page of the action."""
    asked_in: OrganisationPicture | None
    words: Mapping[int | str, ReportWords]

    @property
    def scope(self) -> str:
        return str(IndicatorScope(self.indicator.scope).label)

    @property
    def direction(self) -> str:
        return str(Direction(self.indicator.direction).label)

    @property
    def state(self) -> str:
        return str(IndicatorState(self.indicator.state).label)

    @property
    def is_behind(self) -> bool:
        return self.indicator.state == IndicatorState.BEHIND

    @property
    def latest(self) -> str:
        return latest_in_words(self.indicator)

    @property
    def series(self) -> list[SeriesRow]:
        """Baseline, measurements and targets, by day."""
        one, targets = self.indicator, {target.day: target.value for target in self.indicator.targets}
        rows = [
            SeriesRow(
                said.day,
                said.value,
                targets.pop(said.day, None),
                provisional=said.provisional,
                source=self.source(report, said),
            )
            for report, said in one.series
        ]
        if one.baseline is not None and one.baseline_on:
            rows.append(SeriesRow(one.baseline_on, one.baseline, is_baseline=True))
        rows += [SeriesRow(day, target=value) for day, value in targets.items()]
        rows += [
            SeriesRow(said.day, withdrawn=True, source=self.source(report, said))
            for report, said in one.withdrawn
        ]
        return sorted(rows, key=lambda row: (row.day, not row.is_baseline))

    def source(self, report: int, said: MeasurementPicture) -> WrittenText:
        words = self.words.get(report)
        return words.show_source_of_measurement(said.key, said.day) if words else ABSENT


def indicator_lines(
    choices: Choices, actions: Iterable[ActionPicture], words: Mapping[int | str, ReportWords]
) -> list[IndicatorLine]:
    """The indicators of these actions, in their order; `words` are those of their reports, by key."""
    return [
        IndicatorLine(
            action,
            indicator,
            choices.action_url(action.code),
            choices.picture.organisations.get(indicator.asked_in or ""),
            words,
        )
        for action in actions
        for indicator in action.indicators
    ]


def indicators_context(choices: Choices, actions: Iterable[ActionPicture]) -> dict[str, Any]:
    """What `ui/indicators.html` takes: the indicators of these actions and how many are in each state."""
    lines = indicator_lines(choices, actions, {})
    return {
        "indicators": lines,
        "indicators_counted": counts_in_words(line.indicator for line in lines),
    }


@dataclass(frozen=True)
class MeasuredRow:
    """A measurement in a file; an indicator that nobody measured has a row without one."""

    line: IndicatorLine
    report: int = 0
    said: MeasurementPicture | None = None

    @property
    def source(self) -> str:
        return self.line.source(self.report, self.said).in_words if self.said else ""


INDICATOR_COLUMNS = [
    (gettext_lazy("Code"), lambda row: row.line.action.code),
    (gettext_lazy("Action"), lambda row: row.line.action.local_title),
    (gettext_lazy("Indicator"), lambda row: row.line.indicator.local_name),
    (gettext_lazy("About"), lambda row: row.line.scope),
    (gettext_lazy("Unit"), lambda row: row.line.indicator.local_unit),
    (gettext_lazy("Direction"), lambda row: row.line.direction),
    (gettext_lazy("Baseline"), lambda row: row.line.indicator.baseline),
    (gettext_lazy("Day of the baseline"), lambda row: row.line.indicator.baseline_on),
    (gettext_lazy("Targets"), lambda row: targets_in_words(row.line.indicator)),
    (gettext_lazy("Measured on"), lambda row: row.said and row.said.day),
    (gettext_lazy("Value"), lambda row: row.said.value if row.said and not row.said.withdrawn else None),
    (gettext_lazy("Provisional"), lambda row: formatting.yes_or_no(row.said.provisional) if row.said else ""),
    (gettext_lazy("Withdrawn"), lambda row: formatting.yes_or_no(row.said.withdrawn) if row.said else ""),
    (gettext_lazy("Source"), lambda row: row.source),
    (gettext_lazy("State"), lambda row: row.line.state),
    (
        gettext_lazy("Asked of"),
        lambda row: row.line.asked_in.local_name if row.line.asked_in else _("nobody"),
    ),
    (gettext_lazy("Measured by"), lambda row: row.line.indicator.measured_by),
]
"""Of a file: heads and values."""


def as_table(lines: Iterable[IndicatorLine]) -> Iterator[Row]:
    """A row for each measurement."""
    rows = [
        row
        for line in lines
        for row in [MeasuredRow(line, *said) for said in (*line.indicator.series, *line.indicator.withdrawn)]
        or [MeasuredRow(line)]
    ]
    return table_rows(INDICATOR_COLUMNS, rows)
