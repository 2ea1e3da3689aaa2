"""The trend a second way: every distribution of every round that was closed by then, of the whole and of each objective."""

import pytest

from actionplan.pages.trend.read import counted_rounds, trend_of, trends_of_objectives
from actionplan.picture.measures import measure_named, measures
from tests.second_way.plain import Plain, counted
from tests.second_way.two_ways import AMENDED_ROUNDS, BASES, ROUNDS, as_codes, both, closing_of, of_parts

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
MEASURES = ["status", "confidence", "verdict", "schedule"]


def the_trend_agrees(plain: Plain, text: str, basis: str, measure: str, rounds: list[str]) -> None:
    choices = both(plain, text, basis).choices
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
            assert of_parts(one.segments) == as_codes(counted(of, trend.measure.name))
            assert one.total == len(of)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("measure", MEASURES)
def test_the_trend_of_every_measure(plain: Plain, basis: str, measure: str) -> None:
    the_trend_agrees(plain, ROUNDS[-1], basis, measure, ROUNDS)


@pytest.mark.parametrize(("text", "rounds"), [("2021-06-30", 0), ("2021-10-31", 1), ("2022-12-31", 3)])
def test_the_trend_of_a_past_day_has_the_rounds_closed_by_then(plain: Plain, text: str, rounds: int) -> None:
    the_trend_agrees(plain, text, "accepted", "status", ROUNDS[:rounds])


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("measure", MEASURES)
def test_the_trend_of_the_amended_plan(plain_amended: Plain, basis: str, measure: str) -> None:
    the_trend_agrees(plain_amended, AMENDED_ROUNDS[-1], basis, measure, AMENDED_ROUNDS)
