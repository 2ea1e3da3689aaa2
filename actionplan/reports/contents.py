"""A report's contents: all that one organisation says of one action.

A new draft copies every expenditure row and milestone from where the organisation stands, so that one
standing answers for all money and all milestones.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from actionplan.reporting.models import Expenditure, ProgressReport, ReportedMilestone
from actionplan.reporting.report_fields import (
    FIELD_NAMES,
    LEAD_FIELDS,
    ONCE_FIELDS,
    empty_fields,
    without_meaning,
)
from actionplan.reporting.states import MilestoneState, Status
from actions.models import Action

EXPENDITURE = ["year", "committed", "paid", "forecast", "full_time_equivalents", "source"]
MILESTONE = ["period_start", "state", "achieved_on", "number", "source"]
"""What rows say, as those of the database and those of `Contents` call it, beside the line or milestone they are about."""


@dataclass(frozen=True)
class ExpenditureRow:
    """One line in one calendar year, in euro and full-time equivalents."""

    line: int
    year: int
    committed: Decimal | None = None
    paid: Decimal | None = None
    forecast: Decimal | None = None
    full_time_equivalents: Decimal | None = None
    source: str = ""

    @property
    def key(self) -> tuple[int, int]:
        return (self.line, self.year)

    @property
    def is_empty(self) -> bool:
        numbers = (self.committed, self.paid, self.forecast, self.full_time_equivalents)
        return all(number is None for number in numbers) and not self.source


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone, or one period of a recurring one, known by the period's first day."""

    milestone: int
    period_start: datetime.date | None = None
    state: str = MilestoneState.OPEN
    achieved_on: datetime.date | None = None
    number: Decimal | None = None
    source: str = ""

    @property
    def key(self) -> tuple[int, datetime.date | None]:
        return (self.milestone, self.period_start)


@dataclass(frozen=True)
class Contents:
    """What a form edits, a draft keeps and the checks look at. `fields` are those named in FIELD_NAMES."""

    fields: dict[str, Any] = field(default_factory=empty_fields)
    expenditures: tuple[ExpenditureRow, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    @property
    def is_done(self) -> bool:
        return self.fields["status"] in (Status.COMPLETED, Status.STOPPED)

    def filled_expenditures(self) -> set[ExpenditureRow]:
        return {row for row in self.expenditures if not row.is_empty}

    def of_a_partner(self) -> Contents:
        """Status, dates, milestones, and what comes next, are the lead's to say; a partner gives a text and its own expenditure."""
        return replace(self, fields={**self.fields, **empty_fields(LEAD_FIELDS)}, milestones=())

    def without_what_is_said_once(self) -> Contents:
        return replace(self, fields={**self.fields, **empty_fields(ONCE_FIELDS)})

    def without_what_does_not_apply(self) -> Contents:
        """Values that the status leaves without meaning are dropped when the report is handed in."""
        return replace(self, fields={**self.fields, **empty_fields(self.not_applying())})

    def not_applying(self) -> list[str]:
        """Names of filled fields that do not go with the status."""
        return [name for name in without_meaning(self.fields["status"]) if self.fields[name]]

    def same_contents(self, other: Contents) -> bool:
        """Whether both say the same, apart from what is said with one report only."""
        mine, theirs = self.without_what_is_said_once(), other.without_what_is_said_once()
        return (
            mine.fields == theirs.fields
            and mine.filled_expenditures() == theirs.filled_expenditures()
            and set(mine.milestones) == set(theirs.milestones)
        )


def _facts(row: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def contents_of(report: ProgressReport) -> Contents:
    """The contents of a stored report: two queries, or none when its rows were prefetched."""
    return Contents(
        fields=_facts(report, FIELD_NAMES),
        expenditures=tuple(
            ExpenditureRow(row.line_id, **_facts(row, EXPENDITURE)) for row in report.expenditures.all()
        ),
        milestones=tuple(
            MilestoneRow(row.milestone_id, **_facts(row, MILESTONE)) for row in report.milestones.all()
        ),
    )


@dataclass(frozen=True)
class Start:
    """An organisation's reports on one action, as far as its next one starts from them."""

    draft: ProgressReport | None = None
    answering: ProgressReport | None = None
    """The returned report that the draft, or the draft to be, answers."""
    last: ProgressReport | None = None
    """The report that holds, on the reported basis."""

    @property
    def report(self) -> ProgressReport | None:
        """The draft, else the report to answer, else where the organisation stands, else nothing."""
        return self.draft or self.answering or self.last

    def fields(self) -> Contents:
        """What a form shows, without rows of money and milestones: no query."""
        report = self.report
        if report is None:
            return Contents()
        contents = Contents(_facts(report, FIELD_NAMES))
        return contents.without_what_is_said_once() if report == self.last else contents

    def contents(self, once: Iterable[int] | None) -> Contents:
        """What a form shows. `once` are the milestones that do not recur, all of which a lead speaks of; None: a partner.

        Queries for the rows of the report unless they were prefetched.
        """
        stored = contents_of(self.report) if self.report else Contents()
        contents = replace(stored, fields=self.fields().fields)
        if once is None:
            return replace(contents, milestones=())
        known = {row.milestone for row in contents.milestones}
        new = [MilestoneRow(milestone) for milestone in once if milestone not in known]
        return replace(contents, milestones=(*contents.milestones, *new))


def store(report: ProgressReport, contents: Contents) -> None:
    """Write the contents into a draft that the caller holds; rows are replaced as a whole.

    Raises ValueError on a row of another action's budget line or milestone.
    """
    if not report.is_lead:
        contents = contents.of_a_partner()
    _check_rows(report.action, contents)
    for name, value in contents.fields.items():
        setattr(report, name, value)
    report.save()
    report.expenditures.all().delete()
    report.milestones.all().delete()
    Expenditure.objects.bulk_create(
        Expenditure(report=report, line_id=row.line, **_facts(row, EXPENDITURE))
        for row in contents.expenditures
        if not row.is_empty
    )
    ReportedMilestone.objects.bulk_create(
        ReportedMilestone(report=report, milestone_id=row.milestone, **_facts(row, MILESTONE))
        for row in contents.milestones
    )


def _check_rows(action: Action, contents: Contents) -> None:
    lines = {row.line for row in contents.expenditures}
    milestones = {row.milestone for row in contents.milestones}
    if lines and action.budget_lines.filter(pk__in=lines).count() < len(lines):
        raise ValueError("a row is about a budget line of another action")
    if milestones and action.milestones.filter(pk__in=milestones).count() < len(milestones):
        raise ValueError("a row is about a milestone of another action")
