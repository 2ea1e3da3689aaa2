"""Closed rounds on a synthetic plan: a quarter apart, in each of which the lead of every action reports.

Every round is asked, answered, reviewed and closed before the next one begins, as it would have been, so that each
snapshot freezes what stood at its closing. Taking the snapshots takes most of the time.
"""

from __future__ import annotations

import calendar
import datetime
import random
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base.days import BRUSSELS
from actionplan.base.refusals import Refused
from actionplan.reporting.models import Closing, ProgressReport, Request, Round, Standing
from actionplan.reporting.states import DONE, Basis, ReportState, RoundState
from actionplan.reporting.who_is_asked import requests_for
from actionplan.rounds.life import record_round
from actionplan.rounds.taking_snapshots import take_snapshot
from objectives.models import Plan

from .synthetic import END, START, Sketch, save_all
from .synthetic_reports import (
    Chain,
    Layer,
    expenditures_of,
    hand_in,
    lead_report,
    milestones_of,
    review,
    standing_of,
    synthetic_person,
)

ROUND_MONTHS = [(year, month) for year in range(START.year, END.year + 1) for month in (3, 6, 9, 12)]
SAID_ONCE_DONE = ["status", "outcome", "actual_start", "actual_end", "stop_reason"]


def refuse_other_numbers(rounds: int) -> None:
    if not 1 <= rounds <= len(ROUND_MONTHS):
        raise Refused(f"The plan has time for 1 to {len(ROUND_MONTHS)} rounds.")


@operation()
def add_synthetic_rounds(*, sketches: list[Sketch], rounds: int, at: datetime.datetime) -> int:
    """Add this many closed rounds at the end of the plan's time; returns the number of reports.

    Raises Refused if there is no time for so many.
    """
    refuse_other_numbers(rounds)
    contributor, coordinator = (
        synthetic_person("synthetic_contributor", at),
        synthetic_person("synthetic_coordinator", at),
    )
    chance = random.Random(f"{len(sketches)} {rounds}")  # noqa: S311 (nothing is secret here)
    paces = [Decimal(chance.choice(["0.6", "0.8", "0.95", "1.15"])) for _sketch in sketches]
    before: list[ProgressReport | None] = [None] * len(sketches)
    for year, month in ROUND_MONTHS[-rounds:]:
        round = _opened(sketches[0].action.plan, year, month)
        _ask(round, sketches)
        moment = datetime.datetime(year, month, 10, 10, tzinfo=BRUSSELS)
        reports = [
            _next_report(sketch, last, round, moment, contributor, chance)
            for sketch, last in zip(sketches, before, strict=True)
        ]
        _report([*map(_answer, sketches, reports, paces)], round, contributor, coordinator)
        _close(round, coordinator)
        before = [*reports]
        analyze_tables()
    return rounds * len(sketches)


def analyze_tables() -> None:
    """Update the statistics of PostgreSQL, which otherwise keeps outdated query plans for triggers."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _opened(plan: Plan, year: int, month: int) -> Round:
    about = datetime.date(year, month, calendar.monthrange(year, month)[1])
    round = Round(
        plan=plan,
        code=f"{year}-{month:02}",
        name=f"Synthetic round {year}-{month:02}",
        name_nl=f"Synthetische ronde {year}-{month:02}",
        about=about,
        opens=about.replace(day=1),
        due=about.replace(day=18),
        closes=about,
        state=RoundState.OPEN,
        opened_at=datetime.datetime(year, month, 1, 9, tzinfo=BRUSSELS),
    )
    round.full_clean()
    round.save()
    return round


def _ask(round: Round, sketches: list[Sketch]) -> None:
    requests = {sketch.action.pk: False for sketch in sketches}
    Request.objects.bulk_create(requests_for(round, requests, round.opens), batch_size=1000)


def _next_report(
    sketch: Sketch,
    last: ProgressReport | None,
    round: Round,
    moment: datetime.datetime,
    by: User,
    chance: random.Random,
) -> ProgressReport:
    """The next report with plausible variety; a completed or stopped action stays so."""
    report = lead_report(sketch, moment, by, chance)
    report.round = round
    if last is not None and last.status in DONE:
        for name in SAID_ONCE_DONE:
            setattr(report, name, getattr(last, name))
        report.on_hold_since = report.forecast_end = None
        report.confidence = report.forecast_reason = report.obstacles = ""
    return report


def _answer(sketch: Sketch, report: ProgressReport, pace: Decimal) -> tuple[Chain, ProgressReport]:
    return Chain(sketch, sketch.lead, [report], ReportState.ACCEPTED, pace), report


def _report(layer: Layer, round: Round, contributor: User, coordinator: User) -> None:
    """Submit and accept a report on every action, and make it hold."""
    save_all(report for _chain, report in layer)
    save_all(row for chain, report in layer for row in expenditures_of(chain, report))
    save_all(row for chain, report in layer for row in milestones_of(chain, report))
    hand_in(layer, contributor)
    review(layer, coordinator)
    handed_in = dict(round.reports.values_list("pk", "submitted_at"))
    reviewed = dict(round.reports.values_list("pk", "reviewed_at"))
    _end_standings(round, Basis.REPORTED, "submitted_at")
    _end_standings(round, Basis.ACCEPTED, "reviewed_at")
    save_all(_standings(layer, Basis.REPORTED, handed_in))
    save_all(_standings(layer, Basis.ACCEPTED, reviewed))


def _end_standings(round: Round, basis: str, instant: str) -> None:
    """End the standings when the round's report was submitted, or was accepted."""
    next_report = round.reports.filter(action=OuterRef("action"), organisation=OuterRef("organisation"))
    Standing.objects.open().on_basis(basis).filter(action__plan=round.plan_id).update(
        until=Subquery(next_report.values(instant)[:1])
    )


def _standings(layer: Layer, basis: str, since: dict[int, Any]) -> Iterator[Standing]:
    for _chain, report in layer:
        yield standing_of(report, basis, since[report.pk], None)


def _close(round: Round, by: User) -> None:
    at = datetime.datetime.combine(round.closes, datetime.time(17), tzinfo=BRUSSELS)
    round.state, round.closed_at = RoundState.CLOSED, at
    round.save(update_fields=["state", "closed_at"])
    closing = Closing.objects.create(round=round, number=1, closed_by=by, closed_at=at)
    snapshot = take_snapshot(closing=closing, by=by, at=at)
    record_round(Verb.ROUND_CLOSED, round, by, at, hash=snapshot.sha256)
