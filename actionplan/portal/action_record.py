"""What was reported on one action: where it stands, its milestones, its money, its reports as a history."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from actionplan.accounts.models import User
from actionplan.base.money import ZERO, add_up
from actionplan.reporting.models import Expenditure, ProgressReport, ReportedMilestone, Standing
from actionplan.reporting.moments import Moment
from actionplan.reporting.rules import seen_by, sees_remark
from actionplan.reporting.states import Basis, MilestoneState, ReportState
from actions.models import Action, MilestoneTerms

from .action_facts import LineOfBudget, add_planned


def standing_reports(action: Action, moment: Moment) -> list[ProgressReport]:
    """The reports that stand at the moment on its basis, the action's word first, then the contributions."""
    rows = (
        Standing.objects.at(moment.known_at)
        .on_basis(moment.basis)
        .filter(action=action)
        .select_related("report__organisation", "report__submitted_by", "report__reviewed_by")
        .order_by("-as_lead", "-since", "-pk")
    )
    return [row.report for row in rows]


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone as promised and as reported; `late_by` in days for one that was due and is open."""

    terms: MilestoneTerms
    reported: list[ReportedMilestone]
    state: str
    late_by: int

    @property
    def achieved_on(self) -> datetime.date | None:
        days = [row.achieved_on for row in self.reported if row.achieved_on]
        return max(days, default=None)

    @property
    def chart_state(self) -> str:
        return "missed" if self.late_by else self.state


def milestone_lines(
    terms: list[MilestoneTerms], word: ProgressReport | None, on: datetime.date
) -> list[MilestoneLine]:
    """Each milestone with what the word's report says of it; due days are inclusive."""
    reported: dict[int, list[ReportedMilestone]] = defaultdict(list)
    if terms and word is not None:
        for row in word.milestones.all():
            reported[row.milestone_id].append(row)
    lines = []
    for one in terms:
        rows = reported[one.milestone_id]
        state = _state(one, rows)
        late = state == MilestoneState.OPEN and one.due is not None and one.due < on
        lines.append(MilestoneLine(one, rows, state, (on - one.due).days if late and one.due else 0))
    return lines


def _state(terms: MilestoneTerms, rows: list[ReportedMilestone]) -> str:
    if terms.recurrence:
        return MilestoneState.OPEN
    return next((row.state for row in rows), MilestoneState.OPEN)


@dataclass
class YearOfAction:
    """Planned, committed and paid on an action in a calendar year, in euro, over all organisations."""

    year: int
    planned: Decimal | None = None
    committed: Decimal | None = None
    paid: Decimal | None = None
    full_time_equivalents: Decimal | None = None


@dataclass(frozen=True)
class MoneyOfAction:
    years: list[YearOfAction] = field(default_factory=list)
    rows: list[Expenditure] = field(default_factory=list)
    """The rows that the sums add up: their receipt."""

    @property
    def total(self) -> YearOfAction:
        def of(name: str) -> Decimal | None:
            known = [getattr(year, name) for year in self.years if getattr(year, name) is not None]
            return add_up(known) if known else None

        return YearOfAction(0, of("planned"), of("committed"), of("paid"), None)


def money_of(action: Action, lines: list[LineOfBudget], moment: Moment) -> MoneyOfAction:
    rows = list(
        Expenditure.objects.standing(moment)
        .filter(report__action=action)
        .select_related("line", "report__organisation")
        .order_by("year", "line__place", "report__organisation__order")
    )
    planned = add_planned(lines)
    years = []
    for year in sorted({*planned, *(row.year for row in rows)}):
        of_year = [row for row in rows if row.year == year]
        years.append(
            YearOfAction(
                year,
                planned.get(year),
                _sum(row.committed for row in of_year),
                _sum(row.paid for row in of_year),
                _sum(row.full_time_equivalents for row in of_year),
            )
        )
    return MoneyOfAction(years, rows)


def _sum(amounts: Any) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None


@dataclass(frozen=True)
class ReportEntry:
    """A handed-in report in the history, with its state as it was at the moment shown."""

    report: ProgressReport
    state: str
    remark: str

    @property
    def state_label(self) -> str:
        return str(ReportState(self.state).label)


def report_history(action: Action, user: User, moment: Moment) -> list[ReportEntry]:
    """The reports that the person may see, as known at the moment, newest first."""
    rows = seen_by(ProgressReport.objects.filter(action=action).known_at(moment.known_at), user)
    rows = rows.select_related("organisation", "submitted_by", "reviewed_by").newest_first()
    entries = []
    for report in rows:
        report.action = action
        state = state_at(report, moment.known_at)
        if moment.basis == Basis.ACCEPTED and state != ReportState.ACCEPTED:
            continue
        reviewed = state in (ReportState.ACCEPTED, ReportState.RETURNED)
        remark = report.remark if reviewed and sees_remark(user, report) else ""
        entries.append(ReportEntry(report, state, remark))
    return entries


def state_at(report: ProgressReport, instant: datetime.datetime) -> str:
    """The state that a handed-in report had at an instant: what came later had not happened yet."""
    later = [report.reviewed_at, report.taken_back_at]
    if any(moment is not None and moment > instant for moment in later):
        return ReportState.SUBMITTED
    return report.state


@dataclass(frozen=True)
class Slip:
    """Forecast or actual end against the ends promised, in days (positive is later), and how the forecast moved."""

    end: datetime.date
    is_actual: bool
    against_adopted: int | None
    against_in_force: int | None
    moved: int


def slip_of(tracked: Any, adopted_end: datetime.date | None, history: list[ReportEntry]) -> Slip | None:
    """None where neither an actual nor a forecast end was reported."""
    end = tracked.actual_end or tracked.forecast_end
    if end is None:
        return None
    forecasts = [
        entry.report.forecast_end
        for entry in reversed(history)
        if entry.report.is_lead and entry.state in (ReportState.ACCEPTED, ReportState.SUBMITTED)
    ]
    known = [forecast for forecast in forecasts if forecast is not None]
    return Slip(
        end=end,
        is_actual=tracked.actual_end is not None,
        against_adopted=(end - adopted_end).days if adopted_end else None,
        against_in_force=(end - tracked.runs_until).days if tracked.runs_until else None,
        moved=sum(before != after for before, after in pairwise(known)),
    )
