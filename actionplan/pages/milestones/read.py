"""Milestones counted by outcome and by the year of their due date, and as rows, on the page and in a file."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from actionplan.base.charts import sign_of
from actionplan.base.sheets import table_rows
from actionplan.pages.choices import Choices
from actionplan.pages.getters import unknown_words
from actionplan.picture import sentences
from actionplan.picture.milestones import MilestoneOutcome, PeriodCounts, counted_by_period
from actionplan.picture.picture import ActionPicture, MilestonePicture
from actionplan.picture.words import ReportWords
from actionplan.reporting.states import SOON_WITHIN
from actions.states import MilestoneOrigin

from .periods import PeriodsOfYear, periods_by_year

MILESTONE_PARAMETERS = ("state", "year", "by")
"""The parameters of this page only."""

MILESTONE_ROWS_ANCHOR = "#rows"
"""Where the rows stand on the page."""
DUE, SOON = "due", "soon"
STATE_LABELS: dict[str, Any] = {
    DUE: pgettext_lazy("milestones", "due"),
    SOON: format_lazy(pgettext_lazy("milestones", "due in the next {days} days"), days=SOON_WITHIN.days),
    **{outcome.value: outcome.label for outcome in MilestoneOutcome},
}
"""The values of `state`: a milestone has one outcome, and may also be due, or due soon."""
STATE_MEANINGS: dict[str, Any] = {
    DUE: gettext_lazy("their date is here or has passed, and they were not dropped"),
    MilestoneOutcome.ON_TIME: gettext_lazy("on or before the date they were due, or without one"),
    MilestoneOutcome.LATE: gettext_lazy("after the date they were due"),
    MilestoneOutcome.MISSED: gettext_lazy("their date has passed, and they are neither achieved nor dropped"),
    MilestoneOutcome.OPEN: gettext_lazy("their date has not passed"),
    SOON: gettext_lazy("of those still open"),
    MilestoneOutcome.DROPPED: gettext_lazy("given up, as reported by the lead"),
    MilestoneOutcome.UNDATED: gettext_lazy("whether they are late cannot be said"),
    MilestoneOutcome.RECURRING: gettext_lazy(
        "they come back every month, year or two years, and are counted by period"
    ),
}
"""In the order in which the page counts them."""
STATE_SIGNS = {DUE: "clock", SOON: "clock", "recurring": "clock", "undated": "none"}
"""Of states that are no outcome with a diamond."""
BAR_OUTCOMES = [
    MilestoneOutcome.ON_TIME,
    MilestoneOutcome.LATE,
    MilestoneOutcome.MISSED,
    MilestoneOutcome.OPEN,
    MilestoneOutcome.DROPPED,
]
"""The parts of a year, in the order of its bar."""

Promise = tuple[ActionPicture, MilestonePicture]
"""A milestone with its action."""


def promises_of(choices: Choices) -> list[Promise]:
    """Every milestone of the actions in the scope, in the plan's order."""
    return [(action, milestone) for action in choices.actions for milestone in action.milestones]


def _is_in(milestone: MilestonePicture, state: str) -> bool:
    if state == DUE:
        return milestone.is_due
    if state == SOON:
        return milestone.is_soon
    return milestone.outcome == state


@dataclass(frozen=True)
class MilestoneFilter:
    """Which milestones an address asks for, and whether they are grouped by the year of their due date."""

    state: str = ""
    year: int | None = None
    by_year: bool = False
    unknown: tuple[str, ...] = ()
    """What the address asks for that is unknown; then there are no milestones."""

    @classmethod
    def from_query(cls, address: QueryDict) -> MilestoneFilter:
        state, year = address.get("state", "").strip(), address.get("year", "").strip()
        is_state, is_year = state in STATE_LABELS, year.isascii() and year.isdigit() and len(year) == 4
        unknown = [word for word, is_known in [(state, is_state), (year, is_year)] if word and not is_known]
        return cls(
            state=state if is_state else "",
            year=int(year) if is_year else None,
            by_year=address.get("by") == "year",
            unknown=tuple(unknown),
        )

    @property
    def complaint(self) -> str:
        return unknown_words(("", word) for word in self.unknown)

    @property
    def query(self) -> dict[str, Any]:
        known = {"state": self.state, "year": self.year, "by": "year" if self.by_year else ""}
        return {name: value for name, value in known.items() if value not in ("", None)}

    def url(self, choices: Choices) -> str:
        """The address of the rows that it asks for."""
        return choices.url("milestones", **self.query) + MILESTONE_ROWS_ANCHOR

    @property
    def in_words(self) -> str:
        """ "missed, dated in 2021"; empty if it keeps every milestone."""
        words = [str(STATE_LABELS[self.state])] if self.state else []
        if self.year is not None:
            words.append(_("dated in %(year)s") % {"year": self.year})
        return ", ".join(words)

    def of(self, promises: Iterable[Promise]) -> list[Promise]:
        matching = [pair for pair in promises if self._matches(pair[1]) and not self.unknown]
        return sorted(matching, key=_by_due_day) if self.by_year else matching

    def _matches(self, milestone: MilestonePicture) -> bool:
        if self.state and not _is_in(milestone, self.state):
            return False
        return self.year is None or (milestone.due is not None and milestone.due.year == self.year)

    def groupings(self, choices: Choices) -> list[dict[str, Any]]:
        """The two ways to group the same rows."""
        return [
            {
                "label": label,
                "url": MilestoneFilter(self.state, self.year, by_year).url(choices),
                "current": by_year == self.by_year,
            }
            for label, by_year in [(_("in the plan’s order"), False), (_("by year due"), True)]
        ]


