"""The way from one plan to another, in the head of every page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from actionplan.accounts.models import User
from objectives.models import Plan
from tests.factories import ActionFactory, MembershipFactory, ObjectiveFactory, PlanFactory
from tests.personas import ClientOf, SmallPlan, person


@pytest.fixture
def other(small_plan: SmallPlan) -> Plan:
    plan = PlanFactory(code="climate", title="Climate plan")
    ActionFactory(plan=plan, code="1.1", objective=ObjectiveFactory(plan=plan, number=1))
    return plan


def ways(client: Client, address: str) -> list[str]:
    """Where the switch on the page leads."""
    page = client.get(address).content.decode()
    switch = re.search(r'<details class="menu plan-switch">.*?</details>', page, re.DOTALL)
    return re.findall(r'href="([^"]+)"', switch[0]) if switch else []


def test_there_is_none_where_the_person_sees_one_plan(
    client_of: ClientOf, small_plan: SmallPlan, other: Plan
) -> None:
    limited = person("limited", "reader", plan=small_plan.plan)
    assert ways(client_of(limited), reverse("overview", args=["2020-2024"])) == []


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("/2020-2024/budget/", "/climate/budget/"),
        ("/2020-2024/actions/1.2/", "/climate/actions/"),
        ("/2020-2024/objectives/2/", "/climate/actions/"),
        ("/2020-2024/rounds/", "/climate/rounds/"),
        ("/2020-2024/search/?q=network", "/climate/search/"),
        ("/people/", "/people/"),
    ],
)
def test_it_keeps_the_page_where_the_other_plan_has_it(
    client_of: ClientOf, coordinator: User, other: Plan, address: str, there: str
) -> None:
    assert there in ways(client_of(coordinator), address)


def test_it_leads_to_what_the_person_may_do_there(
    client_of: ClientOf, small_plan: SmallPlan, other: Plan, contributor: User
) -> None:
    contributor.memberships.update(plan=small_plan.plan)
    MembershipFactory(user=contributor, role="reader", plan=other)
    assert ways(client_of(contributor), reverse("my-actions", args=["2020-2024"]))[-1] in (
        "/2020-2024/my-actions/",
        "/climate/",
    )
    assert "/climate/" in ways(client_of(contributor), reverse("my-actions", args=["2020-2024"]))


def test_filters_name_the_bodies_of_the_plan_at_hand(
    client_of: ClientOf, coordinator: User, small_plan: SmallPlan, other: Plan
) -> None:
    client = client_of(coordinator)
    here = client.get(reverse("action-list", args=["2020-2024"])).content.decode()
    there = client.get(reverse("action-list", args=["climate"])).content.decode()
    assert 'value="ov"' in here
    assert 'value="ov"' not in there
