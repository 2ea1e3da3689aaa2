"""A report's whole form: the main part with a row for each year of money and each milestone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from actionplan.base.tokens import new_token
from actionplan.reports.position import ExpenditureRow, MilestoneRow, Position

from .position import LeadForm, MoneyOnlyForm, OpenedOnForm, PartnerForm
from .rows import MilestoneForm, MoneyForm, NewPeriodForm, NewYearForm, PeriodForm, money_keys_in, periods_in


@dataclass(frozen=True)
class Shape:
    """What the form asks for: the years of each budget line, and the milestones with how they recur."""

    is_lead: bool
    continuous: bool = False
    money_only: bool = False
    years: dict[int, list[int]] = field(default_factory=dict)
    recurrence: dict[int, str] = field(default_factory=dict)
    """How often each milestone recurs; empty for one that is reached once."""
    periods: dict[int, list[datetime.date]] = field(default_factory=dict)
    """First days of the periods of each recurring milestone that the form asks about."""


@dataclass(frozen=True)
class LineRows:
    line: int
    rows: list[MoneyForm]
    new: NewYearForm


@dataclass(frozen=True)
class MilestoneRows:
    milestone: int
    rows: list[MilestoneForm]
    new: NewPeriodForm | None


class ReportForm:
    """Unbound it shows `base`; bound it reads what was sent, and keeps rows of `base` that were not on the page."""

    def __init__(
        self,
        shape: Shape,
        base: Position,
        data: Mapping[str, Any] | None = None,
        *,
        report: int | None = None,
        revision: int = 0,
    ) -> None:
        self.shape, self.base, self.data = shape, base, data
        opened = {"token": new_token(), "report": report, "revision": revision}
        self.opened = OpenedOnForm(data, initial=opened)
        values = {name: base.fields[name] for name in base.fields}
        if shape.money_only:
            self.main: PartnerForm = MoneyOnlyForm(data, initial=values)
        elif shape.is_lead:
            self.main = LeadForm(data, initial=values, continuous=shape.continuous)
        else:
            self.main = PartnerForm(data, initial=values)
        self.money = [self._line(line, years) for line, years in shape.years.items()]
        self.milestones = (
            [self._milestone(pk, again) for pk, again in shape.recurrence.items()] if shape.is_lead else []
        )

    def opened_again(self, report: int | None, revision: int) -> None:
        """Let the next sending of what was typed stand on this draft: saving again is then a decision."""
        self.opened = OpenedOnForm(initial={"token": new_token(), "report": report, "revision": revision})

    def _line(self, line: int, years: list[int]) -> LineRows:
        known = {row.year: row for row in self.base.expenditures if row.line == line}
        sent = {year for of_line, year in money_keys_in(self.data or {}) if of_line == line}
        shown = sorted({*years, *known, *sent})
        rows = []
        for year in shown:
            data = self.data if self.data is None or year in sent else None
            rows.append(MoneyForm(data, line=line, year=year, initial=known.get(year)))
        return LineRows(line, rows, NewYearForm(self.data, line=line, taken=shown))

    def _milestone(self, milestone: int, recurrence: str) -> MilestoneRows:
        known = {row.period_start: row for row in self.base.milestones if row.milestone == milestone}
        if not recurrence:
            return MilestoneRows(milestone, [self._milestone_row(milestone, None, known.get(None))], None)
        sent = {day for pk, day in periods_in(self.data or {}) if pk == milestone}
        asked = self.shape.periods.get(milestone, [])
        periods = sorted({*(period for period in known if period), *sent, *asked})
        # What was once said of a recurring milestone as a whole goes on, as everything of the last report does.
        whole = [None] if None in known else []
        rows = [self._milestone_row(milestone, period, known.get(period)) for period in [*whole, *periods]]
        new = NewPeriodForm(self.data, milestone=milestone, recurrence=recurrence, taken=periods)
        return MilestoneRows(milestone, rows, new)

    def _milestone_row(
        self, milestone: int, period: datetime.date | None, initial: MilestoneRow | None
    ) -> MilestoneForm:
        kind = PeriodForm if period else MilestoneForm
        form = kind(self.data, milestone=milestone, period=period, initial=initial)
        if self.data is not None and form.add_prefix("state") not in self.data:
            return kind(None, milestone=milestone, period=period, initial=initial)
        return form

    def all_forms(self) -> list[forms.Form]:
        """Every part in the order of the page, for the error summary."""
        parts: list[forms.Form] = [self.opened, self.main]
        for milestone in self.milestones:
            parts += [*milestone.rows, *([milestone.new] if milestone.new else [])]
        for line in self.money:
            parts += [*line.rows, line.new]
        return parts

    def is_valid(self) -> bool:
        """Whether every part can be read; each is asked, so that each shows its own errors."""
        answers = [part.is_valid() for part in self.all_forms() if part.is_bound]
        return all(answers)

    def position(self) -> Position:
        """What was typed, as a position. Only after `is_valid`."""
        money = {row.key: row for row in self.base.expenditures if row.line not in self.shape.years}
        money |= {row.key: row for row in self._money_rows()}
        milestones = {
            row.key: row for row in self.base.milestones if row.milestone not in self.shape.recurrence
        }
        milestones |= {row.key: row for row in self._milestone_rows()}
        return Position(
            fields=self._fields(),
            expenditures=tuple(row for row in money.values() if not row.is_empty),
            milestones=tuple(milestones.values()) if self.shape.is_lead else (),
        )

    def _fields(self) -> dict[str, Any]:
        if self.shape.money_only:
            return {**self.base.fields, **self.main.cleaned_data}
        return self.main.position_fields()

    def _money_rows(self) -> Iterator[ExpenditureRow]:
        known = {row.key: row for row in self.base.expenditures}
        for line in self.money:
            for form in line.rows:
                row = form.row() if form.is_bound else known.get((form.line, form.year or 0))
                if row is not None:
                    yield row
            new = line.new.row()
            if new is not None:
                yield new

    def _milestone_rows(self) -> Iterator[MilestoneRow]:
        known = {row.key: row for row in self.base.milestones}
        for milestone in self.milestones:
            for form in milestone.rows:
                unsaid = None if form.period else MilestoneRow(form.milestone)
                kept = known.get((form.milestone, form.period), unsaid)
                row = form.row() if form.is_bound else kept
                if row is not None:
                    yield row
            new = milestone.new.row() if milestone.new else None
            if new is not None:
                yield new
