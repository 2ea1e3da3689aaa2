"""What stood before is told as it had been closed then, also while an earlier round is open again or was closed once more."""

from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
from actionplan.rounds.closing import close_round, reopen_round
from objectives.models import Plan
from tests.changes.compared import get, groups
from tests.page_list.every_page import address
from tests.plan_document.changed_plan import ChangedPlan
from tests.reporting_factories import noon

pytestmark = pytest.mark.django_db


def test_a_round_that_was_reopened_compares_as_it_was_closed(
    three_rounds: ChangedPlan, viewer: Client, coordinator: User
) -> None:
    """Between rounds and days, and in what stood before in receipts: whether it is open again, or was closed again later than
    the rounds behind it.
    """
    Plan.objects.update(end="2999-12-31")
    round = Round.objects.get(code="2021-12")

    def told() -> list[Any]:
        sides = [
            {"from": "2021-12", "to": "2022-06"},
            {"to": "2022-06"},
            {"from": "2021-12", "to": "2022-10-01"},
        ]
        receipts = [
            get(viewer, "status-receipt", round="2022-06").text,
            get(viewer, "money-receipt", round="2022-06", measure="paid").text,
        ]
        assert "Round 2021-12" in receipts[0]
        return [groups(get(viewer, **side)) for side in sides] + receipts

    before = told()
    assert all(before)
    overview = get(viewer, "overview", round="2021-12").text
    reopen_round(round=round, reason="Sample.", by=coordinator, at=noon(2023, 3, 1))
    assert told() == before
    reopened = get(viewer, "overview", round="2021-12").text
    since = "· reopened since "
    assert since in reopened
    assert reopened.replace(since, "") == overview
    assert viewer.get(address("action-list", "2020-2024", round="2021-12", closing="9")).status_code == 200
    close_round(round=round, by=coordinator, at=noon(2023, 3, 5))
    assert told() == before
    assert "does not lie before" in get(viewer, **{"from": "2022-06", "to": "2021-12"}).text
    alone = get(viewer, to="2021-12")
    assert "Round 2022-06" not in alone.all("h1")[0].text
