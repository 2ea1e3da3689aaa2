"""The budget and its receipts ask as often with one row of every relation as with three, and never too often."""

import pytest

from tests.counted import OVERVIEW, Asking, counts_in
from tests.page_list.every_page import address
from tests.plan_document.grown_plan import GrownPlan
from tests.rounds.grown_snapshot import freeze

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


def counted(grown: GrownPlan, asking: Asking) -> dict[str, int]:
    asking.sign_in(grown.everything)
    urls = addresses(grown.plan.code)
    return {name: asking.queries_of(url, statuses=(200,)) for name, url in urls.items()}


counts = counts_in(freeze, counted)


def test_no_page_asks_too_often(counts: dict[int, dict[str, int]]) -> None:
    assert {name: count for name, count in counts[3].items() if count > OVERVIEW} == {}


def test_every_page_asks_as_often_with_one_row_as_with_three(counts: dict[int, dict[str, int]]) -> None:
    assert counts[1] == counts[3]