def _by_due_day(promise: Promise) -> tuple[Any, ...]:
    """By due day, then those without a date, then recurring ones; within these the plan's order."""
    action, milestone = promise
    day = milestone.due.toordinal() if milestone.due else 0
    return bool(milestone.recurrence), milestone.due is None, day, action.order, milestone.order


# Counts, each linked to as many rows


@dataclass(frozen=True)
class StateCount:
    """How many milestones are in a state, linked to as many rows."""

    code: str
    label: Any
    meaning: Any
    count: int
    url: str

    @property
    def sign(self) -> str:
        return STATE_SIGNS.get(self.code) or sign_of(self.code)


def states_of(choices: Choices, promises: Iterable[Promise], chosen: MilestoneFilter) -> list[StateCount]:
    counts = _count(promises)
    return [
        StateCount(
            code,
            STATE_LABELS[code],
            meaning,
            counts[code],
            MilestoneFilter(code, by_year=chosen.by_year).url(choices),
        )
        for code, meaning in STATE_MEANINGS.items()
    ]


def _count(promises: Iterable[Promise]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for _action, milestone in promises:
        counts.update(
            [milestone.outcome, *([DUE] if milestone.is_due else []), *([SOON] if milestone.is_soon else [])]
        )
    return counts


@dataclass(frozen=True)
class DueYear:
    """The milestones dated in a calendar year: how many, how many of them are due, and their outcomes."""

    year: int
    total: int
    url: str
    due: int
    due_url: str
    parts: list[dict[str, Any]]


def due_years(choices: Choices, promises: Iterable[Promise]) -> list[DueYear]:
    """Every calendar year from the first due date to the last; a year without milestones has zeros."""
    dated = [(pair[1].due.year, pair) for pair in promises if pair[1].due]
    years = [year for year, _pair in dated]
    of_years = range(min(years), max(years) + 1) if years else range(0)
    return [_due_year(choices, year, [pair for due, pair in dated if due == year]) for year in of_years]


def _due_year(choices: Choices, year: int, promises: list[Promise]) -> DueYear:
    counts = _count(promises)

    def url(state: str = "") -> str:
        return MilestoneFilter(state, year).url(choices)

    parts = [
        {"code": outcome.value, "label": outcome.label, "count": counts[outcome], "url": url(outcome.value)}
        for outcome in BAR_OUTCOMES
    ]
    return DueYear(year, len(promises), url(), counts[DUE], url(DUE), parts)


# Rows


@dataclass(frozen=True)
class ListedMilestone:
    """A milestone in words; without `words`, those of the lead report, no text is shown."""

    action: ActionPicture
    milestone: MilestonePicture
    url: str
    words: ReportWords | None = None

    @property
    def source(self) -> str:
        return self._texts("source")

    @property
    def undone_why(self) -> str:
        return self._texts("undone_why")

    @property
    def expected_why(self) -> str:
        return self._texts("expected_why")

    @property
    def expected_on(self) -> datetime.date | None:
        return self.milestone.once.expected_on if self.milestone.once else None

    def _texts(self, name: str) -> str:
        """For a recurring one each text once, in the order of its periods."""
        if self.words is None:
            return ""
        texts = [self.words.of_milestone(name, row.key, row.period_start) for row in self.milestone.told]
        return "; ".join(dict.fromkeys(filter(None, (text.in_words for text in texts))))

    @property
    def due(self) -> str:
        return sentences.due_words(self.milestone)

    @property
    def target(self) -> str:
        return sentences.target_words(self.milestone)

    @property
    def reached(self) -> str:
        """The number achieved; empty for a recurring one, since periods are not added up."""
        row = self.milestone.once
        return sentences.with_unit(self.milestone, row.number) if row and row.number is not None else ""

    @property
    def state(self) -> str:
        return sentences.outcome_words(self.milestone)

    @property
    def is_missed(self) -> bool:
        return self.milestone.outcome == MilestoneOutcome.MISSED

    @property
    def shape(self) -> str:
        """The diamond beside the state."""
        if self.milestone.recurrence:
            return ""
        return (
            sign_of(MilestoneOutcome.LATE)
            if self.milestone.outcome == MilestoneOutcome.LATE
            else self.milestone.shape
        )

    @property
    def origin(self) -> str:
        return str(MilestoneOrigin(self.milestone.origin).label)

    @cached_property
    def periods(self) -> PeriodCounts | None:
        return counted_by_period(self.milestone) if self.milestone.recurrence else None

    @property
    def years(self) -> list[PeriodsOfYear]:
        return periods_by_year(self.milestone)

    @property
    def numbers(self) -> list[str]:
        """The number of each period with one: "2021: 3 peer reviews"."""
        milestone = self.milestone
        pairs = [(row.period_start, row.number) for row in milestone.told if row.number is not None]
        return [
            f"{sentences.period_words(milestone.recurrence, start)}: {sentences.with_unit(milestone, number)}"
            for start, number in pairs
            if start
        ]

    @property
    def year_words(self) -> str:
        """The head of its group if rows are grouped by year."""
        if self.milestone.recurrence:
            return pgettext("milestones", "Recurring")
        return (
            str(self.milestone.due.year) if self.milestone.due else pgettext("milestones", "Without a date")
        )


def rows_of(
    choices: Choices, promises: Iterable[Promise], words: Mapping[int, ReportWords] | None = None
) -> list[ListedMilestone]:
    """`words` are of the lead reports of these actions, by key."""
    return [
        ListedMilestone(
            action,
            milestone,
            choices.action_url(action.code),
            words[action.lead_report.pk] if words and action.lead_report else None,
        )
        for action, milestone in promises
    ]


@dataclass(frozen=True)
class MilestoneGroup:
    """The rows of a page under one head, the year of their due date in words; without a head all of them."""

    words: str
    rows: list[ListedMilestone]


def groups_of(rows: Iterable[ListedMilestone], *, by_year: bool) -> list[MilestoneGroup]:
    """In the order of the rows."""
    groups = groupby(rows, key=lambda row: row.year_words if by_year else "")
    return [MilestoneGroup(words, list(group)) for words, group in groups]


MILESTONE_COLUMNS = [
    (gettext_lazy("Code"), lambda row: row.action.code),
    (gettext_lazy("Action"), lambda row: row.action.local_title),
    (gettext_lazy("Milestone"), lambda row: row.milestone.local_title),
    (gettext_lazy("Due"), lambda row: row.due),
    (gettext_lazy("Last day on which it is in time"), lambda row: row.milestone.due),
    (gettext_lazy("Target"), lambda row: row.target),
    (gettext_lazy("Achieved number"), lambda row: row.reached),
    (gettext_lazy("State"), lambda row: row.state),
    (gettext_lazy("Days late"), lambda row: row.milestone.days_late or None),
    (gettext_lazy("Achieved on"), lambda row: row.milestone.achieved_on),
    (gettext_lazy("Periods due"), lambda row: row.periods and row.periods.due),
    (pgettext_lazy("periods", "Reported"), lambda row: row.periods and row.periods.told),
    (pgettext_lazy("periods", "Achieved"), lambda row: row.periods and row.periods.achieved),
    (gettext_lazy("Number per period"), lambda row: "; ".join(row.numbers)),
    (gettext_lazy("Origin"), lambda row: row.origin),
    (gettext_lazy("Source"), lambda row: row.source),
    (gettext_lazy("Proof"), lambda row: row.milestone.local_proof),
    (gettext_lazy("Why it is undone"), lambda row: row.undone_why),
    (gettext_lazy("Expected on"), lambda row: row.expected_on),
    (gettext_lazy("Why it is late"), lambda row: row.expected_why),
]
"""Of a file: heads and values. The target of a recurring milestone is per period."""


def as_table(rows: Iterable[ListedMilestone]) -> Iterator[list[Any]]:
    return table_rows(MILESTONE_COLUMNS, rows)
