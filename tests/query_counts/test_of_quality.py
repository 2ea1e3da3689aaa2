"""Milestones and quality ask as often with one row of every relation as with three, and never too often: live and frozen."""

import pytest

from tests.counted import OVERVIEW, Asking, counts_in
from tests.page_list.every_page import address
from tests.plan_document.grown_plan import GrownPlan
from tests.rounds.grown_snapshot import freeze

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


def counted(grown: GrownPlan, asking: Asking) -> dict[str, int]:
    asking.sign_in(grown.everything)
    found = {}
    for name, query in ASKED.items():
        for page in ["milestones", "milestones-csv", "quality"]:
            url = address(page, grown.plan.code, **query)
            found[f"{page}, {name}"] = asking.queries_of(url, statuses=(200,))
    return found


counts = counts_in(freeze, counted)


def test_they_never_ask_too_often(counts: dict[int, dict[str, int]]) -> None:
    assert {name: count for name, count in counts[3].items() if count > OVERVIEW} == {}


def test_they_ask_as_often_with_one_row_as_with_three(counts: dict[int, dict[str, int]]) -> None:
    assert counts[1] == counts[3]
