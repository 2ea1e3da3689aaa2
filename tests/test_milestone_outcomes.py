"""What counts ask of milestones, beside all that is told of the same ones; and what is told of a few alone."""

import pytest
from django.test import RequestFactory
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.portal.dashboards import milestone_facts
from actionplan.portal.dashboards.milestone_outcomes import Outcome, Outcomes, outcomes_shown
from actionplan.portal.dashboards.milestone_promises import PromiseFact
from actionplan.portal.dashboards.shown import Shown, shown_of
from actions.models import Action, MilestoneTerms
from objectives.models import Plan
from tests.two_ways import PLAN

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


class ShownOf:
    """What an address of the milestones shows a coordinator."""

    def __init__(self, rf: RequestFactory, user: User) -> None:
        self.rf, self.user = rf, user

    def __call__(self, **address: str) -> Shown:
        request = self.rf.get("/", address)
        request.user, request.now = self.user, timezone.now()
        return shown_of(request, Plan.objects.get(code=PLAN), "milestones")


@pytest.fixture
def shown(demo_story: str, rf: RequestFactory, coordinator: User) -> ShownOf:
    return ShownOf(rf, coordinator)


def told(fact: PromiseFact) -> tuple[object, ...]:
    one = fact.milestone
    due = (one.due, one.recurrence, one.state, one.schedule, one.is_due, one.is_soon)
    return fact.action.order, one.place, *due


def counted(one: Outcome) -> tuple[object, ...]:
    return one.order, one.place, one.due, one.recurrence, one.state, one.schedule, one.is_due, one.is_soon


def the_same(outcomes: Outcomes) -> int:
    facts = outcomes.in_full(outcomes)
    assert [counted(one) for one in outcomes] == [told(facts[one.key]) for one in outcomes]
    assert [counted(one) for one in outcomes] == sorted(map(counted, outcomes), key=lambda one: one[:2])
    return len(outcomes)


@pytest.mark.parametrize("basis", ["accepted", "reported"])
@pytest.mark.parametrize("on", ["", "2022-06-14", "2023-01-20"])
def test_it_is_what_is_told_of_each(shown: ShownOf, on: str, basis: str) -> None:
    assert the_same(outcomes_shown(shown(on=on, basis=basis))) == 17


@pytest.mark.parametrize(
    "scope",
    [
        {"objective": "1"},
        {"organisation": "none"},
        {"policy_area": "KBBJ"},
        {"policy_area": "KBBJ", "also": "on"},
    ],
)
def test_it_is_so_of_a_part_of_the_plan(shown: ShownOf, scope: dict[str, str]) -> None:
    part = shown(on="2023-01-20", **scope)
    assert {one.order for one in outcomes_shown(part)} <= set(part.actions["order"])
    assert the_same(outcomes_shown(part)) < 17


def test_many_are_told_as_a_few_are(shown: ShownOf, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = outcomes_shown(shown(on="2023-01-20"))
    some = list(outcomes)[3:11]
    few = outcomes.in_full(some)
    monkeypatch.setattr(milestone_facts, "FEW", 3)
    assert outcomes.in_full(some) == few
    assert few.keys() == {one.key for one in some}


def test_one_that_went_meanwhile_is_not_told(shown: ShownOf) -> None:
    outcomes = outcomes_shown(shown(on="2023-01-20"))
    first, second, *_others = [one for one in outcomes if not one.recurrence]
    MilestoneTerms.objects.filter(milestone=first.key).update(in_force_until="2023-01-20")
    Action.objects.filter(milestones=second.key).update(in_force_until="2023-01-20")
    facts = outcomes.in_full(outcomes)
    assert first.key not in facts
    assert second.key not in facts
    assert facts
