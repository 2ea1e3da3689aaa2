"""Milestones of dashboards: the same of a closed round as was known at its closing, and as the action's page counts them."""

import datetime
from collections import Counter

import pytest

from actionplan.portal.dashboards.milestone_facts import (
    PromiseFact,
    frozen_briefs,
    frozen_promises,
    live_briefs,
    live_promises,
)
from actionplan.portal.dashboards.scope import Scope
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import places_of
from actionplan.reporting.milestone_states import MilestoneSchedule
from actionplan.reporting.models import Snapshot, SnapshotAction, SnapshotMilestone
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis
from objectives.models import Plan

pytestmark = pytest.mark.django_db
WHOLE = Scope()


@pytest.fixture
def plan(demo_story: str) -> Plan:
    return Plan.objects.get(code="2020-2024")


def frozen(code: str = "2022-12", basis: str = Basis.ACCEPTED) -> Frozen:
    rows = Snapshot.objects.select_related("closing__round__plan")
    snapshot = rows.get(closing__round__code=code)
    return Frozen(snapshot.closing.round, snapshot, [snapshot], basis)


def of_frozen(one: Frozen, scope: Scope = WHOLE) -> list[PromiseFact]:
    briefs = frozen_briefs(one, scope)
    promises = frozen_promises(one, briefs)
    return [PromiseFact(brief, row) for brief in briefs.values() for row in promises[brief.action]]


def of_day(plan: Plan, moment: Moment, scope: Scope = WHOLE) -> list[PromiseFact]:
    briefs = live_briefs(plan, moment, scope, places_of(plan))
    promises = live_promises(plan, moment, briefs)
    return [PromiseFact(brief, row) for brief in briefs.values() for row in promises[brief.action]]


def told(facts: list[PromiseFact]) -> list[PromiseFact]:
    """Without actions that have no milestone, which are in a frozen plan too."""
    return facts


@pytest.mark.parametrize("basis", [Basis.ACCEPTED, Basis.REPORTED])
def test_a_closed_round_has_the_milestones_that_were_known_at_its_closing(plan: Plan, basis: str) -> None:
    one = frozen(basis=basis)
    assert of_frozen(one) == of_day(plan, one.moment)
    assert len(of_frozen(one)) == 17


@pytest.mark.parametrize("code", ["2021-06", "2021-12", "2022-06", "2022-12"])
def test_so_has_every_round_of_the_story(plan: Plan, code: str) -> None:
    one = frozen(code)
    assert of_frozen(one) == of_day(plan, one.moment)
