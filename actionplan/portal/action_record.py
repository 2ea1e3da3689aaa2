"""What was reported on one action: where it stands, its milestones, its money, its reports as a history."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery

from actionplan.accounts.models import User
from actionplan.accounts.rights import rights_today
from actionplan.base.columns import other_columns
from actionplan.base.prepared import prepared
from actionplan.organisations.models import Organisation
from actionplan.reporting import slips
from actionplan.reporting.milestone_states import days_missed, is_due
from actionplan.reporting.models import Expenditure, ProgressReport, ReportedMilestone, Round, Standing
from actionplan.reporting.moments import Moment
from actionplan.reporting.rules import NOWHERE, remarks_seen, seen_where, sees_reported
from actionplan.reporting.slips import Slip
from actionplan.reporting.states import Basis, MilestoneState, ReportState
from actions.models import Action, MilestoneTerms, Phase
from actions.states import MilestoneOrigin
from objectives.models import Plan

from .action_facts import LineOfBudget, add_planned
from .milestone_periods import YearOfPeriods, by_year, expected_periods, periods_achieved
from .money import sum_of_known


def standing_reports(reports: list[Any]) -> list[ProgressReport]:
    """Of the reports of `reports_of`, those that stand at its moment: the action's word first, then the contributions."""
    standing = [report for report in reports if report.stands_since is not None]
    return sorted(standing, key=lambda one: (one.is_lead, one.stands_since, one.standing_key), reverse=True)


@dataclass(frozen=True)
class MilestoneLine:
    """A milestone as promised and as reported; `late_by` in days for one that was due and is open."""

    terms: MilestoneTerms
    reported: list[ReportedMilestone]
    state: str
    late_by: int
    years: list[YearOfPeriods] = field(default_factory=list)
    """Of one that recurs."""

    @property
    def is_proposed(self) -> bool:
        return self.terms.milestone.origin == MilestoneOrigin.PROPOSED

    @property
    def periods(self) -> str:
        """How many of the periods that are due were achieved."""
        return periods_achieved(
            sum(year.achieved for year in self.years), sum(year.due for year in self.years)
        )

    @property
    def has_numbers(self) -> bool:
        return any(year.number is not None for year in self.years)

    @property
    def achieved_on(self) -> datetime.date | None:
        days = [row.achieved_on for row in self.reported if row.achieved_on]
        return max(days, default=None)

    @property
    def chart_state(self) -> str:
        return "missed" if self.late_by else self.state


def milestone_lines(
    terms: list[MilestoneTerms],
    told: Iterable[Any],
    on: datetime.date,
    *,
    plan: Plan,
    phases: list[Phase],
) -> list[MilestoneLine]:
    """Each milestone with what is told of it, the rows of the word's report; due days are inclusive.

    The periods of one that recurs follow from the action's phases in force, within the plan.
    """
    reported: dict[int, list[ReportedMilestone]] = defaultdict(list)
    for row in told:
        reported[row.milestone_id].append(row)
    lines = []
    for one in terms:
        rows = reported[one.milestone_id]
        state = _state(one, rows)
        expected = expected_periods(one, plan, phases, on)
        years = by_year(one.recurrence, expected, rows, on) if one.recurrence else []
        lines.append(MilestoneLine(one, rows, state, days_missed(one.due, state, on), years))
    return lines


@prepared
def milestones_told(report: ProgressReport) -> QuerySet[ReportedMilestone]:
    """What the report says of milestones, in their order, of one that recurs by period."""
    return ReportedMilestone.objects.filter(report=report).order_by(*ReportedMilestone._meta.ordering)


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


class Spent(NamedTuple):
    """A row of money that a report has, of a budget line (by key) in a calendar year, in euro; and who reported it when."""

    year: int
    line: int
    committed: Decimal | None
    paid: Decimal | None
    forecast: Decimal | None
    full_time_equivalents: Decimal | None
    report: int
    submitted_at: datetime.datetime
    on_behalf: bool
    organisation: str
    organisation_nl: str


@dataclass(frozen=True)
class MoneyOfAction:
    years: list[YearOfAction] = field(default_factory=list)
    rows: list[Spent] = field(default_factory=list)
    """The rows that the sums add up: their receipt."""

    @property
    def has_full_time_equivalents(self) -> bool:
        """People are not added up over the years."""
        return any(year.full_time_equivalents is not None for year in self.years)

    @property
    def total(self) -> YearOfAction:
        def of(name: str) -> Decimal | None:
            return sum_of_known(getattr(year, name) for year in self.years)

        return YearOfAction(0, of("planned"), of("committed"), of("paid"), None)


