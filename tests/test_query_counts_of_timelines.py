"""The timeline asks as often with one row of every relation as with three, and never too often: live and of a closed round."""

from typing import Any

import pytest
from django.test import Client

from tests.database_state import undone
from tests.page_list import address
from tests.test_query_counts import OVERVIEW, queries_of_page
from tests.test_query_counts_of_snapshots import frozen_plan

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
FILTERED = {"minister": "minister_0", "also": "on", "sort": "slip", "by": "year"}
ASKED = {
    "today": {},
    "a day": {"on": "2022-12-31"},
    "a part": FILTERED,
    "a table": {"as": "table"},
    "a round": {"round": "2022-12"},
    "a part of a round": {"round": "2022-12", "basis": "reported", **FILTERED},
}


def counted(size: int) -> dict[str, int]:
    found, client = {}, Client()
    with undone():
        grown = frozen_plan(size)
        client.force_login(grown.everything)
        for name, query in ASKED.items():
            for page in ["timeline", "timeline-csv"]:
                url = address(page, grown.plan.code, **query)
                found[f"{page}, {name}"] = queries_of_page(client, url)
    return found


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> dict[int, dict[str, int]]:
    with django_db_blocker.unblock():
        return {size: counted(size) for size in (1, 3)}


def test_it_never_asks_too_often(counts: dict[int, dict[str, int]]) -> None:
    assert {name: count for name, count in counts[3].items() if count > OVERVIEW} == {}


def test_it_asks_as_often_with_one_row_as_with_three(counts: dict[int, dict[str, int]]) -> None:
    assert counts[1] == counts[3]
