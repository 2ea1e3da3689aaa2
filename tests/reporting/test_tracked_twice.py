"""Where actions stand, computed a second time in plain Python for random data: the database must agree."""

import datetime
import random
from typing import Any

import pytest

from actionplan.base.brussels import day_of, end_of, start_of
from actionplan.reporting.models import ProgressReport, Standing, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis
from actions.models import Action
from tests.factories import ActionFactory, OrganisationFactory, UserFactory
from tests.reporting_factories import ReportFactory, StandingFactory

pytestmark = pytest.mark.engine

FIRST = datetime.date(2022, 1, 1)
CONFIDENCES = ["on_track", "needs_attention", "off_track"]


class Chance:
    """Random facts of actions and reports around the year 2022, edges more often than chance would give them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.people = [UserFactory(), UserFactory()]

    def day(self) -> datetime.date:
        edges = [0, 1, 89, 90, 91, 183, 184, 185, 186]
        return FIRST + datetime.timedelta(days=self.random.choice([*edges, self.random.randrange(-300, 500)]))

    def phase(self) -> dict[str, Any]:
        if self.random.random() < 0.2:
            return {"start": None, "end": None, "continuous": True}
        start = self.random.choice([None, self.day()])
        end = self.random.choice([None, self.day(), self.day()])
        if start and end and end < start:
            start, end = end, start
        return {"start": start, "end": end}

    def report(self, action: Action) -> None:
        at = start_of(self.day()) + datetime.timedelta(hours=self.random.randrange(24))
        lead = self.random.random() < 0.8
        said: dict[str, Any] = {"kind": "contribution", "status": ""}
        if lead:
            status = self.random.choice(["not_started", "ongoing", "completed"])
            said = {"status": status, "forecast_end": self.random.choice([None, self.day()])}
            said["confidence"] = "" if status == "completed" else self.random.choice(CONFIDENCES)
        reviewed = self.random.choice([None, at + datetime.timedelta(days=self.random.randrange(40))])
        if reviewed:
            verdict = self.random.choice(CONFIDENCES) if lead else ""
            said |= {"accepted": True, "reviewed_at": reviewed, "verdict": verdict}
        organisation = OrganisationFactory()
        report = ReportFactory(
            **{"submitted": True, "submitted_at": at, "action": action, "organisation": organisation} | said
        )
        for basis, since in [(Basis.REPORTED, at), (Basis.ACCEPTED, reviewed)]:
            if since:
                until = self.random.choice([None, since + datetime.timedelta(days=self.random.randrange(90))])
                StandingFactory(report=report, basis=basis, as_lead=lead, since=since, until=until)


def _word(action: Action, on: datetime.date, basis: str) -> ProgressReport | None:
    now = end_of(on)
    standing = [
        row
        for row in Standing.objects.filter(action=action, basis=basis).select_related("report")
        if row.as_lead and row.since <= now and (row.until is None or row.until > now)
    ]
    return max(standing, key=lambda row: (row.since, row.pk)).report if standing else None


def _schedule(action: Action, status: str, on: datetime.date) -> str:
    phases = list(action.phases.all())
    starts = [phase.start for phase in phases if phase.start]
    ends = [phase.end for phase in phases if phase.end]
    end = max(ends) if phases and len(ends) == len(phases) else None
    start = min(starts, default=None)
    if status in ("completed", "stopped"):
        return "done"
    if end and end < on:
        return "overdue"
    if status in ("never", "not_started") and start and start != on:
        return "should_have_started" if start < on else "not_to_start_yet"
    if end is None:
        return "continuous" if any(phase.continuous for phase in phases) else "no_end_date"
    return "ends_soon" if (end - on).days <= 90 else "running"


def _expected(action: Action, on: datetime.date, basis: str) -> dict[str, Any]:
    word = _word(action, on, basis)
    if word is None:
        schedule = _schedule(action, "never", on)
        return {"status": "never", "schedule": schedule, "freshness": "never", "voices_differ": False}
    reviewed = word.reviewed_at is not None and word.reviewed_at <= end_of(on)
    verdict = word.verdict if reviewed else ""
    schedule = _schedule(action, word.status, on)
    late = schedule == "overdue" and (word.forecast_end is None or word.forecast_end < on)
    late = late or schedule == "should_have_started"
    old = (on - day_of(word.submitted_at)).days > 184 and schedule != "done"
    return {
        "word_report": word.pk,
        "status": word.status,
        "confidence": word.confidence,
        "verdict": verdict,
        "awaits_review": not reviewed,
        "schedule": schedule,
        "freshness": "stale" if old else "fresh",
        "voices_differ": bool(verdict and word.confidence and verdict != word.confidence)
        or (late and word.confidence == "on_track"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, *(pytest.param(one, marks=pytest.mark.again) for one in [2, 3])])
def test_the_database_and_plain_python_agree(seed: int) -> None:
    chance = Chance(seed)
    for _ in range(25):
        action = ActionFactory(phases=[chance.phase() for _ in range(chance.random.randrange(3))])
        for _ in range(chance.random.randrange(4)):
            chance.report(action)
    schedules = set()
    for _ in range(6):
        on, basis = chance.day(), chance.random.choice(Basis.values)
        rows = list(TrackedAction.objects.at(Moment.end_of_day(on, basis)))
        assert len(rows) == 25
        for row in rows:
            expected = _expected(row, on, basis)
            assert {name: getattr(row, name) for name in expected} == expected, (row.code, on, basis)
            schedules.add(row.schedule)
    assert len(schedules) == 8
