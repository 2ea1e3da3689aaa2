"""What changed asks as often with one row of every relation as with three, and never too often: live, frozen and mixed."""

import pytest

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.rounds.taking import take_snapshot
from tests.counted import Asking, counts_in
from tests.factories import ActionFactory
from tests.page_list.every_page import address
from tests.personas import person
from tests.plan_document.grown_plan import GrownPlan, grown_plan
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import RoundFactory, noon

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
PART = {"minister": "minister_0", "objective": "1", "also": "on"}
MOST = 68
"""Two pictures are read: inside a transaction, as tests are, none is kept."""
ASKED: dict[str, dict[str, str]] = {
    "since the last round": {},
    "two days": {"from": "2022-01-15", "to": "2022-12-31"},
    "two days of a part": {"from": "2022-01-15", "to": "2022-12-31", **PART},
    "two rounds": {"from": "2022-01", "to": "2022-10"},
    "two rounds of a part": {"from": "2022-01", "to": "2022-10", "basis": "reported", **PART},
    "a day and a round": {"from": "2021-12-31", "to": "2022-10"},
    "a day and a round of a part": {"from": "2021-12-31", "to": "2022-10", "basis": "reported", **PART},
    "a round and a day": {"from": "2022-01", "to": "2022-12-31", "what": "reported"},
    "a round and today, of a part": {"from": "2022-01", **PART},
}


def freeze_twice(grown: GrownPlan) -> None:
    """After the first reports, and after the last; as many actions were added after either as there are partners."""
    grown.plan.actions.update(limited=True)
    for code, at in [("2022-01", noon(2022, 1, 15)), ("2022-10", noon(2022, 11, 15))]:
        round = RoundFactory(plan=grown.plan, code=code, state="closed", opened_at=at, closed_at=at)
        closing = ClosingFactory(round=round, closed_by=grown.reviewer, closed_at=at)
        take_snapshot(closing=closing, by=grown.reviewer, at=at)
        for n in range(len(grown.partners)):
            ActionFactory(code=f"1.{at.month}{n}", plan=grown.plan, lead=grown.lead, limited=True)


def people(grown: GrownPlan) -> dict[str, User]:
    writer = person("plain writer", Role.CONTRIBUTOR, organisation=grown.lead)
    return {"everything": grown.everything, "contributor": writer}


def counted(grown: GrownPlan, asking: Asking) -> dict[str, int]:
    freeze_twice(grown)
    found, shown = {}, {"statuses": (200,), "says": "1."}
    for who, user in people(grown).items():
        asking.sign_in(user)
        for name, query in ASKED.items():
            for page in ["changes", "changes-csv"]:
                url = address(page, grown.plan.code, **query)
                found[f"{page}, {name}, {who}"] = asking.queries_of(url, **shown)
        history = address("action-changes", grown.plan.code, grown.reported.code)
        found[f"history, {who}"] = asking.queries_of(history, **shown)
    return found


counts = counts_in(grown_plan, counted)


def test_it_never_asks_too_often(counts: dict[int, dict[str, int]]) -> None:
    assert {name: count for name, count in counts[3].items() if count > MOST} == {}


def test_it_asks_as_often_with_one_row_as_with_three(counts: dict[int, dict[str, int]]) -> None:
    assert counts[1] == counts[3]
