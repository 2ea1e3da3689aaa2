"""The trend a second way: every distribution of every round closed by then, of the whole and of each objective."""

import pytest

from actionplan.pages.trend.read import counted_rounds, trend_of, trends_of_objectives
from actionplan.picture.measures import measure_named, measures
from actionplan.reporting.states import DONE
from tests.second_way.plain import counted
from tests.second_way.two_ways import (
    AMENDED_ROUNDS,
    BASES,
    ROUNDS,
    Told,
    as_codes,
    closing_of,
    of_parts,
    of_the_story,
)

pytestmark = pytest.mark.django_db
MEASURES = ["status", "confidence", "verdict", "schedule"]
HOW_IT_GOES = ["confidence", "verdict"]
"""Of what is done, how it ended counts instead."""


def the_trend_agrees(told: Told, text: str, basis: str, measure: str, rounds: list[str]) -> None:
    choices, plain = told.at(text, basis).choices, told.plain
    found = counted_rounds(choices)
    whole = [trend_of(choices, found, one) for one in measures()]
    objectives = trends_of_objectives(choices, found, measure_named(measure))
    stands = {code: plain.at(closing_of(code, basis)) for code in rounds}
    assert [trend.measure.name for trend in whole] == MEASURES
    assert {trend.measure.name for trend in objectives} <= {measure}
    for trend in [*whole, *objectives]:
        assert [one.code for one in trend.rounds] == rounds
        for one in trend.rounds:
            of = stands[one.code]
            if trend.objective:
                of = [stand for stand in of if stand.objective == str(trend.objective.number)]
            ended = [stand for stand in of if stand.status in DONE and trend.measure.name in HOW_IT_GOES]
            going = [stand for stand in of if stand not in ended]
            expected = counted(going, trend.measure.name) | counted(ended, "status")
            assert of_parts(one.segments) == as_codes(expected)
            assert one.total == len(of)


def test_the_trend_of_every_measure(told_plan: Told) -> None:
    rounds = {"story": ROUNDS, "amended": AMENDED_ROUNDS}[told_plan.name]
    for basis in BASES:
        for measure in MEASURES:
            the_trend_agrees(told_plan, rounds[-1], basis, measure, rounds)


@of_the_story
def test_the_trend_of_a_past_day_has_the_rounds_closed_by_then(told_plan: Told) -> None:
    for text, rounds in [("2021-06-30", 0), ("2021-10-31", 1), ("2022-12-31", 3)]:
        the_trend_agrees(told_plan, text, "accepted", "status", ROUNDS[:rounds])
