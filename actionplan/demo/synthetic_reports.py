"""Reports on a synthetic plan, and the standings that result: chains of reports, half a year apart.

Rows of a submitted report may not come later (a trigger), and an organisation has one pending report on an action
(a constraint). So the first report of every chain is inserted as a draft with its rows, submitted and reviewed,
then the second of every chain, and so on; each step is a few statements, whatever the number of actions.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, F, Q, Value, When

from actionplan.accounts.models import User
from actionplan.accounts.workflow import save_user
from actionplan.audit.revisions import operation
from actionplan.base.days import BRUSSELS
from actionplan.base.money import cents
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Expenditure, ProgressReport, ReportedMilestone, Standing
from actionplan.reporting.states import (
    DONE,
    Basis,
    Confidence,
    MilestoneState,
    Outcome,
    ReportKind,
    ReportState,
    Status,
)

from .synthetic import END, START, Sketch, save_all

MOMENTS = [
    datetime.datetime(year, month, 10, 10, tzinfo=BRUSSELS) for year in range(2021, 2025) for month in (6, 12)
]
UNTIL_REVIEW = datetime.timedelta(days=7)
REMARK = "Synthetic: say what the figures rest on."
CHUNK = 500


@dataclass
class Chain:
    """What an organisation submitted on an action, oldest first, and the outcome of the last report."""

    sketch: Sketch
    organisation: Organisation
    reports: list[ProgressReport]
    last: str
    pace: Decimal
    """The paid share of the planned amounts."""

    def outcome_of(self, report: ProgressReport) -> str:
        """The state of a report: all but the last were accepted."""
        return self.last if report is self.reports[-1] else ReportState.ACCEPTED


Layer = list[tuple[Chain, ProgressReport]]


@operation()
def add_synthetic_reports(*, sketches: list[Sketch], at: datetime.datetime) -> int:
    """Report on the actions with plausible variety; returns the number of reports."""
    contributor = synthetic_person("synthetic_contributor", at)
    chance = random.Random(len(sketches))  # noqa: S311 (nothing is secret here)
    return report_in_chains(
        [chain for sketch in sketches for chain in _chains(sketch, contributor, chance)], contributor, at
    )


def report_in_chains(chains: list[Chain], contributor: User, at: datetime.datetime) -> int:
    coordinator = synthetic_person("synthetic_coordinator", at)
    for depth in range(max((len(chain.reports) for chain in chains), default=0)):
        layer = [(chain, chain.reports[depth]) for chain in chains if depth < len(chain.reports)]
        save_all(report for _chain, report in layer)
        save_all(row for chain, report in layer for row in expenditures_of(chain, report))
        save_all(row for chain, report in layer for row in milestones_of(chain, report))
        hand_in(layer, contributor)
        review(layer, coordinator)
    save_all(row for chain in chains for row in _standings(chain))
    return sum(len(chain.reports) for chain in chains)


def synthetic_person(name: str, at: datetime.datetime) -> User:
    """A person who cannot sign in: reports must be submitted and reviewed by two different people."""
    person = User.objects.filter(username=name).first()
    label = name.replace("_", " ").capitalize()
    return person or save_user(user=User(username=name, name=label, is_active=False), by=None, at=at)


def _chains(sketch: Sketch, by: User, chance: random.Random) -> Iterator[Chain]:
    if chance.random() < 0.05:
        return
    last = chance.choices([4, 5, 6, 7], [1, 1, 2, 12])[0]
    moments = MOMENTS[max(last - chance.choice([0, 1, 2, 3]), 0) : last + 1]
    pace = Decimal(chance.choices(["0.6", "0.8", "0.95", "1.15"], [3, 4, 4, 1])[0])
    reports = [lead_report(sketch, moment, by, chance) for moment in moments]
    states = [ReportState.ACCEPTED, ReportState.SUBMITTED, ReportState.RETURNED, ReportState.DRAFT]
    yield Chain(sketch, sketch.lead, reports, chance.choices(states, [85, 8, 4, 3])[0], pace)
    for partner in sketch.partners[: chance.choice([0, 0, 1])]:
        report = _report(sketch, partner, ReportKind.CONTRIBUTION, moments[-1], by)
        yield Chain(sketch, partner, [report], chance.choices(states[:2], [8, 2])[0], pace)


def _report(
    sketch: Sketch, organisation: Organisation, kind: str, moment: datetime.datetime, by: User
) -> ProgressReport:
    return ProgressReport(
        action=sketch.action,
        organisation=organisation,
        kind=kind,
        saved_by=by,
        saved_at=moment + datetime.timedelta(minutes=sketch.action.order % 400),
        done="Synthetic: work went on as described.",
        source="Synthetic: minutes of the steering group",
    )


def lead_report(sketch: Sketch, moment: datetime.datetime, by: User, chance: random.Random) -> ProgressReport:
    report = _report(sketch, sketch.lead, ReportKind.LEAD, moment, by)
    day, dice = moment.date(), chance.random()
    report.next_steps = "Synthetic: the next step is prepared."
    report.status = Status.ONGOING
    report.actual_start = sketch.start
    if (sketch.start and sketch.start > day) or dice < 0.03:
        report.status, report.actual_start = Status.NOT_STARTED, None
    elif sketch.end and sketch.end < day:
        _come_to_an_end(report, sketch.end, day, dice)
    elif dice > 0.97:
        report.on_hold_since = day - datetime.timedelta(days=60)
    if report.status in (Status.ONGOING, Status.NOT_STARTED):
        report.confidence = chance.choices(Confidence.values, [7, 2, 1])[0]
        if report.confidence != Confidence.ON_TRACK:
            report.obstacles = "Synthetic: a partner has less time than foreseen."
    return report


def _come_to_an_end(report: ProgressReport, end: datetime.date, day: datetime.date, dice: float) -> None:
    """The end as printed has passed: most are completed, some stopped, some late with or without a forecast."""
    if dice < 0.7:
        report.status, report.actual_end = Status.COMPLETED, end
        report.outcome = Outcome.values[int(dice * 1000) % len(Outcome.values)]
    elif dice < 0.75:
        report.status, report.actual_end = Status.STOPPED, end
        report.stop_reason = "Synthetic: another action took this over."
    elif dice < 0.9:
        report.forecast_end = day + datetime.timedelta(days=200)
        report.forecast_reason = "Synthetic: the start was late."


def expenditures_of(chain: Chain, report: ProgressReport) -> Iterator[Expenditure]:
    """Yearly rows of the lead's line, from its first year to the year of the report."""
    line, terms = chain.sketch.line, chain.sketch.terms
    if line is None or terms is None or not report.is_lead:
        return
    first = (chain.sketch.start or START).year
    years = (chain.sketch.end or END).year - first + 1
    for year in range(first, min(report.saved_at.year, first + years - 1) + 1):
        row = Expenditure(report=report, line=line, year=year, source="Synthetic: accounts")
        if terms.amount is None:
            row.full_time_equivalents = Decimal("0.50")
        else:
            yearly = terms.amount if terms.per_year else terms.amount / years
            row.committed = cents(yearly * max(chain.pace, Decimal(1)))
            row.paid = cents(yearly * chain.pace)
        yield row


