"""The timeline asks as often with one row of every relation as with three, and never too often: live and of a closed round."""

import pytest

from tests.counted import OVERVIEW, Asking, counts_in
from tests.page_list.every_page import address
from tests.plan_document.grown_plan import GrownPlan
from tests.rounds.grown_snapshot import freeze

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


def counted(grown: GrownPlan, asking: Asking) -> dict[str, int]:
    asking.sign_in(grown.everything)
    found = {}
    for name, query in ASKED.items():
        for page in ["timeline", "timeline-csv"]:
            url = address(page, grown.plan.code, **query)
            found[f"{page}, {name}"] = asking.queries_of(url, statuses=(200,))
    return found


counts = counts_in(freeze, counted)


def test_it_never_asks_too_often(counts: dict[int, dict[str, int]]) -> None:
    assert {name: count for name, count in counts[3].items() if count > OVERVIEW} == {}


def test_it_asks_as_often_with_one_row_as_with_three(counts: dict[int, dict[str, int]]) -> None:
    assert counts[1] == counts[3]
