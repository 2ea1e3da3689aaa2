"""A report's contents: everything one organisation says about one action.

A new draft copies every expenditure row, milestone and measurement from where the organisation stands, so that
one standing answers for all money, milestones and measurements.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from actionplan.picture.spending import covers_until
from actionplan.reporting.models import (
    CorrectedFact,
    Expenditure,
    Measurement,
    ProgressReport,
    ReportedMilestone,
    Round,
)
from actionplan.reporting.models.reports import NUMBER_COLUMNS
from actionplan.reporting.report_fields import (
    FIELD_NAMES,
    LEAD_FIELDS,
    MILESTONE_TEXTS,
    ONCE_FIELDS,
    TEXT_FIELDS,
    empty_fields,
    without_meaning,
)
from actionplan.reporting.states import NOT_ACHIEVED, CorrectedFactKind, Finality, MilestoneState, Status
from actions.models import Action

EXPENDITURE_COLUMNS = ["year", *NUMBER_COLUMNS, "source", "as_of", "finality", "withdrawn"]
MILESTONE_COLUMNS = [
    *["period_start", "state", "achieved_on", "number", "source"],
    *["undone_why", "expected_on", "expected_why"],
]
MEASUREMENT_COLUMNS = ["day", "value", "provisional", "source", "withdrawn"]
CORRECTED_COLUMNS = ["year", "period_start", "amount", "day", "choice"]
"""Columns of the rows, besides the line, milestone or indicator; the same in the database and in `Contents`."""
ROWS_OF_REPORTS = ["expenditures", "milestones", "measurements"]
"""The relations to prefetch before `contents_of`."""


MilestoneKey = tuple[int, datetime.date | None]
"""A milestone, and the first day of the period if it is a recurring one."""


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
    as_of: datetime.date | None = None
    finality: str = ""
    withdrawn: str = ""
    """The names of the figures that were reported by mistake, in their order, with a space between; the source says why."""

    @property
    def withdrawn_figures(self) -> list[str]:
        return self.withdrawn.split()

    @property
    def reported_figures(self) -> list[str]:
        """The names of the figures that it gives or withdraws: those that the next report may withdraw."""
        gone = self.withdrawn_figures
        return [name for name in NUMBER_COLUMNS if getattr(self, name) is not None or name in gone]

    @property
    def key(self) -> tuple[int, int]:
        return (self.line, self.year)

    @property
    def covers_until(self) -> datetime.date:
        """The last day of the year that its figures cover."""
        return covers_until(self.year, self.as_of)

    @property
    def is_settled(self) -> bool:
        """Whether what was paid is known, not provisional, and no less than was committed."""
        if self.paid is None or self.finality == Finality.PROVISIONAL:
            return False
        return self.committed is None or self.committed <= self.paid

    @property
    def is_empty(self) -> bool:
        numbers = (getattr(self, name) for name in NUMBER_COLUMNS)
        return all(number is None for number in numbers) and not (self.source or self.withdrawn)


@dataclass(frozen=True)
class MilestoneRow:
    """A milestone, or one period of a recurring one, known by the period's first day."""

    milestone: int
    period_start: datetime.date | None = None
    state: str = MilestoneState.OPEN
    achieved_on: datetime.date | None = None
    number: Decimal | None = None
    source: str = ""
    undone_why: str = ""
    expected_on: datetime.date | None = None
    expected_why: str = ""

    @property
    def key(self) -> MilestoneKey:
        return (self.milestone, self.period_start)

    @property
    def is_achieved(self) -> bool:
        return self.state == MilestoneState.ACHIEVED

    @property
    def is_undone(self) -> bool:
        return self.state == MilestoneState.UNDONE

    def without_meaningless_values(self, before: MilestoneRow | None = None) -> MilestoneRow:
        """What is submitted: without values that the state makes meaningless, and without a source or remark that the
        last report, which is `before`, gave of another state.
        """
        row = self if self.is_undone else replace(self, undone_why="")
        row = replace(row, achieved_on=None) if row.is_undone else row
        if before and before.state != row.state and before.source == row.source:
            row = replace(row, source="")
        return row if row.state in NOT_ACHIEVED else replace(row, expected_on=None, expected_why="")

    def meaningless_values(self, before: MilestoneRow | None = None) -> list[str]:
        """Names of filled columns that are not submitted; `before` as above."""
        kept = self.without_meaningless_values(before)
        return [name for name in MILESTONE_COLUMNS if getattr(self, name) != getattr(kept, name)]


@dataclass(frozen=True)
class MeasurementRow:
    """The value of an indicator on a day, in its unit."""

    indicator: int
    day: datetime.date
    value: Decimal
    provisional: bool = False
    source: str = ""
    withdrawn: bool = False
    """Whether it was reported by mistake; the source says why."""

    @property
    def key(self) -> tuple[int, datetime.date]:
        return (self.indicator, self.day)