def milestones_of(chain: Chain, report: ProgressReport) -> Iterator[ReportedMilestone]:
    if not report.is_lead:
        return
    day = report.saved_at.date()
    for milestone, terms in chain.sketch.milestones:
        for year in range(2021, day.year + 1) if terms.recurrence else [None]:
            due = datetime.date(year, 6, 1) if year else terms.due
            reached = milestone.pk % 4 > 0 and due is not None and due < day
            yield ReportedMilestone(
                report=report,
                milestone=milestone,
                period_start=datetime.date(year, 1, 1) if year else None,
                state=MilestoneState.ACHIEVED if reached else MilestoneState.OPEN,
                achieved_on=due if reached else None,
                source="Synthetic: minutes" if reached else "",
            )


def _keys(layer: Layer, *outcomes: str) -> Iterator[list[int]]:
    """Keys of the reports with one of these outcomes, in batches."""
    keys = [report.pk for chain, report in layer if chain.outcome_of(report) in outcomes]
    for begin in range(0, len(keys), CHUNK):
        yield keys[begin : begin + CHUNK]


def hand_in(layer: Layer, by: User) -> None:
    for keys in _keys(layer, ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.RETURNED):
        ProgressReport.objects.filter(pk__in=keys).update(
            state=ReportState.SUBMITTED, submitted_by=by, submitted_at=F("saved_at")
        )


def review(layer: Layer, by: User) -> None:
    """Verdicts follow the confidence, but for one in seventeen."""
    by_whom = {"reviewed_by": by, "reviewed_at": F("submitted_at") + UNTIL_REVIEW}
    for keys in _keys(layer, ReportState.ACCEPTED):
        verdict = Case(
            When(Q(kind=ReportKind.CONTRIBUTION) | Q(status__in=DONE), then=Value("")),
            When(pk__in=[key for key in keys if key % 17 == 0], then=Value(Confidence.NEEDS_ATTENTION)),
            When(confidence="", then=Value(Confidence.ON_TRACK)),
            default=F("confidence"),
        )
        ProgressReport.objects.filter(pk__in=keys).update(
            state=ReportState.ACCEPTED, verdict=verdict, **by_whom
        )
    for keys in _keys(layer, ReportState.RETURNED):
        ProgressReport.objects.filter(pk__in=keys).update(
            state=ReportState.RETURNED, remark=REMARK, **by_whom
        )


def _standings(chain: Chain) -> Iterator[Standing]:
    """The standings on both bases, with their periods."""
    *before, last = chain.reports
    accepted = [*before, last] if chain.last == ReportState.ACCEPTED else before
    reported = before if chain.last == ReportState.DRAFT else [*before, last]
    yield from _in_a_row(accepted, Basis.ACCEPTED, UNTIL_REVIEW)
    rows = list(_in_a_row(reported, Basis.REPORTED, datetime.timedelta()))
    if chain.last == ReportState.RETURNED:
        returned_at = last.saved_at + UNTIL_REVIEW
        rows[-1].until = returned_at
        if before:
            rows.append(standing_of(before[-1], Basis.REPORTED, returned_at, None))
    yield from rows


def _in_a_row(reports: list[ProgressReport], basis: str, later: datetime.timedelta) -> Iterator[Standing]:
    instants = [report.saved_at + later for report in reports]
    for report, since, until in zip(reports, instants, [*instants[1:], None], strict=False):
        yield standing_of(report, basis, since, until)


def standing_of(
    report: ProgressReport, basis: str, since: datetime.datetime, until: datetime.datetime | None
) -> Standing:
    return Standing(
        action_id=report.action_id,
        organisation_id=report.organisation_id,
        basis=basis,
        report=report,
        as_lead=report.is_lead,
        since=since,
        until=until,
    )
