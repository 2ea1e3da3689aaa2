"""Every page asks the database as often with one row of every relation as with three, and never too often."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actionplan.accounts.models import Membership
from actionplan.reporting.models import ProgressReport
from tests.database_state import undone
from tests.grown_amendments import pages_of_amendments
from tests.grown_plan import INVITED, GrownPlan, grown_plan
from tests.page_list import address
from tests.reminders_world import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
LIST, OVERVIEW, PAGE = 12, 15, 20
"""How many queries at most, those of the session and the person included."""


class Asked(NamedTuple):
    url: str
    most: int


def asked(grown: GrownPlan) -> Iterator[tuple[str, Asked]]:
    """By name, since addresses hold keys that differ."""
    plan, lead = grown.plan.code, grown.lead.key
    yield from _lists(grown)
    for name, query in [("", {}), (" on a day", {"on": "2022-12-31"}), (" accepted", {"basis": "accepted"})]:
        yield f"overview{name}", Asked(address("overview", plan, **query), OVERVIEW)
        yield f"status receipt{name}", Asked(address("status-receipt", plan, **query), OVERVIEW)
        yield f"trend{name}", Asked(address("trend", plan, **query), OVERVIEW)
        yield f"action{name}", Asked(address("action", plan, grown.reported.code, **query), PAGE)
    part = {"minister": "minister_0", "policy_area": "AREA0", "also": "on", "attention": "any"}
    yield "overview of a part", Asked(address("overview", plan, **part), OVERVIEW)
    yield "status receipt of a part", Asked(address("status-receipt", plan, **part), OVERVIEW)
    making = [plan, grown.reported.code]
    yield "choose", Asked(address("report-choose", *making), PAGE)
    yield "form", Asked(address("report-form", *making, lead), PAGE)
    yield "form of a partner", Asked(address("report-form", *making, grown.partners[0].key), PAGE)
    yield "checks", Asked(address("report-checks", *making, lead), PAGE)
    yield "discard", Asked(address("report-discard-confirm", *making, lead), PAGE)
    made = [plan, grown.submitted.action.code, grown.submitted.pk]
    yield "report", Asked(address("report", *made), PAGE)
    yield "review", Asked(address("report-review", *made), PAGE)
    yield "people", Asked(address("people"), PAGE)
    yield "invite", Asked(address("invite-form"), LIST)
    role = Membership.objects.get(user__username="holder")
    yield "end a role", Asked(address("role-end-confirm", role.pk), PAGE)
    yield "invitation", Asked(address("invitation", INVITED), LIST)
    yield "file holders", Asked(address("file-holders", plan, lead), LIST)
    for name, url, is_list in pages_of_amendments(grown):
        yield name, Asked(url, LIST if is_list else PAGE)
    accepted = ProgressReport.objects.filter(action=grown.waiting, state="accepted").latest("pk")
    yield "accepted report", Asked(address("report", *made[:2], accepted.pk), PAGE)


def _lists(grown: GrownPlan) -> Iterator[tuple[str, Asked]]:
    plan, lead = grown.plan.code, grown.lead.key
    everything = {"policy_area": "AREA0", "minister": "minister_0", "also": "on", "attention": "any"}
    for name in ["action-list", "action-list-csv", "action-list-xlsx"]:
        yield name, Asked(address(name, plan), LIST)
        yield f"{name} filtered", Asked(address(name, plan, q="action", sort="-end", **everything), LIST)
    yield "my actions", Asked(address("my-actions", plan), PAGE)
    for name in ["sheet", "sheet-checks", "sheet-preparation"]:
        yield name, Asked(address(name, plan, lead), PAGE)
    yield "objective", Asked(address("objective", plan, 1), LIST)
    yield "minister", Asked(address("minister", plan, "minister_0"), LIST)
    yield "organisation", Asked(address("organisation", plan, lead), LIST)
    yield "failed mail", Asked(address("failed-mail"), LIST)
    yield "calendar", Asked(address("calendar"), PAGE)
    yield "calendar feed", Asked(address("calendar-feed", token_of(grown.everything)), PAGE)
    for measure in ["planned", "committed", "paid"]:
        yield f"receipt {measure}", Asked(address("money-receipt", plan, measure=measure), LIST)
    yield "queue", Asked(address("review-queue", plan), LIST)
    for name in ["accounts_user", "accounts_membership", "actions_action", "audit_event", "actions_lead"]:
        yield f"administration {name}", Asked(address(f"admin:{name}_changelist"), LIST)


def queries_of(client: Client, url: str, *, statuses: tuple[int, ...] = (200, 302)) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code in statuses, url
    return len(captured)


def queries_of_page(client: Client, url: str) -> int:
    """Of an address that shows a page or gives a file. What is read once per process is not counted."""
    client.get(url)
    return queries_of(client, url, statuses=(200,))


def counted(size: int) -> dict[str, tuple[int, int]]:
    """By page: how often it asks with so many rows of every relation, and how often it may."""
    client, found = Client(), {}
    with undone():
        grown = grown_plan(size)
        client.force_login(grown.everything)
        for name, one in asked(grown):
            client.get(one.url)  # what is read once per process is not counted
            found[name] = (queries_of(client, one.url), one.most)
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
