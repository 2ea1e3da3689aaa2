"""Corrections of closed rounds: an action as a closing froze it, beside what accepted reports say it should have said.

A frozen figure never changes, and a correction changes no figure of today: it is the facts that a report names in its
`corrected`. Reports of before 2026-12 named the round alone. Of these, what they said of the day that the round is about
is the correction: figures of years and measurements up to that day, and what their dates say of status, end and
milestones. Confidence, verdict, forecast and words stay as they were frozen.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from actionplan.base.days import day_of
from actionplan.reporting.models import Snapshot, Standing
from actionplan.reporting.models.reports import NUMBER_COLUMNS
from actionplan.reporting.report_fields import empty_fields, without_meaning
from actionplan.reporting.states import DONE, NEVER_REPORTED, Basis, MilestoneState, Status
from budgets.planned import Period

from . import frozen
from .computed import with_computed
from .indicators import MeasurementPicture
from .live_reports import reports_of
from .picture import ActionPicture, CorrectedFactPicture, ReportedMilestonePicture, ReportPicture
from .spending import SpendingPicture

Day = datetime.date


@dataclass(frozen=True, slots=True)
class CorrectedAction:
    """An action as the closing froze it, and as corrected since."""

    frozen: ActionPicture
    corrected: ActionPicture
    report: int
    """The primary key of the last report that corrects it."""
    accepted_at: datetime.datetime

    @property
    def on(self) -> Day:
        return day_of(self.accepted_at)


def corrections_of(
    snapshots: Iterable[Snapshot], basis: str, until: datetime.datetime | None = None
) -> dict[int, list[CorrectedAction]]:
    """By snapshot key, in the plan's order: what reports accepted after it, up to the instant, correct in it.

    The snapshots have their closing, round and plan. One query where nothing was corrected, else five.
    """
    known = list(snapshots)
    rounds = [snapshot.closing.round_id for snapshot in known]
    standings = Standing.objects.on_basis(Basis.ACCEPTED).filter(report__corrects__in=rounds)
    if until is not None:
        standings = standings.filter(report__reviewed_at__lte=until)
    if not standings.exists():
        return {snapshot.pk: [] for snapshot in known}
    reports: dict[int, dict[int, list[ReportPicture]]] = defaultdict(lambda: defaultdict(list))
    for action, rows in reports_of(standings).items():
        for _since, _until, report in rows:
            reports[report.corrects_id or 0][action].append(report)
    actions = {action for of_round in reports.values() for action in of_round}
    pictures = frozen.actions_at(known, basis, actions)
    return {
        snapshot.pk: _corrections_in(
            snapshot, pictures.get(snapshot.pk, {}), reports[snapshot.closing.round_id]
        )
        for snapshot in known
    }


def _corrections_in(
    snapshot: Snapshot, pictures: dict[int, ActionPicture], reports: dict[int, list[ReportPicture]]
) -> list[CorrectedAction]:
    round, found = snapshot.closing.round, []
    plan = Period(round.plan.start, round.plan.end)
    for pk, action in sorted(pictures.items(), key=lambda pair: pair[1].order):
        later = [
            report for report in reports[pk] if report.reviewed_at and report.reviewed_at > snapshot.taken_at
        ]
        later.sort(key=_accepted_at)
        if later:
            corrected = corrected_action(action, later, round.about, plan)
            found.append(CorrectedAction(action, corrected, later[-1].pk, _accepted_at(later[-1])))
    return found


def _accepted_at(report: ReportPicture) -> datetime.datetime:
    assert report.reviewed_at is not None  # noqa: S101 (an accepted report)
    return report.reviewed_at


def corrected_action(
    action: ActionPicture, reports: Iterable[ReportPicture], about: Day, plan: Period
) -> ActionPicture:
    """The frozen action as these reports, the oldest first, say that it stood on the day."""
    said = {report.organisation: report for report in action.reports}
    for report in reports:
        said[report.organisation] = _corrected(said.get(report.organisation), report, about)
    leads_first = sorted(said.values(), key=lambda report: not report.is_lead)
    return with_computed(replace(action, reports=tuple(leads_first)), plan)


NOTHING_SAID: dict[str, Any] = {
    **dict.fromkeys(["outcome", "confidence", "verdict"], ""),
    **dict.fromkeys(["on_hold_since", "actual_start", "actual_end", "forecast_end", "unchanged_since"], None),
    **dict.fromkeys(["spending", "milestones", "measurements", "corrected", "evidence"], ()),
    "verdict_taken_over": False,
}


def _corrected(was: ReportPicture | None, now: ReportPicture, about: Day) -> ReportPicture:
    """`was` as frozen; None if the organisation had not reported then."""
    base = was or replace(now, status=NEVER_REPORTED, **NOTHING_SAID)
    if now.corrected:
        return _as_it_should_have_been(base, now.corrected)
    facts = _facts_on(base, now, about) if now.is_lead and base.is_lead else {}
    spending, measurements = _spending_on(base, now, about), _measurements_on(base, now, about)
    return replace(base, **facts, spending=spending, measurements=measurements)


def _as_it_should_have_been(was: ReportPicture, facts: Iterable[CorrectedFactPicture]) -> ReportPicture:
    """`was` with the facts that a correction names."""
    milestones = {(row.key, row.period_start): row for row in was.milestones}
    measurements = {(row.key, row.day): row for row in was.measurements}
    spending = {(row.place, row.year): row for row in was.spending}
    said: dict[str, Any] = {}
    for fact in facts:
        if fact.milestone:
            about = fact.milestone, fact.period_start
            milestones[about] = _corrected_milestone(milestones.get(about), fact)
        elif fact.indicator and fact.day:
            _correct_measurement(measurements, fact)
        elif fact.place and fact.year:
            year = fact.place, fact.year
            spending[year] = _corrected_spending(spending.get(year), fact)
        else:
            said[fact.kind] = fact.choice if fact.kind in ("status", "outcome") else fact.day
    rows: dict[str, dict[Any, Any]] = {
        "milestones": milestones,
        "measurements": measurements,
        "spending": spending,
    }
    lists: dict[str, Any] = {name: tuple(found.values()) for name, found in rows.items()}
    return replace(was, **_without_meaning(said, was), **said, **lists)


def _without_meaning(said: dict[str, Any], was: ReportPicture) -> dict[str, Any]:
    """What another status leaves empty, but for what the correction itself says."""
    names = set(without_meaning(said.get("status", was.status))) - said.keys()
    return {name: value for name, value in empty_fields(names).items() if hasattr(was, name)}


def _corrected_milestone(
    was: ReportedMilestonePicture | None, fact: CorrectedFactPicture
) -> ReportedMilestonePicture:
    is_achieved = fact.day is not None
    state = MilestoneState.ACHIEVED if is_achieved else MilestoneState.OPEN
    row = was or ReportedMilestonePicture(
        str(fact.milestone), fact.period_start, state, None, None, names_source=False
    )
    return replace(
        row, state=state, achieved_on=fact.day, expected_on=None if is_achieved else row.expected_on
    )


def _correct_measurement(rows: dict[tuple[str, Day], MeasurementPicture], fact: CorrectedFactPicture) -> None:
    key, day = str(fact.indicator), fact.day or Day.min
    if fact.amount is None:
        rows.pop((key, day), None)
        return
    row = rows.get((key, day)) or MeasurementPicture(key, day, fact.amount, provisional=False)
    rows[key, day] = replace(row, value=fact.amount, withdrawn=False)


def _corrected_spending(was: SpendingPicture | None, fact: CorrectedFactPicture) -> SpendingPicture:
    """A figure that should have been unknown is so in sums too."""
    row = was or SpendingPicture(fact.place or 0, fact.year or 0, None, None, None, None, names_source=False)
    gone = {*row.withdrawn_figures} - {fact.kind} | ({fact.kind} if fact.amount is None else set())
    withdrawn = " ".join(name for name in NUMBER_COLUMNS if name in gone)
    figure: dict[str, Any] = {fact.kind: fact.amount}
    return replace(row, **figure, withdrawn=withdrawn)


def _facts_on(was: ReportPicture, now: ReportPicture, about: Day) -> dict[str, Any]:
    status = _status_on(was.status, now, about)
    is_done = status in DONE
    facts: dict[str, Any] = {"milestones": _milestones_on(was, now, about), "status": status}
    if is_done and _had_ended(now, about):
        facts |= {"outcome": now.outcome, "actual_end": now.actual_end}
    if status == was.status:
        return facts
    facts |= {} if is_done else {"outcome": "", "actual_end": None}
    return facts | {
        "on_hold_since": None,
        "confidence": "" if is_done else was.confidence,
        "actual_start": None if status == Status.NOT_STARTED else now.actual_start,
        "forecast_end": None if is_done else was.forecast_end,
    }


def _had_ended(now: ReportPicture, about: Day) -> bool:
    return now.actual_end is not None and now.actual_end <= about


def _status_on(was: str, now: ReportPicture, about: Day) -> str:
    """What the report's dates say of the day; where they say nothing of it, what was frozen: an action that was taken
    up again since was done then.
    """
    if _had_ended(now, about):
        return now.status
    if now.status == Status.NOT_STARTED or (now.actual_start and now.actual_start > about):
        return Status.NOT_STARTED
    had_not_begun = was in (NEVER_REPORTED, Status.NOT_STARTED) and now.actual_start is not None
    was_not_done = was in DONE and now.actual_end is not None
    return Status.ONGOING if had_not_begun or was_not_done else was


def _milestones_on(
    was: ReportPicture, now: ReportPicture, about: Day
) -> tuple[ReportedMilestonePicture, ...]:
    """What was frozen, but for what is achieved by another day: one that is undone, or open again, was achieved then."""
    rows = {(row.key, row.period_start): row for row in was.milestones}
    for row in now.milestones:
        key = row.key, row.period_start
        day = row.achieved_on or row.period_start
        if day is None or row.state == MilestoneState.UNDONE:
            continue
        if day <= about or (key in rows and rows[key].state == MilestoneState.ACHIEVED):
            rows[key] = row
    return tuple(rows.values())


def _measurements_on(was: ReportPicture, now: ReportPicture, about: Day) -> tuple[MeasurementPicture, ...]:
    """With the report's own of days up to the one that the round is about."""
    rows = {(row.key, row.day): row for row in was.measurements}
    rows |= {(row.key, row.day): row for row in now.measurements if row.day <= about}
    return tuple(row for _key, row in sorted(rows.items()))


def _spending_on(was: ReportPicture, now: ReportPicture, about: Day) -> tuple[SpendingPicture, ...]:
    """With the figures of the report that cover no day after the one that the round is about."""
    rows = {(row.place, row.year): row for row in was.spending}
    rows |= {(row.place, row.year): row for row in now.spending if row.covers_until <= about}
    return tuple(row for _key, row in sorted(rows.items()))
