"""What the trend shows of the story: the distributions of all closed rounds, and each chart's message in words."""

import pytest

from actionplan.picture import frozen
from actionplan.reporting.models import Snapshot
from tests.reading import Element, part
from tests.second_way.two_ways import ROUNDS, Show, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]


def section_of(page: Element, name: str) -> Element:
    (section,) = page.all("section", **{"aria-labelledby": name})
    return section


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


def test_the_objectives_add_up_to_the_whole_in_every_round(show: Show) -> None:
    section = section_of(show("trend/?basis=accepted&show=verdict"), "objectives")
    multiples = section.all("section")
    assert len(multiples) == 8
    sums = [sum(int(one.rows[at][-1].replace("–", "0")) for one in multiples) for at in range(4)]
    assert sums == [50, 50, 50, 50]
    assert "On track" in section.all("th", scope="col")[1].text


def test_only_the_rounds_that_had_closed_by_then_are_shown(show: Show) -> None:
    for query, rounds in [
        ("on=2021-05-01", []),
        ("on=2022-01-31", ROUNDS[:2]),
        ("round=2022-06", ROUNDS[:3]),
    ]:
        found = show(f"trend/?{query}").all("section", **{"aria-labelledby": "trend-status"})
        assert [row[0] for section in found for row in section.rows] == rounds


def test_a_part_is_what_was_under_it_in_each_round(show: Show) -> None:
    rows = section_of(show("trend/?minister=justice&basis=accepted"), "trend-status").rows
    assert [row[0] for row in rows] == ROUNDS
    for row in rows:
        snapshot = Snapshot.objects.select_related("closing__round").get(closing__round__code=row[0])
        actions = frozen.read(snapshot, "accepted").actions
        assert int(row[-1]) == len(actions.counting_under_minister("justice")) > 0
