"""Every figure of the budget dashboard is the sum of its receipt: of a day, of a part and of a closed round."""

from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from actionplan.accounts.models import User
from actionplan.pages.choices import Choices, Scope
from actionplan.pages.receipts.money import SUM_PARAMETERS, RequestedSum, actions_of, amounts_of
from actionplan.picture.money import COMMITTED_ONLY, PAID_ONLY
from actions.models import Action
from tests.actions.lists_of_counts import choices_at
from tests.reading import Element, read
from tests.receipts.test_money import added_up as added_up_on_its_page
from tests.receipts.test_money import euro, sums
from tests.second_way.two_ways import Show, of_the_amended_plan, of_the_story

pytestmark = pytest.mark.django_db


def added_up(choices: Choices, address: str) -> Decimal:
    """The sum of the rows of a receipt, which is of the moment that the page is of."""
    query = QueryDict(urlsplit(address).query)
    assert choices.time_query.items() <= query.dict().items(), address
    asked = RequestedSum.from_query(query)
    of_part = replace(choices, scope=Scope.from_query(query, choices.scope.parts, SUM_PARAMETERS))
    amounts = amounts_of(of_part, asked, actions_of(of_part, asked, None))
    return sum((one.euro for one in amounts), Decimal("0.00"))


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
    address = f"/2020-2024/budget/?{query}"
    found = figures(read(client.get(address)))
    choices = choices_at(address, User.objects.get(username="reviewer"))
    assert len(found) > 10
    assert {address: added_up(choices, address) for address in found} == found
    return found


@of_the_story
@pytest.mark.parametrize(
    "query",
    ["on=2022-12-31&organisation=wvg_houses_of_justice&also=on&year=2022", "round=2021-12&policy_area=WVG"],
)
def test_every_figure_is_the_sum_of_its_receipt(reviewing: Client, query: str) -> None:
    found = every_figure_is_the_sum_of_its_receipt(reviewing, query)
    largest = max(found, key=lambda address: found[address])
    assert added_up_on_its_page(reviewing, largest) == found[largest]


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
@pytest.mark.parametrize("query", ["on=2022-12-31&basis=accepted", "round=2022-12&objective=1"])
def test_the_overview_and_the_budget_open_the_same_receipts(show: Show, query: str) -> None:
    overview, budget = sums(show(f"?{query}")), figures(show(f"budget/?{query}"))
    assert len(overview) > 5
    assert overview.items() <= budget.items()
