"""The budget and its receipts ask as often with one row of every relation as with three, and never too often."""

from typing import Any

import pytest
from django.test import Client

from tests.database_state import undone
from tests.page_list import address
from tests.test_query_counts import OVERVIEW, queries_of_page
from tests.test_query_counts_of_snapshots import frozen_plan

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
PART = {"minister": "minister_0", "also": "on", "under_minister": "minister_0", "year": "2020"}
FROZEN = {"round": "2022-12", "basis": "reported"}
SHOWN: dict[str, dict[str, str]] = {
    "today": {},
    "a day": {"on": "2022-12-31"},
    "a part": PART,
    "a round": FROZEN,
    "a part of a round": {**FROZEN, **PART},
}
SUMS: dict[str, dict[str, str]] = {
    "planned": {"measure": "planned"},
    "paid": {"measure": "paid"},
    "paid by a source": {"measure": "paid", "source": "organisation.partner_0"},
    "open": {"measure": "open"},
}


def addresses(plan: str) -> dict[str, str]:
    found = {}
    for name, query in SHOWN.items():
        for page in ["budget", "budget-csv"]:
            found[f"{page}, {name}"] = address(page, plan, **query)
        for measure, asked in SUMS.items():
            found[f"{measure}, {name}"] = address("money-receipt", plan, **{**query, **asked})
    return found


def counted(size: int) -> dict[str, int]:
    found, client = {}, Client()
    with undone():
        grown = frozen_plan(size)
        client.force_login(grown.everything)
        for name, url in addresses(grown.plan.code).items():
            found[name] = queries_of_page(client, url)
    return found


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> dict[int, dict[str, int]]:
    with django_db_blocker.unblock():
        return {size: counted(size) for size in (1, 3)}


def test_no_page_asks_too_often(counts: dict[int, dict[str, int]]) -> None:
    assert {name: count for name, count in counts[3].items() if count > OVERVIEW} == {}


def test_every_page_asks_as_often_with_one_row_as_with_three(counts: dict[int, dict[str, int]]) -> None:
    assert counts[1] == counts[3]
