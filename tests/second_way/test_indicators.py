"""The states of indicators and their counts a second way, and what the demo story has of them."""

from collections import Counter

import pytest

from actionplan.pages.indicators import indicators_context
from actionplan.picture.indicators import counted_by_state
from tests.second_way import indicators
from tests.second_way.two_ways import Told, TwoWays, of_the_story

pytestmark = pytest.mark.django_db


def the_states_agree(two: TwoWays) -> None:
    lines = indicators_context(two.choices, two.choices.actions)["indicators"]
    told = [
        (line.action.code, line.indicator.key, str(line.indicator.state), len(line.indicator.series))
        for line in lines
    ]
    each = indicators.each(two.plain, two.stands, two.when)
    assert told == each
    counts = counted_by_state(line.indicator for line in lines)
    states = Counter(state for _code, _key, state, _days in each)
    assert {str(state): count for state, count in counts.items() if count} == states


def test_the_indicators(told_plan: Told) -> None:
    for two in told_plan.at_every_moment:
        the_states_agree(two)


@of_the_story
def test_the_story_has_an_indicator_in_every_state(told_plan: Told) -> None:
    two = told_plan.at("2023-01-20", "accepted")
    found = indicators.each(two.plain, two.stands, two.when)
    assert {(code, state) for code, _key, state, _days in found} == {
        ("1.2", "on_the_way"),
        ("3.3", "reached"),
        ("4.1", "not_measured"),
        ("4.2", "behind"),
    }
