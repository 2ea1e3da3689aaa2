"""A minister's office reads every dashboard, list and action as cheaply as others do, also while its answer is asked for."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Minister
from actionplan.pages.choices import DASHBOARDS
from actions.models import Action
from tests.counted import OVERVIEW, PICTURE, queries_of
from tests.database_state import undone
from tests.factories import MembershipFactory, MinisterFactory
from tests.page_list.every_page import address
from tests.personas import person
from tests.plan_document.grown_plan import GrownPlan, grown_plan
from tests.reporting_factories import RequestFactory, RoundFactory, noon

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.again]


def asked(grown: GrownPlan) -> Iterator[tuple[str, str]]:
    plan, code = grown.plan.code, grown.reported.code
    part = {"minister": "minister_0", "policy_area": "AREA0", "also": "on"}
    for name in [*DASHBOARDS, "status-receipt", "action-list"]:
        yield name, address(name, plan)
        yield f"{name} of a part", address(name, plan, **part)
        yield f"{name} on a day", address(name, plan, on="2022-12-31")
    yield "timeline as a table", address("timeline", plan, **{"as": "table"})
    yield "action list, filtered", address("action-list", plan, q="action", sort="-end", **part)
    yield "action", address("action", plan, code)
    yield "history of an action", address("action-changes", plan, code)
    yield "rounds", address("round-list", plan)
    yield "requests", address("request-list", plan, "2022-12")
    yield "receipt", address("money-receipt", plan, measure="paid")
    yield "objective", address("objective", plan, 1)
    yield "minister", address("minister", plan, "minister_0")
    yield "organisation", address("organisation", plan, grown.lead.key)


def counted(people: dict[str, User], grown: GrownPlan) -> dict[str, dict[str, int]]:
    """By person and page."""
    found: dict[str, dict[str, int]] = {}
    for who, user in people.items():
        client = Client()
        client.force_login(user)
        found[who] = {name: _asked_again(client, url) for name, url in asked(grown)}
    return found


def _asked_again(client: Client, url: str) -> int:
    """What is read once per process is not counted."""
    client.get(url)
    return queries_of(client, url, statuses=(200,))


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> dict[str, dict[str, dict[str, int]]]:
    """By state of the round, person and page."""
    found = {}
    with django_db_blocker.unblock(), undone():
        grown = grown_plan(3)
        before = {"about": datetime.date(2022, 6, 30), "closed_at": noon(2022, 7, 31)}
        RoundFactory(plan=grown.plan, code="2022-06", state="closed", opened_at=noon(2022, 6, 1), **before)
        round = RoundFactory(plan=grown.plan, code="2022-12", state="review", opened_at=noon(2022, 12, 1))
        for action in Action.objects.filter(plan=grown.plan):
            RequestFactory(round=round, action=action, organisation=grown.lead)
        people = {"office": person("office"), "reader": person("plain", Role.READER)}
        for minister in [Minister.objects.get(key="minister_0"), MinisterFactory(key="second")]:
            MembershipFactory(user=people["office"], role=Role.READER, minister=minister)
        for state in ["review", "validation"]:
            type(round).objects.filter(pk=round.pk).update(state=state)
            found[state] = counted(people, grown)

    return found


@pytest.mark.parametrize("state", ["review", "validation"])
def test_no_page_asks_an_office_too_often(counts: dict[str, dict[str, dict[str, int]]], state: str) -> None:
    """What changed compares two pictures."""
    found = counts[state]["office"]
    most = {name: PICTURE * name.startswith(("changes", "history")) + OVERVIEW for name in found}
    assert {name: count for name, count in found.items() if count > most[name]} == {}


@pytest.mark.parametrize("state", ["review", "validation"])
def test_what_an_office_is_asked_costs_a_dashboard_nothing(
    counts: dict[str, dict[str, dict[str, int]]], state: str
) -> None:
    found = counts[state]
    for name in DASHBOARDS:
        assert found["office"][name] == found["reader"][name], name


@pytest.mark.parametrize("state", ["review", "validation"])
def test_elsewhere_it_costs_one_query(counts: dict[str, dict[str, dict[str, int]]], state: str) -> None:
    found = counts[state]
    assert all(found["office"][name] - count <= 1 for name, count in found["reader"].items())
