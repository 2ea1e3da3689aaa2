"""Milestones as rows, in words: on a page, and in the same order and columns in a file."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from actionplan.base import formatting
from actionplan.base.twins import in_dutch, local
from actionplan.portal.milestone_periods import YearOfPeriods, by_year, period_words, periods_achieved
from actionplan.reporting.milestone_states import MilestoneSchedule, Promised
from actionplan.reporting.states import MilestoneState
from actions.states import MilestoneOrigin, Recurrence

from .milestone_figures import BY_YEAR
from .milestone_promises import Brief, PromiseFact
from .milestone_sources import Sources
from .shown import Shown


@dataclass(frozen=True)
class Row:
    """A milestone in words; `source` is empty for who may not read it (`milestone_sources`)."""

    action: Brief
    milestone: Promised
    url: str = ""
    source: str = ""
    source_removed: bool = False

    @property
    def due(self) -> str:
        """As vaguely as it is printed: a date, how often, or a dash."""
        one = self.milestone
        if one.recurrence:
            return str(Recurrence(one.recurrence).label)
        return formatting.vague(one.due, one.due_precision) if one.due else ""

    @cached_property
    def target(self) -> str:
        """A number, or from a number to another, with its unit; printed units have no Dutch."""
        one = self.milestone
        if one.target_from is None:
            return ""
        numbers = _number(one.target_from)
        if one.target_to is not None and one.target_to != one.target_from:
            numbers += f"–{_number(one.target_to)}"
        return self._with_unit(numbers)

    @cached_property
    def reached(self) -> str:
        """The number that was achieved; of a recurring one nothing, since periods are not added up."""
        number = self.milestone.once.number
        return self._with_unit(_number(number)) if number is not None else ""

    @property
    def target_words(self) -> str:
        return _("target %(target)s") % {"target": self.target} if self.target else _("no target")

    @property
    def reached_words(self) -> str:
        """What stands under the target."""
        if self.milestone.recurrence:
            return _("per period")
        return (
            _("achieved %(reached)s") % {"reached": self.reached} if self.reached else _("no number reported")
        )

    @property
    def days_late(self) -> str:
        days = self.milestone.days_late
        return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": formatting.number(days)}

    @property
    def achieved_on(self) -> str:
        return formatting.short_day(self.milestone.once.achieved_on)

    def _with_unit(self, numbers: str) -> str:
        unit = self.milestone.unit if self.milestone.is_proposed or not in_dutch() else ""
        return f"{numbers} {unit}".strip()

    @property
    def state(self) -> str:
        one = self.milestone
        if one.recurrence:
            return periods_achieved(one.periods.achieved, one.periods.due)
        if one.schedule != MilestoneSchedule.UNDATED:
            return str(one.schedule.label)
        if one.state == MilestoneState.ACHIEVED:
            return pgettext("milestones", "achieved, without a date to compare with")
        return pgettext("milestones", "open, without a date")

    @property
    def shape(self) -> str:
        """The diamond beside the state (`base.templatetags.marks`)."""
        one = self.milestone
        if one.recurrence:
            return ""
        return "missed" if one.schedule == MilestoneSchedule.MISSED else one.state

    @property
    def origin(self) -> str:
        return str(MilestoneOrigin(self.milestone.origin).label)

    @property
    def years(self) -> list[YearOfPeriods]:
        """Of a recurring one, year by year, as on its action's page."""
        one = self.milestone
        return by_year(one.recurrence, one.expected, one.told, one.on)

    @property
    def years_in_words(self) -> list[str]:
        """ "2021: 3 of 4", or what became of the one period of a year."""
        of = pgettext("periods", "%(achieved)s of %(due)s")
        return [
            f"{year.words}: {year.state or of % {'achieved': year.achieved, 'due': year.due}}"
            for year in self.years
        ]

    @property
    def numbers(self) -> list[str]:
        """The number of each period of which one is told: "2021: 3 peer reviews"."""
        one = self.milestone
        return [
            f"{period_words(one.recurrence, row.period_start)}: {self._with_unit(_number(row.number))}"
            for row in one.told
            if row.period_start and row.number is not None
        ]

    @property
    def shown_source(self) -> str:
        return _("Removed by law.") if self.source_removed else self.source

    @property
    def anchor(self) -> str:
        return f"{self.action.code}-{self.milestone.key}".replace(".", "-")


def _number(value: Decimal) -> str:
    places = 0 if value == value.to_integral_value() else 2
    return formatting.number(value, places)


def rows_of(facts: Iterable[PromiseFact], shown: Shown, sources: Sources) -> list[Row]:
    """Without any further query."""
    return [
        Row(
            fact.action,
            fact.milestone,
            shown.action_url(fact.action.code),
            *sources.of(fact),
        )
        for fact in facts
    ]


@dataclass(frozen=True)
class Group:
    """The rows of a page that stand under one head: an objective, or the year of their due date."""

    subject: Any
    """An objective; nothing under a year."""
    words: str
    rows: list[Row]


def groups_of(rows: list[Row], by: str, shown: Shown) -> list[Group]:
    """In the order of the rows."""
    objectives = {part.value: part for part in shown.parts_of("objective")}
    if by == BY_YEAR:
        return [Group(None, words, list(group)) for words, group in groupby(rows, key=_year_words)]
    found = []
    for number, group in groupby(rows, key=lambda row: row.action.objective):
        part = objectives.get(number)
        found.append(Group(part.subject if part else None, part.prefix if part else number, list(group)))
    return found


def _year_words(row: Row) -> str:
    if row.milestone.recurrence:
        return pgettext("milestones", "Recurring")
    return str(row.milestone.due.year) if row.milestone.due else pgettext("milestones", "Without a date")


@dataclass(frozen=True)
class Column:
    label: Any
    value: Callable[[Row], Any]


def _achieved_on(row: Row) -> datetime.date | None:
    return row.milestone.once.achieved_on


def _periods(place: int) -> Callable[[Row], int | None]:
    return lambda row: row.milestone.periods[place] if row.milestone.recurrence else None


COLUMNS = [
    Column(gettext_lazy("Code"), lambda row: row.action.code),
    Column(gettext_lazy("Action"), lambda row: local(row.action, "title")),
    Column(gettext_lazy("Milestone"), lambda row: local(row.milestone, "title")),
    Column(gettext_lazy("Due"), lambda row: row.due),
    Column(gettext_lazy("Last day on which it is in time"), lambda row: row.milestone.due),
    Column(gettext_lazy("Target"), lambda row: row.target),
    Column(gettext_lazy("Achieved number"), lambda row: row.reached),
    Column(gettext_lazy("State"), lambda row: row.state),
    Column(gettext_lazy("Days late"), lambda row: row.milestone.days_late or None),
    Column(gettext_lazy("Achieved on"), _achieved_on),
    Column(gettext_lazy("Periods due"), _periods(0)),
    Column(pgettext_lazy("periods", "Reported"), _periods(1)),
    Column(pgettext_lazy("periods", "Achieved"), _periods(2)),
    Column(gettext_lazy("Number per period"), lambda row: "; ".join(row.numbers)),
    Column(gettext_lazy("Origin"), lambda row: row.origin),
    Column(gettext_lazy("Source"), lambda row: row.shown_source),
]
"""Of a file. `Target` of a recurring milestone is that of each period."""


def table_of(rows: Iterable[Row]) -> Iterable[list[Any]]:
    yield [str(column.label) for column in COLUMNS]
    for row in rows:
        yield [column.value(row) for column in COLUMNS]
