"""Every figure of the budget dashboard is the sum of its receipt: of a day, of a part and of a closed round."""

from decimal import Decimal

import pytest
from django.test import Client

from actionplan.picture.money import COMMITTED_ONLY, PAID_ONLY
from actions.models import Action
from tests.reading import Element, read
from tests.receipts.test_money import euro, sums
from tests.second_way.two_ways import Show, of_the_amended_plan, of_the_story

pytestmark = pytest.mark.django_db


def added_up(client: Client, address: str) -> Decimal:
    """The sum of the rows of a receipt over all its pages, which must be what its first line says."""
    total, page_number = Decimal("0.00"), 1
    while True:
        page = read(client.get(f"{address}&page={page_number}"))
        total += sum((amount(row[3]) for row in page.rows), Decimal("0.00"))
        if not page.all("a", rel="next"):
            break
        page_number += 1
    said = next(one.text for one in page.all("strong") if "€" in one.text)
    assert amount(said) == total, address
    return total


def amount(text: str) -> Decimal:
    """As `euro`, and below zero where a minus stands before it."""
    return -euro(text) if text.startswith("\N{MINUS SIGN}") else euro(text)


def figures(page: Element) -> dict[str, Decimal]:
    return {
        link.attributes["href"]: amount(link.text)
        for link in page.all("a", class_="receipt")
        if "/money/" in link.attributes["href"]
    }


def every_figure_is_the_sum_of_its_receipt(client: Client, query: str) -> dict[str, Decimal]:
    found = figures(read(client.get(f"/2020-2024/budget/?{query}")))
    assert len(found) > 10
    assert {address: added_up(client, address) for address in found} == found
    return found


@of_the_story
@pytest.mark.parametrize(
    "query",
    ["on=2022-12-31&organisation=wvg_houses_of_justice&also=on&year=2022", "round=2021-12&policy_area=WVG"],
)
def test_every_figure_is_the_sum_of_its_receipt(reviewing: Client, query: str) -> None:
    every_figure_is_the_sum_of_its_receipt(reviewing, query)


@of_the_amended_plan
def test_every_figure_of_the_amended_plan_is_the_sum_of_its_receipt(reviewing: Client) -> None:
    found = every_figure_is_the_sum_of_its_receipt(reviewing, "round=2022-12&basis=reported&all=on")
    for measure in [COMMITTED_ONLY, PAID_ONLY]:
        assert any(f"={measure}" in address for address in found)


@of_the_story
def test_a_round_s_receipt_says_who_reported_what_and_what_it_was_in_the_round_before(show: Show) -> None:
    page = show("money/?measure=paid&action=1.1&year=2022&round=2022-12")
    assert page.rows[0][3:] == [
        "€83,456.00",
        "€26,080.00",
        "2 December 2022, 15:28 Agency for Home Affairs, Demo ABB",
        "12 December 2022, 15:06 Demo Platform, review within the submitting agency",
        "Sample data: accounts as of 30 November 2022",
    ]
    assert page.rows[1][4] == "nothing in the round before"


@of_the_story
def test_a_round_s_receipt_hides_the_source_of_what_is_limited_today_from_readers(
    reading: Client, reviewing: Client
) -> None:
    Action.objects.filter(code="1.1").update(limited=True)
    address = "/2020-2024/money/?measure=paid&action=1.1&year=2022&round=2022-12"
    seen, known = ({row[7] for row in read(one.get(address)).rows} for one in [reading, reviewing])
    assert seen == {"–"}
    assert "–" not in known


@of_the_story
def test_the_overview_and_the_budget_open_the_same_receipts(show: Show) -> None:
    day = "on=2022-12-31&basis=accepted"
    overview, budget = sums(show(f"?{day}")), figures(show(f"budget/?{day}"))
    assert len(overview) > 5
    assert set(overview.values()) <= set(budget.values())