def money_of(action: Action, lines: list[LineOfBudget], moment: Moment) -> MoneyOfAction:
    rows = [Spent(*row) for row in _spent(action, moment)]
    planned = add_planned(lines)
    years = []
    for year in sorted({*planned, *(row.year for row in rows)}):
        of_year = [row for row in rows if row.year == year]
        years.append(
            YearOfAction(
                year,
                planned.get(year),
                sum_of_known(row.committed for row in of_year),
                sum_of_known(row.paid for row in of_year),
                sum_of_known(row.full_time_equivalents for row in of_year),
            )
        )
    return MoneyOfAction(years, rows)


@prepared
def _spent(action: Action, moment: Moment) -> QuerySet[Expenditure]:
    rows = Expenditure.objects.standing(moment).filter(report__action=action)
    columns = ["year", "line", "committed", "paid", "forecast", "full_time_equivalents", "report"]
    of_report = ["submitted_at", "on_behalf", "organisation__name", "organisation__name_nl"]
    return rows.order_by("year", "line__place", "report__organisation__order").values_list(
        *columns, *(f"report__{name}" for name in of_report)
    )


@dataclass(frozen=True)
class ReportEntry:
    """A handed-in report in the history, with its state as it was at the moment shown."""

    report: ProgressReport
    state: str
    remark: str


def reports_of(action: Action, user: User, moment: Moment) -> list[ProgressReport]:
    """The reports that the person may see, newest first, and every draft for the Platform, which sees that it exists.

    With `stands_since` of those that stand at the moment on its basis, which everybody who sees the basis may see.
    """
    rights = rights_today(user, action.plan_id)
    reports: list[ProgressReport] = _reports(
        action,
        moment,
        rights.organisations,
        submitted=bool(sees_reported(user, action)),
        drafts=rights.is_coordinator,
    )
    for report in reports:
        report.action = action
    return reports


PEOPLE = ["submitted_by", "reviewed_by", "taken_back_by"]
NOT_TOLD = [
    *other_columns(Organisation, "organisation", told=["key", "name", "name_nl"]),
    *other_columns(Round, "round", told=["code", "name", "name_nl"]),
    *(column for person in PEOPLE for column in other_columns(User, person, told=["name", "username"])),
]
"""What the page says nothing of is not read along with each report."""


@prepared
def _reports(
    action: Action, moment: Moment, organisations: list[int], *, submitted: bool, drafts: bool
) -> QuerySet[ProgressReport]:
    seen = seen_where(submitted=Q() if submitted else NOWHERE, organisations=organisations)
    if drafts:
        seen |= Q(state=ReportState.DRAFT)
    standing = Standing.objects.at(moment.known_at).on_basis(moment.basis).filter(report=OuterRef("pk"))
    rows = ProgressReport.objects.filter(seen, action=action).annotate(
        stands_since=Subquery(standing.order_by("pk").values("since")[:1]),
        standing_key=Subquery(standing.order_by("pk").values("pk")[:1]),
    )
    rows = rows.select_related("organisation", "round", *PEOPLE).newest_first()
    return rows.defer(*NOT_TOLD)


def report_history(reports: list[ProgressReport], user: User, moment: Moment) -> list[ReportEntry]:
    """The reports that were handed in, as known at the moment and on its basis."""
    entries, remarks = [], remarks_seen(user, reports)
    for report in reports:
        if report.submitted_at is None or report.submitted_at > moment.known_at or report.is_draft:
            continue
        state = report.state_at(moment.known_at)
        if moment.basis == Basis.ACCEPTED and state != ReportState.ACCEPTED:
            continue
        reviewed = state in (ReportState.ACCEPTED, ReportState.RETURNED)
        remark = remarks[report.pk] if reviewed else ""
        entries.append(ReportEntry(report, state, remark))
    return entries


def milestones_due(lines: list[MilestoneLine], on: datetime.date) -> tuple[int, int]:
    """How many milestones were due by the day, itself included, and how many of them are achieved; no dropped ones."""
    due = [line for line in lines if is_due(line.terms.due, line.state, on)]
    return len(due), sum(line.state == MilestoneState.ACHIEVED for line in due)


def slip_of(tracked: Any, adopted_end: datetime.date | None, history: list[ReportEntry]) -> Slip | None:
    """None where neither an actual nor a forecast end was reported."""
    forecasts = [
        entry.report.forecast_end
        for entry in reversed(history)
        if entry.report.is_lead and entry.state in (ReportState.ACCEPTED, ReportState.SUBMITTED)
    ]
    return slips.slip_of(
        actual_end=tracked.actual_end,
        forecast_end=tracked.forecast_end,
        adopted_end=adopted_end,
        end_in_force=tracked.runs_until,
        forecasts=forecasts,
    )