@dataclass(frozen=True)
class CorrectedRow:
    """What the closed round that is corrected should have said of one fact; see `CorrectedFact`."""

    kind: str
    line: int | None = None
    year: int | None = None
    milestone: int | None = None
    period_start: datetime.date | None = None
    indicator: int | None = None
    amount: Decimal | None = None
    day: datetime.date | None = None
    choice: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        """What it is about."""
        measured_on = self.day if self.kind == CorrectedFactKind.MEASUREMENT else None
        about = self.line, self.year, self.milestone, self.period_start, self.indicator
        return (self.kind, *about, measured_on)


@dataclass(frozen=True)
class Contents:
    """What a form edits, a draft keeps and the checks examine. The keys of `fields` are FIELD_NAMES."""

    fields: dict[str, Any] = field(default_factory=empty_fields)
    expenditures: tuple[ExpenditureRow, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()
    measurements: tuple[MeasurementRow, ...] = ()
    corrected: tuple[CorrectedRow, ...] = ()
    """Of one report only, like the round that it corrects."""
    removed: tuple[str, ...] = ()
    """The names of the fields that were removed by law."""

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    @property
    def is_done(self) -> bool:
        return self.fields["status"] in (Status.COMPLETED, Status.STOPPED)

    @property
    def has_words(self) -> bool:
        """Whether anything is said beside facts and figures; their sources are words."""
        rows = [*self.expenditures, *self.milestones, *self.measurements]
        of_rows = (getattr(row, name, "") for row in rows for name in MILESTONE_TEXTS)
        return any(self[name] for name in TEXT_FIELDS) or any(of_rows)

    def filled_expenditures(self) -> set[ExpenditureRow]:
        return {row for row in self.expenditures if not row.is_empty}

    def of_a_partner(self) -> Contents:
        """Without the lead's fields and milestones: a partner gives a text, its own expenditure and what it measured."""
        corrected = tuple(row for row in self.corrected if row.line or row.indicator)
        fields = {**self.fields, **empty_fields(LEAD_FIELDS)}
        return replace(self, fields=fields, milestones=(), corrected=corrected)

    def without_once_fields(self) -> Contents:
        """As the next report begins."""
        return replace(self, fields={**self.fields, **empty_fields(ONCE_FIELDS)}, corrected=())

    def without_meaningless_values(self, last: Contents | None = None) -> Contents:
        """What is submitted: without values that the status, or the state of a milestone, makes meaningless, and
        without remarks that the last report gave of another state of a milestone.
        """
        before = {row.key: row for row in last.milestones} if last else {}
        return replace(
            self,
            fields={**self.fields, **empty_fields(self.meaningless_fields())},
            milestones=tuple(row.without_meaningless_values(before.get(row.key)) for row in self.milestones),
        )

    def meaningless_fields(self) -> list[str]:
        """Names of filled fields that the status makes meaningless."""
        return [name for name in without_meaning(self.fields["status"]) if self.fields[name]]

    def same_contents(self, other: Contents) -> bool:
        """Whether both say the same, apart from the fields that belong to one report only.

        If one of them says that nothing changed, its source is how one knows that.
        """
        is_unchanged = self["unchanged_since"] or other["unchanged_since"]
        return self._equals(other, but=[*ONCE_FIELDS, *(["source"] if is_unchanged else [])])

    def is_exactly(self, stored: Contents) -> bool:
        """Whether nothing that a form edits differs from what is stored."""
        same_corrections = set(self.corrected) == set(stored.corrected)
        return same_corrections and self._equals(stored, but=["unchanged_since"])

    def _equals(self, other: Contents, *, but: Iterable[str]) -> bool:
        left_out = empty_fields(but)
        return (
            {**self.fields, **left_out} == {**other.fields, **left_out}
            and self.filled_expenditures() == other.filled_expenditures()
            and set(self.milestones) == set(other.milestones)
            and set(self.measurements) == set(other.measurements)
        )

    def with_fields(self, **fields: Any) -> Contents:
        return replace(self, fields={**self.fields, **fields})


def _facts(row: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def fields_of(report: ProgressReport) -> Contents:
    """The contents of a stored report without its rows: no query."""
    return Contents(fields=_facts(report, FIELD_NAMES))


def contents_of(report: ProgressReport) -> Contents:
    """The contents of a stored report: three queries, or none if its rows were prefetched; one more for the few that
    correct a closed round.
    """
    return Contents(
        fields=_facts(report, FIELD_NAMES),
        expenditures=tuple(
            ExpenditureRow(row.line_id, **_facts(row, EXPENDITURE_COLUMNS))
            for row in report.expenditures.all()
        ),
        milestones=tuple(
            MilestoneRow(row.milestone_id, **_facts(row, MILESTONE_COLUMNS))
            for row in report.milestones.all()
        ),
        measurements=tuple(
            MeasurementRow(row.indicator_id, **_facts(row, MEASUREMENT_COLUMNS))
            for row in report.measurements.all()
        ),
        corrected=tuple(map(_corrected_row, report.corrected_facts.all())) if report.corrects_id else (),
        removed=tuple(report.redacted_fields),
    )


def _corrected_row(row: CorrectedFact) -> CorrectedRow:
    return CorrectedRow(
        row.kind,
        line=row.line_id,
        milestone=row.milestone_id,
        indicator=row.indicator_id,
        **_facts(row, CORRECTED_COLUMNS),
    )


@dataclass(frozen=True)
class Start:
    """The reports of an organisation on one action from which its next report starts."""

    draft: ProgressReport | None = None
    answering: ProgressReport | None = None
    """The returned report that the draft, or the next draft, answers."""
    last: ProgressReport | None = None
    """The report that counts on the reported basis."""

    @property
    def report(self) -> ProgressReport | None:
        """The draft, else the report to answer, else the last one that counts."""
        return self.draft or self.answering or self.last

    def fields(self) -> Contents:
        """What a form shows, without rows of money, milestones and measurements; no query."""
        report = self.report
        if report is None:
            return Contents()
        contents = Contents(_facts(report, FIELD_NAMES))
        return contents.without_once_fields() if report == self.last else contents

    def contents(self, single: Iterable[int] | None) -> Contents:
        """What a form shows. `single` are the milestones that do not recur, each of which a lead reports on;
        None for a partner.

        Queries for the rows of the report unless they were prefetched.
        """
        stored = contents_of(self.report) if self.report else Contents()
        if self.report == self.last:
            stored = stored.without_once_fields()
        contents = replace(stored, fields=self.fields().fields)
        if single is None:
            return replace(contents, milestones=())
        known = {row.milestone for row in contents.milestones}
        new = [MilestoneRow(milestone) for milestone in single if milestone not in known]
        return replace(contents, milestones=(*contents.milestones, *new))


def store(report: ProgressReport, contents: Contents) -> None:
    """Write the contents into a draft that the caller has locked; its rows are replaced.

    Without a round that it corrects it corrects no fact. Raises ValueError on a row of another action's budget line,
    milestone or indicator, or a round of another plan.
    """
    if not report.is_lead:
        contents = contents.of_a_partner()
    if not contents["corrects_id"]:
        contents = replace(contents, corrected=())
    _check_rows(report.action, contents)
    for name, value in contents.fields.items():
        setattr(report, name, value)
    is_new = report.pk is None
    report.save()
    if not is_new:
        report.expenditures.all().delete()
        report.milestones.all().delete()
        report.measurements.all().delete()
        report.corrected_facts.all().delete()
    Expenditure.objects.bulk_create(
        Expenditure(report=report, line_id=row.line, **_facts(row, EXPENDITURE_COLUMNS))
        for row in contents.expenditures
        if not row.is_empty
    )
    ReportedMilestone.objects.bulk_create(
        ReportedMilestone(
            report=report,
            milestone_id=row.milestone,
            **_facts(row, MILESTONE_COLUMNS),
        )
        for row in contents.milestones
    )
    Measurement.objects.bulk_create(
        Measurement(report=report, indicator_id=row.indicator, **_facts(row, MEASUREMENT_COLUMNS))
        for row in contents.measurements
    )
    CorrectedFact.objects.bulk_create(
        CorrectedFact(
            report=report,
            kind=row.kind,
            line_id=row.line,
            milestone_id=row.milestone,
            indicator_id=row.indicator,
            **_facts(row, CORRECTED_COLUMNS),
        )
        for row in contents.corrected
    )


def _check_rows(action: Action, contents: Contents) -> None:
    lines = {row.line for row in contents.expenditures}
    milestones = {row.milestone for row in contents.milestones}
    corrected = contents["corrects_id"]
    if corrected and not Round.objects.of_plan(action.plan_id).filter(pk=corrected).exists():
        raise ValueError("it corrects a round of another plan")
    indicators = {row.indicator for row in contents.measurements}
    lines |= {row.line for row in contents.corrected if row.line}
    milestones |= {row.milestone for row in contents.corrected if row.milestone}
    indicators |= {row.indicator for row in contents.corrected if row.indicator}
    if lines and action.budget_lines.filter(pk__in=lines).count() < len(lines):
        raise ValueError("a row is about a budget line of another action")
    if milestones and action.milestones.filter(pk__in=milestones).count() < len(milestones):
        raise ValueError("a row is about a milestone of another action")
    if indicators and action.indicators.filter(pk__in=indicators).count() < len(indicators):
        raise ValueError("a row is about an indicator of another action")
