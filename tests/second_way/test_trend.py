"""The trend a second way: every distribution of every round that was closed by then, of the whole and of each objective;
and what the page shows of the story, with each chart's message in words.
"""

import pytest

from actionplan.pages.trend.read import counted_rounds, trend_of, trends_of_objectives
from actionplan.picture import frozen
from actionplan.picture.sentences import measure_named, measures
from actionplan.reporting.models import Snapshot
from tests.reading import Element, part
from tests.second_way.plain import counted
from tests.second_way.two_ways import (
    AMENDED_ROUNDS,
    BASES,
    ROUNDS,
    Show,
    Told,
    as_codes,
    closing_of,
    of_parts,
    of_the_story,
)

pytestmark = pytest.mark.django_db
MEASURES = ["status", "confidence", "verdict", "schedule"]


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
            assert of_parts(one.segments) == as_codes(counted(of, trend.measure.name))
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


def section_of(page: Element, name: str) -> Element:
    (section,) = page.all("section", **{"aria-labelledby": name})
    return section


@of_the_story
def test_each_round_is_a_row_with_its_counts(show: Show) -> None:
    page = show("trend/?basis=accepted")
    assert section_of(page, "trend-status").rows == [
        ["2021-06", "1", "46", "2", "–", "1", "50"],
        ["2021-12", "4", "45", "1", "–", "–", "50"],
        ["2022-06", "6", "43", "1", "–", "–", "50"],
        ["2022-12", "9", "40", "1", "–", "–", "50"],
    ]
    # each chart says its message in words
    said = "From round to round: completed 1, 4, 6, 9; ongoing 46, 45, 43, 40; not started 2, 1, 1, 1; never reported 1"
    assert said in part(page, "trend-status")
    charts = page.all("svg", role="img")
    assert len(charts) == 4 + 8
    (message,) = page.all("p", id=charts[0].attributes["aria-describedby"])
    assert message.text == f"{said}, 0, 0, 0."


@of_the_story
def test_the_objectives_add_up_to_the_whole_in_every_round(show: Show) -> None:
    section = section_of(show("trend/?basis=accepted&show=verdict"), "objectives")
    multiples = section.all("section")
    assert len(multiples) == 8
    sums = [sum(int(one.rows[at][-1].replace("–", "0")) for one in multiples) for at in range(4)]
    assert sums == [50, 50, 50, 50]
    assert "On track" in section.all("th", scope="col")[1].text


@of_the_story
def test_only_the_rounds_that_had_closed_by_then_are_shown(show: Show) -> None:
    for query, rounds in [
        ("on=2021-05-01", []),
        ("on=2022-01-31", ROUNDS[:2]),
        ("round=2022-06", ROUNDS[:3]),
    ]:
        found = show(f"trend/?{query}").all("section", **{"aria-labelledby": "trend-status"})
        assert [row[0] for section in found for row in section.rows] == rounds


@of_the_story
def test_a_part_is_what_was_under_it_in_each_round(show: Show) -> None:
    rows = section_of(show("trend/?minister=justice&basis=accepted"), "trend-status").rows
    assert [row[0] for row in rows] == ROUNDS
    for row in rows:
        snapshot = Snapshot.objects.select_related("closing__round").get(closing__round__code=row[0])
        actions = frozen.read(snapshot, "accepted").actions
        assert int(row[-1]) == len(actions.counting_under_minister("justice")) > 0
