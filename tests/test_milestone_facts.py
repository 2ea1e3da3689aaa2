"""Milestones of dashboards: the same of a closed round as was known at its closing, and as the action's page counts them."""

import datetime
from collections import Counter

import pytest

from actionplan.accounts.models import User
from actionplan.portal.action_facts import milestone_terms_of, phases_of
from actionplan.portal.action_record import milestone_lines
from actionplan.portal.dashboards.milestone_frozen import frozen_facts
from actionplan.portal.dashboards.milestone_outcomes import live_outcomes
from actionplan.portal.dashboards.milestone_promises import PromiseFact
from actionplan.portal.dashboards.scope import Scope
from actionplan.portal.frozen import Frozen
from actionplan.portal.milestone_periods import periods_achieved
from actionplan.portal.places import places_of
from actionplan.reporting.milestone_states import MilestoneSchedule
from actionplan.reporting.models import ProgressReport, Snapshot, SnapshotMilestone
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import Basis
from actions.models import Action
from objectives.models import Plan
from tests.factories import MilestoneFactory
from tests.frozen_round import FrozenRound
from tests.reporting_factories import noon

pytestmark = pytest.mark.django_db
WHOLE = Scope()


@pytest.fixture
def plan(demo_story: str) -> Plan:
    return Plan.objects.get(code="2020-2024")


def closed(code: str = "2022-12", basis: str = Basis.ACCEPTED) -> Frozen:
    rows = Snapshot.objects.select_related("closing__round__plan")
    snapshot = rows.get(closing__round__code=code)
    return Frozen(snapshot.closing.round, snapshot, [snapshot], basis)


def of_frozen(one: Frozen, scope: Scope = WHOLE) -> list[PromiseFact]:
    return frozen_facts(one, scope)


def of_day(plan: Plan, moment: Moment, scope: Scope = WHOLE) -> list[PromiseFact]:
    outcomes = live_outcomes(plan, moment, scope, places_of(plan))
    facts = outcomes.in_full(outcomes)
    return [facts[one.key] for one in outcomes]


@pytest.mark.parametrize("basis", [Basis.ACCEPTED, Basis.REPORTED])
def test_a_closed_round_has_the_milestones_that_were_known_at_its_closing(plan: Plan, basis: str) -> None:
    one = closed(basis=basis)
    assert of_frozen(one) == of_day(plan, one.moment)
    assert len(of_frozen(one)) == 17


@pytest.mark.parametrize("code", ["2021-06", "2021-12", "2022-06", "2022-12"])
def test_so_has_every_round_of_the_story(plan: Plan, code: str) -> None:
    one = closed(code)
    assert of_frozen(one) == of_day(plan, one.moment)


@pytest.mark.parametrize("basis", [Basis.ACCEPTED, Basis.REPORTED])
@pytest.mark.parametrize("code", ["2021-06", "2022-12"])
def test_they_agree_with_what_the_snapshot_counts_and_calls_late(plan: Plan, code: str, basis: str) -> None:
    one = closed(code, basis)
    found = of_frozen(one)
    due: Counter[str] = Counter()
    achieved: Counter[str] = Counter()
    for fact in found:
        due[fact.action.code] += fact.milestone.is_due
        achieved[fact.action.code] += fact.milestone.is_due and fact.milestone.state == "achieved"
    rows = one.rows.counted().filter(action__in=[fact.action.action for fact in found])
    assert {row.code: (row.milestones_due, row.milestones_achieved) for row in rows} == {
        name: (count, achieved[name]) for name, count in due.items()
    }
    late = SnapshotMilestone.objects.of_snapshot(one.snapshot).on_basis(basis).filter(late_by__gt=0)
    missed = [fact for fact in found if fact.milestone.schedule == MilestoneSchedule.MISSED]
    assert sorted(late.values_list("code", "key", "late_by")) == sorted(
        (fact.action.code, fact.milestone.key, fact.milestone.days_late) for fact in missed
    )


def test_they_agree_with_the_page_of_the_action(plan: Plan) -> None:
    """The same lines as `portal.action_record` makes: state, days late, periods due and achieved."""
    moment = Moment.end_of_day(datetime.date(2023, 1, 20))
    by_action: dict[int, list[PromiseFact]] = {}
    for fact in of_day(plan, moment):
        by_action.setdefault(fact.action.action, []).append(fact)
    for action in Action.objects.filter(pk__in=by_action):
        word = ProgressReport.objects.filter(pk=by_action[action.pk][0].action.word).first()
        phases = phases_of(action, moment.plan_day).in_force
        terms = milestone_terms_of(action, moment.plan_day)
        told = word.milestones.all() if word else []
        lines = milestone_lines(terms, told, moment.reckoned_on, plan=plan, phases=phases)
        mine = [fact.milestone for fact in by_action[action.pk]]
        missed = [one.days_late if one.schedule == MilestoneSchedule.MISSED else 0 for one in mine]
        assert [(line.state, line.late_by) for line in lines] == [
            (one.state, days) for one, days in zip(mine, missed, strict=True)
        ]
        assert [line.periods for line in lines if line.terms.recurrence] == [
            periods_achieved(one.periods.achieved, one.periods.due) for one in mine if one.recurrence
        ]


def test_a_recurring_one_that_was_agreed_to_later_begins_then_in_a_closed_round_too(
    frozen: FrozenRound, coordinator: User
) -> None:
    since = datetime.date(2022, 7, 1)
    facts = {"origin": "proposed", "terms__recurrence": "yearly", "terms__in_force_from": since}
    MilestoneFactory(action=frozen.small.joint, key="yearly", **facts)
    snapshot = frozen.again(noon(2022, 10, 1), coordinator)
    one = Frozen(frozen.round, snapshot, [snapshot])
    (fact,) = [fact for fact in of_frozen(one) if fact.milestone.key == "yearly"]
    assert fact.milestone.expected == (datetime.date(2022, 1, 1),)
    assert fact in of_day(frozen.plan, one.moment)


def test_actions_outside_the_scope_are_left_out(plan: Plan) -> None:
    scope = Scope({"objective": "3"})
    assert {fact.action.objective for fact in of_frozen(closed(), scope)} == {"3"}
    assert of_frozen(closed(), scope) == of_day(plan, closed().moment, scope)
