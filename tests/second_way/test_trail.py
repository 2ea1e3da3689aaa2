"""After every act of a told plan the trail knows what stands there, and nothing is wrong."""

from actionplan.rounds.verifying_contents import compare_contents
from actions.models import Action
from objectives.models import Plan

from .two_ways import Told


def test_all_that_the_story_wrote_is_compared_and_nothing_is_wrong(told_plan: Told) -> None:
    plan = Plan.objects.get(code="2020-2024")
    result = compare_contents(plan.pk)
    assert result.faults == []
    if told_plan.name == "amended":  # rows of which no act tells
        return
    assert not result.not_compared
    assert result.compared["actions"] == Action.objects.filter(plan=plan).count() >= 50
    assert result.compared["reports"] > 0
