"""The pages of a round ask as often with one request of every state as with three, and with 50 as with 5,000."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.roles import Role
from tests.counted import LIST, OVERVIEW, PAGE, PICTURE, SIZES, Asking, queries_of
from tests.database_state import undone
from tests.factories import PlanFactory
from tests.page_list.every_page import address
from tests.personas import person
from tests.reporting.grown_round import GrownRound, asked_in_bulk, grown_round

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
ROUND = PICTURE + 21
"""How many queries at most the page of a round asks, which answers eight questions, one of them from the picture."""
NAVIGATION_OF_OFFICE = 1
"""More for a reader of a minister's office: whether a round is in validation; the dashboards have read that themselves."""


def asked(grown: GrownRound) -> Iterator[tuple[str, str, int]]:
    names, state = [grown.plan.code, grown.round.code], grown.round.state
    yield f"rounds, {state}", address("round-list", names[0]), LIST
    yield f"round, {state}", address("round", *names), ROUND
    yield f"requests, {state}", address("request-list", *names), LIST
    filters = {"policy_area": "AREA0", "state": "not_started", "hanging": "on", "sort": "-late"}
    yield f"requests, {state}, filtered", address("request-list", *names, **filters), LIST
    yield f"requests, {state}, file", address("request-list-csv", *names), LIST
    yield f"change, {state}", address("round-change", *names), PAGE
    yield f"asked, {state}", address("round-asked", *names), PICTURE + PAGE
    yield f"open, {state}", address("round-open-confirm", *names), PICTURE + PAGE
    yield f"validate, {state}", address("round-take-into-validation-confirm", *names), PAGE
    yield f"texts, {state}", address("round-texts", *names), OVERVIEW
    yield f"close, {state}", address("round-close-confirm", *names), PAGE
    yield f"extension, {state}", address("extension", *names, grown.request.pk), PAGE
    yield f"validation, {state}", address("validation", *names, grown.minister.key), PICTURE + PAGE
    yield f"overview, {state}", address("overview", names[0]), OVERVIEW


def counted(size: int) -> dict[str, tuple[int, int]]:
    """By page: how often it asks with so many requests of every state, and how often it may."""
    found = {}
    for state in ["draft", "open", "review", "validation"]:
        with undone():
            asking, grown = Asking(warm=size != SIZES[0]), grown_round(size, state)
            asking.sign_in(grown.everything)
            for name, url, most in asked(grown):
                found[name] = (asking.queries_of(url), most + NAVIGATION_OF_OFFICE)
    return found


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> dict[int, dict[str, tuple[int, int]]]:
    with django_db_blocker.unblock():
        return {size: counted(size) for size in SIZES}


def test_no_page_of_a_round_asks_too_often(counts: dict[int, dict[str, tuple[int, int]]]) -> None:
    assert {name: count for name, (count, most) in counts[3].items() if count > most} == {}


def test_every_page_of_a_round_asks_as_often_with_one_of_everything_as_with_three(
    counts: dict[int, dict[str, tuple[int, int]]],
) -> None:
    assert counts[1] == counts[3]


def counted_at_size(size: int) -> dict[str, int]:
    with undone():
        round = asked_in_bulk(PlanFactory(code="2020-2024-bulk"), size)
        client = Client()
        client.force_login(person("follows", Role.COORDINATOR))
        names = [round.plan.code, round.code]
        urls = {
            "round": address("round", *names),
            "requests": address("request-list", *names),
            "requests, last page": address("request-list", *names, page=size // 50, sort="-late"),
            "close": address("round-close-confirm", *names),
        }
        return {name: queries_of(client, url) for name, url in urls.items()}


def test_5000_requests_cost_as_many_queries_as_50() -> None:
    assert counted_at_size(5000) == counted_at_size(50)
