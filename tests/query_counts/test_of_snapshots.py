"""The pages of a closed round ask as often with one row of every relation as with three, and never too often."""

from collections.abc import Iterator

import pytest

from actionplan.reporting.models import SnapshotText
from tests.counted import LIST, OVERVIEW, PAGE, Asking, counts_in
from tests.page_list.every_page import address
from tests.plan_document.grown_plan import GrownPlan
from tests.rounds.grown_snapshot import freeze

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
CLOSED_ROUND = LIST + 3
"""Beside what was frozen of the plan it says what was asked and what was sent."""


def asked(grown: GrownPlan) -> Iterator[tuple[str, str, int]]:
    names = [grown.plan.code, "2022-12"]
    for name, query in [("", {}), (" reported", {"basis": "reported", "show": "verdict"})]:
        yield f"closed round{name}", address("round", *names, **query), CLOSED_ROUND
        in_round = {"round": names[1], "minister": "minister_0", "also": "on", **query}
        yield f"overview{name}", address("overview", names[0], **in_round), LIST
        yield f"status receipt{name}", address("status-receipt", names[0], **in_round), LIST
        yield f"trend{name}", address("trend", names[0], objective="1", **query), OVERVIEW
        listed = address("action-list", names[0], round=names[1], **query)
        yield f"actions of a closed round{name}", listed, LIST
        code = grown.reported.code
        of_action = address("action", names[0], code, round=names[1], **query)
        yield f"action in a closed round{name}", of_action, PAGE
    filters = {"status": "ongoing", "objective": "1", "minister": "minister_0", "q": "action"}
    filters |= {"attention": "any", "also": "on", "budget": "amount"}
    for page in ["action-list", "action-list-csv", "action-list-xlsx"]:
        yield f"{page} of a closed round", address(page, names[0], round=names[1], **filters), LIST
    yield "snapshot", address("snapshot-zip", *names), LIST


def counted(grown: GrownPlan, asking: Asking) -> dict[str, tuple[int, int]]:
    assert SnapshotText.objects.filter(item__table="requests").exists()
    asking.sign_in(grown.everything)
    return {name: (asking.queries_of(url, statuses=(200,)), most) for name, url, most in asked(grown)}


counts = counts_in(freeze, counted)


def test_no_page_asks_too_often(counts: dict[int, dict[str, tuple[int, int]]]) -> None:
    assert {name: count for name, (count, most) in counts[3].items() if count > most} == {}


def test_every_page_asks_as_often_with_one_row_as_with_three(
    counts: dict[int, dict[str, tuple[int, int]]],
) -> None:
    assert counts[1] == counts[3]
