"""Milestones counted by outcome and by the year of their due date, and as rows, on the page and in a file."""

from __future__ import annotations

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
from actionplan.picture.milestones import MilestoneOutcome, PeriodCounts, counted_by_period, counted_by_state
from actionplan.picture.picture import ActionPicture, MilestonePicture
from actionplan.picture.words import ReportWords
from actionplan.planned.words import due_in_words
from actionplan.reporting.states import SOON_WITHIN
from actions.states import MilestoneOrigin

MILESTONE_PARAMETERS = ("state", "by")
"""The parameters of this page only."""

MILESTONE_ROWS_ANCHOR = "#rows"
"""Where the rows stand on the page."""
DUE, SOON = "due", "soon"
STATE_LABELS: dict[str, Any] = {
    DUE: pgettext_lazy("milestones", "due"),
    SOON: format_lazy(pgettext_lazy("milestones", "due in the next {days} days"), days=SOON_WITHIN.days),
    **{outcome.value: outcome.label for outcome in MilestoneOutcome},
    MilestoneOutcome.ON_TIME.value: pgettext_lazy("milestones", "achieved on time or without a date"),
}
"""The values of `state`, in the order in which the page counts them: a milestone has one outcome, and may also be due, or
due soon."""

Promise = tuple[ActionPicture, MilestonePicture]
"""A milestone with its action."""


def promises_of(choices: Choices) -> list[Promise]:
    """Every milestone of the actions in the scope, in the plan's order."""
    return [(action, milestone) for action in choices.actions for milestone in action.milestones]


@dataclass(frozen=True)
class MilestoneFilter:
    """Which milestones an address asks for, and whether they are grouped by the year of their due date."""

    state: str = ""
    by_year: bool = False
    unknown: str = ""
    """A state that is unknown; then there are no milestones."""

    @classmethod
    def from_query(cls, address: QueryDict) -> MilestoneFilter:
        state, by_year = address.get("state", "").strip(), address.get("by") == "year"
        return cls(state, by_year) if state in ("", *STATE_LABELS) else cls("", by_year, unknown=state)

    @property
    def complaint(self) -> str:
        return unknown_words([("", self.unknown)] if self.unknown else [])

    @property
    def query(self) -> dict[str, Any]:
        known = {"state": self.state, "by": "year" if self.by_year else ""}
        return {name: value for name, value in known.items() if value}

    def url(self, choices: Choices) -> str:
        """The address of the rows that it asks for."""
        return choices.url("milestones", **self.query) + MILESTONE_ROWS_ANCHOR

    @property
    def in_words(self) -> str:
        """ "not achieved"; empty if it keeps every milestone."""
        return str(STATE_LABELS[self.state]) if self.state else ""

    def of(self, promises: Iterable[Promise]) -> list[Promise]:
        if self.unknown:
            return []
        matching = [pair for pair in promises if not self.state or self.state in pair[1].states]
        return sorted(matching, key=_by_due_day) if self.by_year else matching

    def groupings(self, choices: Choices) -> list[dict[str, Any]]:
        """The two ways to group the same rows."""
        return [
            {
                "label": label,
                "url": MilestoneFilter(self.state, by_year).url(choices),
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
    count: int
    url: str


def states_of(choices: Choices, promises: Iterable[Promise], chosen: MilestoneFilter) -> list[StateCount]:
    """Those with any."""
    counts = counted_by_state(milestone for _action, milestone in promises)
    return [
        StateCount(state, label, counts[state], MilestoneFilter(state, chosen.by_year).url(choices))
        for state, label in STATE_LABELS.items()
        if counts[state]
    ]


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

    def _texts(self, name: str) -> str:
        """For a recurring one each text once, in the order of its periods."""
        if self.words is None:
            return ""
        texts = [self.words.show_of_milestone(name, row.key, row.period_start) for row in self.milestone.told]
        return "; ".join(dict.fromkeys(filter(None, (text.in_words for text in texts))))

    @property
    def due(self) -> str:
        return due_in_words(self.milestone)

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
    def expectation(self) -> str:
        """When it is expected, or that the day on which it was has passed too."""
        return "" if self.milestone.achieved_since else sentences.what_followed_words(self.milestone)

    @property
    def state_in_file(self) -> str:
        """The state; with a new date that has passed too, since the column of that date is empty then."""
        passed = self.expectation if self.milestone.passed_expectation else ""
        return ", ".join(filter(None, [self.state, passed]))

    @property
    def past_its_date(self) -> str:
        return sentences.past_its_date_words(self.milestone)

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
    choices: Choices, promises: Iterable[Promise], words: Mapping[int | str, ReportWords] | None = None
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
    (gettext_lazy("State"), lambda row: row.state_in_file),
    (gettext_lazy("Days past its date"), lambda row: row.milestone.days_late or None),
    (gettext_lazy("Achieved on"), lambda row: row.milestone.achieved_on),
    (gettext_lazy("Periods due"), lambda row: row.periods and row.periods.due),
    (pgettext_lazy("periods", "Reported"), lambda row: row.periods and row.periods.told),
    (pgettext_lazy("periods", "Achieved"), lambda row: row.periods and row.periods.achieved),
    (gettext_lazy("Number per period"), lambda row: "; ".join(row.numbers)),
    (gettext_lazy("Origin"), lambda row: row.origin),
    (gettext_lazy("Source"), lambda row: row.source),
    (gettext_lazy("Proof"), lambda row: row.milestone.local_proof),
    (gettext_lazy("Why it is undone"), lambda row: row.undone_why),
    (gettext_lazy("Expected on"), lambda row: row.milestone.expected_on),
    (gettext_lazy("Why it is not achieved"), lambda row: row.expected_why),
]
"""Of a file: heads and values. The target of a recurring milestone is per period."""


def as_table(rows: Iterable[ListedMilestone]) -> Iterator[list[Any]]:
    return table_rows(MILESTONE_COLUMNS, rows)
