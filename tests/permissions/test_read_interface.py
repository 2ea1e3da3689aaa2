"""The read interface, address by address, against a table of keys; and no word that is veiled leaves by it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.addresses import of_the_portal
from tests.permissions.walk import text_of
from tests.plans.plans_world import NEXT
from tests.systems.systems_world import system_with
from tests.world import LIMITED, OPEN, STATES, VEILS, World

GETS = {"every": 200, "another": 404, "ended": 401, "unknown": 401, "": 401}
"""By key: what an address about the plan of the world answers; the empty one is sent without its word."""
PARTS = ["actions", "milestones", "indicators", "money", "rounds"]


def addresses_of(world: World, plan: str) -> list[str]:
    actions = [world.actions[state, access] for state in STATES for access in [OPEN, LIMITED]]
    parts = [reverse(f"api-{part}", args=[plan]) for part in PARTS]
    return parts + [reverse("api-action", args=[plan, action.code]) for action in actions]


def test_every_address_is_in_the_walk(world: World) -> None:
    walked = {f"api-{part}" for part in [*PARTS, "action", "plans", "description"]}
    assert walked == {name for name in of_the_portal() if name.startswith("api-")}


@pytest.mark.parametrize("key", GETS)
def test_a_key_gets_what_it_is_for(world: World, key: str) -> None:
    client = system_with(world.system_keys.get(key, key))
    for url in addresses_of(world, world.plan.code):
        response = client.get(url)
        assert response.status_code == GETS[key], url
        assert response.get("WWW-Authenticate") == ("Bearer" if GETS[key] == 401 else None)
        assert not response.cookies


@pytest.mark.full
def test_no_word_that_not_everybody_may_read_leaves_by_it(world: World) -> None:
    system = system_with(world.system_keys["every"])
    plans = system.get(reverse("api-plans")).json()["plans"]
    codes = [plan["code"] for plan in plans]
    assert world.plan.code in codes
    assert NEXT not in codes
    assert len(codes) > 4
    for code in codes:
        urls = addresses_of(world, code)
        rounds = system.get(reverse("api-rounds", args=[code])).json()["rounds"]
        closed = [f"{url}?round={one['code']}" for one in rounds if one["snapshot"] for url in urls[:4]]
        for url in [*urls, *closed]:
            text = text_of(system.get(url))
            assert [veil for veil in VEILS if veil in text] == [], url
            assert "veiled" not in text


def test_a_plan_in_preparation_and_one_that_is_not_there_are_404(world: World) -> None:
    system = system_with(world.system_keys["every"])
    for code in [NEXT, "1999-2000"]:
        assert {system.get(url).status_code for url in addresses_of(world, code)} == {404}


def test_nothing_but_reading_is_answered_even_without_the_token_of_a_form(world: World) -> None:
    headers = {"Authorization": f"Bearer {world.system_keys['every']}"}
    client = Client(enforce_csrf_checks=True, headers=headers)
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]:
        for url in [reverse("api-plans"), *addresses_of(world, world.plan.code)[:6]]:
            response = client.generic(method, url)
            assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
            assert "Access-Control-Allow-Origin" not in response
