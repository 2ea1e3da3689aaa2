"""What the demo story's rounds froze is what the live pages compute at the same moment, by other code."""

import datetime
import json
from typing import Any

import pytest
from django.db.models import QuerySet

from actionplan.accounts.models import User
from actionplan.picture import live
from actionplan.picture.moment import Moment as MomentOfPicture
from actionplan.picture.money import by_year
from actionplan.portal import action_facts, action_record
from actionplan.portal.action_page import tracked_action
from actionplan.reporting.models import Snapshot, SnapshotAction, SnapshotMilestone, SnapshotMoney
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis
from actionplan.rounds.verifying import verify
from actions.models import Action

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
BASES = [Basis.ACCEPTED, Basis.REPORTED]
CODES = ["1.1", "1.7", "3.1", "4.1", "4.7", "6.1", "8.5"]
"""With money, completed, with a milestone, beyond the plan's years, not started."""


@pytest.fixture
def snapshot(demo_story: str) -> Snapshot:
    return Snapshot.objects.select_related("closing__round__plan").get(closing__round__code="2022-12")


def moment_of(snapshot: Snapshot, basis: str) -> Moment:
    return Moment(snapshot.taken_at, snapshot.reckoned_on, basis)


def rows(snapshot: Snapshot, basis: str) -> QuerySet[SnapshotAction]:
    return SnapshotAction.objects.of_snapshot(snapshot).on_basis(basis)


def test_every_round_of_the_story_was_frozen_and_verifies(demo_story: str) -> None:
    snapshots = list(Snapshot.objects.in_order())
    assert [snapshot.closing.round.code for snapshot in snapshots] == [
        "2021-06",
        "2021-12",
        "2022-06",
        "2022-12",
    ]
    assert [verify(snapshot) for snapshot in snapshots] == [[], [], [], []]


def test_nine_are_completed_forty_ongoing_and_one_not_started(snapshot: Snapshot) -> None:
    statuses = list(rows(snapshot, Basis.ACCEPTED).values_list("status", flat=True))
    counted = {status: statuses.count(status) for status in set(statuses)}
    assert counted == {"completed": 9, "ongoing": 40, "not_started": 1}


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("code", CODES)
def test_an_action_was_frozen_as_its_page_computes_it(snapshot: Snapshot, code: str, basis: str) -> None:
    moment, row = moment_of(snapshot, basis), rows(snapshot, basis).get(code=code)
    action = Action.objects.select_related("plan").get(code=code)
    tracked = tracked_action(action, moment)
    for name in ["status", "verdict", "schedule", "freshness", "runs_until", "reported_at", "voices_differ"]:
        assert getattr(row, name) == getattr(tracked, name), name
    phases = action_facts.phases_of(action, moment.plan_day)
    budget = action_facts.budget_of(action, action.plan, phases, moment.plan_day)
    total = action_record.money_of(action, budget, moment).total
    assert (row.planned, row.committed, row.paid) == (total.planned, total.committed, total.paid)
    _as_frozen(action, row, phases, moment)


def _as_frozen(action: Action, row: SnapshotAction, phases: Any, moment: Moment) -> None:
    """The milestones, one by one and as they are counted."""
    auditor = User.objects.get(username="auditor")
    standing = action_record.standing_reports(action_record.reports_of(action, auditor, moment))
    word = next((one for one in standing if one.is_lead), None)
    terms = action_facts.milestone_terms_of(action, moment.plan_day)
    lines = action_record.milestone_lines(
        terms,
        word.milestones.all() if word else [],
        moment.reckoned_on,
        plan=action.plan,
        phases=phases.in_force,
    )
    due = action_record.milestones_due(lines, moment.reckoned_on)
    assert (row.milestones_due, row.milestones_achieved) == due
    frozen = SnapshotMilestone.objects.of_snapshot(row.snapshot).on_basis(row.basis).of_action(action.pk)
    once = {one.key: (one.state, one.achieved_on, one.late_by) for one in frozen.filter(recurrence="")}
    live = {
        line.terms.milestone.key: (line.state, line.achieved_on, line.late_by)
        for line in lines
        if not line.terms.recurrence
    }
    assert once == live


@pytest.mark.parametrize("basis", BASES)
def test_money_by_line_and_year_was_frozen_as_the_overview_adds_it_up(snapshot: Snapshot, basis: str) -> None:
    moment = MomentOfPicture(snapshot.taken_at, snapshot.reckoned_on, basis)
    years = by_year(live.read(snapshot.closing.round.plan, moment).actions)
    amounts = (
        SnapshotMoney.objects.of_snapshot(snapshot).on_basis(basis).values_list("measure", "year", "amount")
    )
    assert len(years) > 4
    for year, sums in years.items():
        for measure in ["planned", "committed", "paid"]:
            known = [amount for of, when, amount in amounts if (of, when) == (measure, year)]
            assert (sum(known) if known else None) == sums.get(measure), (measure, year)


def test_how_often_a_forecast_moved_was_frozen_as_the_page_says_it(snapshot: Snapshot) -> None:
    auditor, moment = User.objects.get(username="auditor"), moment_of(snapshot, Basis.ACCEPTED)
    found = 0
    for row in rows(snapshot, Basis.ACCEPTED).exclude(forecast_end=None):
        action = Action.objects.get(pk=row.action)
        known = action_record.reports_of(action, auditor, moment)
        history = action_record.report_history(known, auditor, moment)
        adopted = action_facts.phases_of(action, moment.plan_day).end_as_adopted
        live = action_record.slip_of(tracked_action(action, moment), adopted, history)
        found += 1
        assert _slip(snapshot, row.code) == (
            live.end,
            live.against_adopted,
            live.against_in_force,
            live.moved,
        )
    assert found > 0


def _slip(snapshot: Snapshot, code: str) -> tuple[datetime.date, int | None, int | None, int]:
    content = snapshot.items.get(table="computed", key=code).content
    slip = json.loads(bytes(content))["slip"]
    end = datetime.date.fromisoformat(slip["end"])
    return end, slip["against_adopted"], slip["against_in_force"], slip["moved"]
