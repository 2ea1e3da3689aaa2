"""Every figure of the budget dashboard is the sum of its receipt: live, of a day, of a part and of a closed round."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.picture.money import COMMITTED_ONLY, PAID_ONLY
from actions.models import Action
from tests.reading import Element, read
from tests.receipts.test_money import euro, sums

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
ADDRESSES = [
    "on=2022-12-31&all=on",
    "on=2022-12-31&basis=accepted&year=2021",
    "on=2021-12-09&policy_area=WVG",
    "on=2022-12-31&minister=justice&also=on",
    "round=2022-12&all=on",
    "round=2022-12&basis=reported&year=2022&objective=4",
    "round=2021-12&organisation=ov&also=on",
]


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


@pytest.mark.again
@pytest.mark.parametrize("query", ADDRESSES)
def test_every_figure_is_the_sum_of_its_receipt(
    demo_story: str, client_of: Callable[[User], Client], coordinator: User, query: str
) -> None:
    client = client_of(coordinator)
    found = figures(read(client.get(f"/2020-2024/budget/?{query}")))
    assert len(found) > 10
    assert {address: added_up(client, address) for address in found} == found


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("on=2023-06-30&all=on", marks=pytest.mark.again),
        "round=2022-12&basis=reported&all=on",
    ],
)
def test_every_figure_of_the_amended_plan_is_the_sum_of_its_receipt(
    amended_plan: str, client_of: Callable[[User], Client], coordinator: User, query: str
) -> None:
    client = client_of(coordinator)
    found = figures(read(client.get(f"/{amended_plan}/budget/?{query}")))
    for measure in [COMMITTED_ONLY, PAID_ONLY]:
        assert any(f"={measure}" in address for address in found)
    assert {address: added_up(client, address) for address in found} == found


def test_a_round_s_receipt_says_who_reported_what_and_what_it_was_in_the_round_before(
    demo_story: str, client_of: Callable[[User], Client], coordinator: User
) -> None:
    client = client_of(coordinator)
    page = read(client.get("/2020-2024/money/?measure=paid&action=1.1&year=2022&round=2022-12"))
    assert page.rows[0][3:] == [
        "€83,456.00",
        "€26,080.00",
        "2 December 2022, 15:28 Agency for Home Affairs, Demo ABB",
        "12 December 2022, 15:06 Demo Platform, review within the submitting agency",
        "Sample data: accounts as of 30 November 2022",
    ]
    assert page.rows[1][4] == "nothing in the round before"


def test_a_round_s_receipt_hides_the_source_of_what_is_limited_today_from_readers(
    demo_story: str, client_of: Callable[[User], Client], settings: Any
) -> None:
    settings.DEBUG = True  # the story's people may sign in
    Action.objects.filter(code="1.1").update(limited=True)
    address = "/2020-2024/money/?measure=paid&action=1.1&year=2022&round=2022-12"
    seen = {
        name: {row[7] for row in read(client_of(User.objects.get(username=name)).get(address)).rows}
        for name in ["reader", "platform"]
    }
    assert seen["reader"] == {"–"}
    assert "–" not in seen["platform"]


def test_the_overview_and_the_budget_open_the_same_receipts(
    demo_story: str, client_of: Callable[[User], Client], coordinator: User
) -> None:
    client = client_of(coordinator)
    day = "on=2022-12-31&basis=accepted"
    overview = sums(read(client.get(f"/2020-2024/?{day}")))
    budget = figures(read(client.get(f"/2020-2024/budget/?{day}")))
    assert len(overview) > 5
    assert set(overview.values()) <= set(budget.values())
