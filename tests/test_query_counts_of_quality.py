"""Milestones and quality ask as often with one row of every relation as with three, and never too often: live and frozen."""

from typing import Any

import pytest
from django.test import Client

from tests.database_state import undone
from tests.page_list import address
from tests.test_query_counts import OVERVIEW, queries_of_page
from tests.test_query_counts_of_snapshots import frozen_plan

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
PART: dict[str, str] = {"minister": "minister_0", "also": "on", "by": "year"}
ASKED: dict[str, dict[str, str]] = {
    "today": {},
    "a day": {"on": "2022-12-31"},
    "a part": {**PART, "state": "recurring", "point": "source"},
    "an organisation": {"organisation": "lead"},
    "a round": {"round": "2022-12"},
    "a part of a round": {"round": "2022-12", "basis": "reported", "point": "source", **PART},
}


def counted(size: int) -> dict[str, int]:
    found, client = {}, Client()
    with undone():
        grown = frozen_plan(size)
        client.force_login(grown.everything)
        for name, query in ASKED.items():
            for page in ["milestones", "milestones-csv", "quality"]:
                url = address(page, grown.plan.code, **query)
                found[f"{page}, {name}"] = queries_of_page(client, url)
    return found


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> dict[int, dict[str, int]]:
    with django_db_blocker.unblock():
        return {size: counted(size) for size in (1, 3)}


def test_they_never_ask_too_often(counts: dict[int, dict[str, int]]) -> None:
    assert {name: count for name, count in counts[3].items() if count > OVERVIEW} == {}


def test_they_ask_as_often_with_one_row_as_with_three(counts: dict[int, dict[str, int]]) -> None:
    assert counts[1] == counts[3]
