"""What the overview shows of the story: the day of the printed report, its matrices and groups, a closed round, its money."""

import re

import pytest

from actionplan.reporting.models import Snapshot
from tests.reading import Element, part
from tests.second_way.two_ways import Show, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]
DAY = "?on=2023-01-20&basis=accepted"
OF_THE_CHART = (
    "From the first objective to the last: completed 1, 2, 0, 1, 2, 1, 2, 0; ongoing 6, 1, 16, 6, 1, 4, 1, 5"
)


def matrix(page: Element, name: str) -> list[list[int]]:
    """The counts of a matrix, its sums included: the last cell of each row, and the last row."""
    (section,) = page.all("section", **{"aria-labelledby": f"matrix-{name}"})
    rows = [row for row in section.all("tr") if row.all("td")]
    return [
        [int(found) if (found := cell.text.split()[0]) != "–" else 0 for cell in row.all("td")]
        for row in rows
    ]


def numbers(text: str, *words: str) -> list[int]:
    return [int(found.group(1)) if (found := re.search(rf"(\d+) {word}", text)) else 0 for word in words]


def the_matrices_add_up(page: Element) -> None:
    """By row and by column."""
    for name in ["policy_area", "minister"]:
        *rows, totals = matrix(page, name)
        assert len(rows) > 2
        assert all(sum(row[:-1]) == row[-1] for row in rows)
        assert [sum(column) for column in zip(*rows, strict=True)] == totals
        assert totals[-1] == numbers(part(page, "whole"), "actions")[0]


def test_the_day_of_the_printed_report_has_its_figures(show: Show) -> None:
    page = show(DAY)
    assert numbers(part(page, "whole"), "completed", "ongoing", "not started") == [9, 40, 1]
    for table in page.all("table", class_="groups"):
        sums = [sum(int(row[at]) for row in table.rows if row[at] != "–") for at in (-6, -5, -4)]
        assert sums == [9, 40, 1]
    the_matrices_add_up(page)
    # each action is counted once by confidence and by verdict
    sure, continuous = part(page, "sure"), part(page, "continuous")
    assert numbers(continuous, "continuous actions") == [13]
    for of, all_words in [(sure, 37), (continuous, 13)]:
        confidence, verdict = of.split("Confidence")[1].split("Verdict")
        assert [sum(map(int, re.findall(r"\d+", words))) for words in (confidence, verdict)] == [
            all_words
        ] * 2
    assert numbers(continuous, "as intended", "less than intended") == [10, 3]
    assert "on track" not in continuous
    assert "as intended" not in sure
    # the chart of objectives says its message in words
    assert OF_THE_CHART in part(page, "groups")
    (chart,) = page.all("svg", **{"aria-labelledby": "chart-objective-title"})
    (message,) = page.all("p", id=chart.attributes["aria-describedby"])
    assert message.text.startswith(OF_THE_CHART[:60])


def money(page: Element) -> list[list[str]]:
    (section,) = page.all("section", **{"aria-labelledby": "money"})
    return [[cell.text for cell in row.children if isinstance(cell, Element)] for row in section.all("tr")]


def test_a_closed_round_shows_what_the_overview_showed_at_its_closing(show: Show) -> None:
    at = Snapshot.objects.get(closing__round__code="2022-12").taken_at
    then, round = show(f"?on={at:%Y-%m-%d}&basis=accepted"), show("?round=2022-12")
    for name in ["sure", "continuous", "groups", "matrix-policy_area", "matrix-minister"]:
        assert part(round, name) == part(then, name), name
    assert not round.all("section", **{"aria-labelledby": "last"})
    assert len(money(round)) > 3
    assert money(round) == money(then)
    the_matrices_add_up(round)
    own = show("rounds/2022-12/")
    for name in ["whole", "sure", "continuous", "freshness", "groups"]:
        assert part(own, name) == part(round, name), name
    for name in ["attention", "disagreements"]:
        (section,) = round.all("section", **{"aria-labelledby": name})
        links = [link for link in section.links if "/actions/" in link]
        assert links
        assert all("/rounds/" not in link and "round=2022-12" in link for link in links)


def test_a_part_of_a_closed_round_has_its_own_money(show: Show) -> None:
    at = Snapshot.objects.get(closing__round__code="2022-12").taken_at
    also = "policy_area=WVG&also=on"
    round, then = show(f"?round=2022-12&{also}"), show(f"?on={at:%Y-%m-%d}&basis=accepted&{also}")
    assert money(round) == money(then)
    assert part(round, "money").split("Planned")[1] == part(then, "money").split("Planned")[1]
    the_matrices_add_up(show("?round=2021-12&policy_area=KBBJ&also=on"))


def test_a_part_without_actions_says_so(show: Show) -> None:
    assert "No action of the plan is in this part." in show("?objective=2&organisation=wse").text
