"""A large invented plan with closed rounds, tried with twelve actions and three rounds."""

import io
from collections import defaultdict
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from actionplan.picture.frozen import read
from actionplan.reporting.models import (
    Expenditure,
    ProgressReport,
    ReportedMilestone,
    Request,
    Round,
    Snapshot,
    Standing,
)
from actionplan.reporting.states import DONE, Basis
from actionplan.rounds.verifying import verify
from objectives.models import Plan

CODE = "2020-2024-synthetic"


def seed(rounds: int = 3) -> str:
    output = io.StringIO()
    call_command("seed_synthetic", actions=12, rounds=rounds, stdout=output)
    return output.getvalue()


@pytest.fixture
def plan(db: None) -> Plan:
    """A plan of twelve actions with three closed rounds, on an empty database."""
    assert seed() == f"Made the plan {CODE}: 12 actions, 3 closed rounds, 36 reports.\n"
    return Plan.objects.get(code=CODE)


@pytest.mark.full
def test_its_rounds_are_the_last_of_the_plans_time_and_every_lead_answered(plan: Plan) -> None:
    rounds = Round.objects.of_plan(plan)
    assert list(rounds.values_list("code", "state")) == [
        ("2024-06", "closed"),
        ("2024-09", "closed"),
        ("2024-12", "closed"),
    ]
    assert all(round.closed_at.date() <= plan.end for round in rounds)
    # accepted before the closing, and with rows
    leads = Request.objects.of_leads().with_state()
    assert list(leads.values_list("answer_state", flat=True)) == ["accepted"] * 36
    assert not ProgressReport.objects.exclude(reviewed_at__lt=F("round__closed_at")).exists()
    assert Expenditure.objects.filter(report__round__code="2024-12").exists()
    assert ReportedMilestone.objects.filter(state="achieved").exists()


@pytest.mark.full
def test_one_report_of_each_action_stands_at_a_time_and_what_is_done_stays_done(plan: Plan) -> None:
    for basis, instant in [(Basis.REPORTED, "submitted_at"), (Basis.ACCEPTED, "reviewed_at")]:
        stood = defaultdict(list)
        for row in Standing.objects.on_basis(basis).order_by("since").select_related("report"):
            assert row.since == getattr(row.report, instant)
            stood[row.action_id].append(row)
        assert len(stood) == 12
        for rows in stood.values():
            assert [row.until for row in rows] == [*(row.since for row in rows[1:]), None]
    done: dict[int, tuple[Any, ...]] = {}
    for report in ProgressReport.objects.order_by("submitted_at"):
        told = (report.status, report.outcome, report.actual_end)
        assert done.get(report.action_id, told) == told
        if report.status in DONE:
            done[report.action_id] = told
    assert done
    # each closing froze what stood then
    snapshots = Snapshot.objects.select_related("closing__round")
    assert len(snapshots) == 3
    for snapshot in snapshots:
        reports = snapshot.closing.round.reports.values_list("pk", flat=True)
        actions = read(snapshot, Basis.ACCEPTED).actions
        assert {action.lead_report and action.lead_report.pk for action in actions} == set(reports)
        assert verify(snapshot) == []


@pytest.mark.parametrize("rounds", [0, 21])
def test_more_rounds_than_the_plans_time_has_are_refused(db: None, rounds: int) -> None:
    with pytest.raises(CommandError, match="1 to 20 rounds"):
        seed(rounds)
    assert not Plan.objects.exists()
