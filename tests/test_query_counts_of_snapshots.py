"""The pages of a closed round ask as often with one row of every relation as with three, and never too often."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplan.reporting.models import SnapshotRequest
from actionplan.reporting.snapshot.taking import take_snapshot
from tests.database_state import undone
from tests.grown_plan import GrownPlan, grown_plan
from tests.page_list import address
from tests.reporting_factories import RequestFactory, RoundFactory, noon
from tests.round_factories import AnswerFactory, ClosingFactory, MinisterAnswerFactory, QuestionFactory
from tests.test_query_counts import LIST, OVERVIEW, PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
CLOSED_ROUND = OVERVIEW + 1
"""The page of a closed round also says what was sent of it."""


def frozen_plan(size: int) -> GrownPlan:
    """A grown plan, frozen with as many requests, questions and ministers' answers about every action."""
    grown = grown_plan(size)
    round = RoundFactory(plan=grown.plan, code="2022-12", state="closed")
    for action in grown.plan.actions.all():
        excuse = {"excuse": "Sample.", "excused_by": grown.reviewer, "excused_at": noon(2022, 12, 1)}
        RequestFactory(round=round, action=action, organisation=grown.lead, **excuse)
        for partner in grown.partners:
            RequestFactory(round=round, action=action, organisation=partner, role="partner")
            AnswerFactory(question=QuestionFactory(action=action, organisation=grown.lead))
            MinisterAnswerFactory(round=round, action=action)
    for number in range(1, size + 1):
        reopened = {
            "reopened_by": grown.reviewer,
            "reopened_at": noon(2022, 12, number),
            "reopen_reason": "Sample.",
        }
        closing = ClosingFactory(
            round=round, number=number, closed_by=grown.reviewer, **({} if number == size else reopened)
        )
        take_snapshot(closing=closing, by=grown.reviewer, at=noon(2022, 12, number))
    return grown


def asked(grown: GrownPlan) -> Iterator[tuple[str, str, int]]:
    names = [grown.plan.code, "2022-12"]
    for name, query in [("", {}), (" reported", {"basis": "reported", "show": "verdict"})]:
        yield f"closed round{name}", address("round", *names, **query), CLOSED_ROUND
        in_round = {"round": names[1], "minister": "minister_0", "also": "on", **query}
        yield f"overview{name}", address("overview", names[0], **in_round), OVERVIEW
        yield f"status receipt{name}", address("status-receipt", names[0], **in_round), OVERVIEW
        yield f"trend{name}", address("trend", names[0], objective="1", **query), OVERVIEW
        yield f"frozen actions{name}", address("frozen-actions", *names, **query), LIST
        code = grown.reported.code
        yield f"frozen action{name}", address("frozen-action", *names, code, **query), PAGE
    filters = {"status": "ongoing", "objective": "1", "minister": "minister_0", "q": "action"}
    filters |= {"attention": "any", "also": "on", "budget": "amount"}
    yield "frozen actions filtered", address("frozen-actions", *names, **filters), LIST
    yield "snapshot", address("snapshot-zip", *names), LIST


def counted(size: int) -> dict[str, tuple[int, int]]:
    found, client = {}, Client()
    with undone():
        grown = frozen_plan(size)
        assert SnapshotRequest.objects.filter(excused=True).exists()
        client.force_login(grown.everything)
        for name, url, most in asked(grown):
            client.get(url)  # what is read once per process is not counted
            with CaptureQueriesContext(connection) as captured:
                response = client.get(url)
                if response.streaming:
                    b"".join(response.streaming_content)
            assert response.status_code == 200, url
            found[name] = (len(captured), most)
    return found


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> dict[int, dict[str, tuple[int, int]]]:
    with django_db_blocker.unblock():
        return {size: counted(size) for size in (1, 3)}


def test_no_page_asks_too_often(counts: dict[int, dict[str, tuple[int, int]]]) -> None:
    assert {name: count for name, (count, most) in counts[3].items() if count > most} == {}


def test_every_page_asks_as_often_with_one_row_as_with_three(
    counts: dict[int, dict[str, tuple[int, int]]],
) -> None:
    assert counts[1] == counts[3]
