"""What the overview counts on the day of the printed report, in its matrices, its groups and in a closed round."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.reporting.models import Snapshot
from tests.personas import person
from tests.reading import Element, part, read

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
DAY = "?on=2023-01-20&basis=accepted"


@pytest.fixture
def show(demo_story: str, client_of: Callable[[User], Client]) -> Callable[[str], Element]:
    client = client_of(person("reviewer", Role.COORDINATOR))
    return lambda address: read(client.get(f"/2020-2024/{address}"))


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


def test_the_day_of_the_printed_report_has_its_figures(show: Callable[[str], Element]) -> None:
    page = show(DAY)
    assert numbers(part(page, "whole"), "completed", "ongoing", "not started") == [9, 40, 1]
    for table in page.all("table", class_="groups"):
        sums = [sum(int(row[at]) for row in table.rows if row[at] != "–") for at in (-6, -5, -4)]
        assert sums == [9, 40, 1]


@pytest.mark.parametrize("address", [DAY, "?round=2022-12", "?round=2021-12&policy_area=KBBJ&also=on"])
@pytest.mark.parametrize("name", ["policy_area", "minister"])
def test_a_matrix_adds_up_by_row_and_by_column(
    show: Callable[[str], Element], address: str, name: str
) -> None:
    page = show(address)
    *rows, totals = matrix(page, name)
    assert len(rows) > 2
    assert all(sum(row[:-1]) == row[-1] for row in rows)
    assert [sum(column) for column in zip(*rows, strict=True)] == totals
    assert totals[-1] == numbers(part(page, "whole"), "actions")[0]


def test_each_action_is_counted_once_by_confidence_and_by_verdict(show: Callable[[str], Element]) -> None:
    page = show(DAY)
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


def test_a_closed_round_shows_what_the_overview_showed_at_its_closing(show: Callable[[str], Element]) -> None:
    at = Snapshot.objects.get(closing__round__code="2022-12").taken_at
    then, round = show(f"?on={at:%Y-%m-%d}&basis=accepted"), show("?round=2022-12")
    for name in ["sure", "continuous", "groups", "matrix-policy_area", "matrix-minister"]:
        assert part(round, name) == part(then, name), name
    assert not round.all("section", **{"aria-labelledby": "last"})


def test_a_closed_round_has_its_own_page_with_the_same_figures(show: Callable[[str], Element]) -> None:
    overview, own = show("?round=2022-12"), show("rounds/2022-12/")
    for name in ["whole", "sure", "continuous", "freshness", "groups"]:
        assert part(own, name) == part(overview, name), name


def money(page: Element) -> list[list[str]]:
    (section,) = page.all("section", **{"aria-labelledby": "money"})
    return [[cell.text for cell in row.children if isinstance(cell, Element)] for row in section.all("tr")]


@pytest.mark.parametrize("part_of_plan", ["", "&objective=1", "&policy_area=WVG&also=on"])
def test_frozen_money_is_what_was_known_at_the_closing(
    show: Callable[[str], Element], part_of_plan: str
) -> None:
    at = Snapshot.objects.get(closing__round__code="2022-12").taken_at
    round, then = (
        show(f"?round=2022-12{part_of_plan}"),
        show(f"?on={at:%Y-%m-%d}&basis=accepted{part_of_plan}"),
    )
    assert len(money(round)) > 3
    assert money(round) == money(then)
    assert part(round, "money").split("Planned")[1] == part(then, "money").split("Planned")[1]


def amounts(page: Element) -> dict[str, str]:
    (section,) = page.all("section", **{"aria-labelledby": "money"})
    return {link.attributes["href"]: link.text for link in section.all("a")}


@pytest.mark.parametrize(
    "address", ["?round=2022-12&objective=1", "?minister=justice&also=on&basis=accepted"]
)
def test_money_of_a_part_opens_the_receipt_of_that_part(show: Callable[[str], Element], address: str) -> None:
    found = amounts(show(address))
    assert len(found) > 5
    for url, amount in found.items():
        receipt = show(url.removeprefix("/2020-2024/"))
        assert next(one.text for one in receipt.all("strong") if "€" in one.text) == amount, url


def test_the_chart_of_objectives_says_its_message_in_words(show: Callable[[str], Element]) -> None:
    page = show(DAY)
    assert (
        "From the first objective to the last: completed 1, 2, 0, 1, 2, 1, 2, 0; ongoing 6, 1, 16, 6, 1, 4, 1, 5"
        in part(page, "groups")
    )
    (chart,) = page.all("svg", **{"aria-labelledby": "chart-objective-title"})
    (message,) = page.all("p", id=chart.attributes["aria-describedby"])
    assert message.text.startswith("From the first objective to the last: completed 1, 2, 0")


def test_links_to_actions_of_a_closed_round_stay_in_the_round(show: Callable[[str], Element]) -> None:
    page = show("?round=2022-12")
    for name in ["attention", "disagreements"]:
        (section,) = page.all("section", **{"aria-labelledby": name})
        links = [link for link in section.links if "/actions/" in link]
        assert links
        assert all("/rounds/" not in link and "round=2022-12" in link for link in links)


def test_a_part_without_actions_says_so(show: Callable[[str], Element]) -> None:
    assert "No action of the plan is in this part." in show("?objective=2&organisation=wse").text
