"""A plan three times as large costs as many queries, and a round a hundred times as large."""

import pytest
from django.core.management import call_command

from actionplan.accounts.roles import Role
from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from tests.database_state import undone
from tests.factories import PlanFactory
from tests.page_list.entries import address
from tests.personas import person, signed_in
from tests.query_counts import queries_of
from tests.reporting.grown_round import asked_in_bulk

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
PLAN = "2020-2024-synthetic"
PAGES = ["overview", "trend", "budget", "status-receipt", "review-queue"]
LISTS = ["action-list", "action-list-csv", "action-list-xlsx"]


def counted(size: int) -> dict[str, int]:
    with undone():
        call_command("seed_synthetic", actions=size, verbosity=0)
        client = signed_in(person("reviewer", Role.COORDINATOR))
        urls = {name: address(name, PLAN) for name in [*PAGES, *LISTS]}
        urls["minister"] = address("minister", PLAN, Minister.objects.first().key)
        urls["organisation"] = address("organisation", PLAN, Organisation.objects.first().key)
        urls["paid"] = address("money-receipt", PLAN, measure="paid")
        actions = Action.objects.filter(plan__code=PLAN).in_plan_order()[:20]
        dearest = max(queries_of(client, address("action", PLAN, action.code)) for action in actions)
        return {name: queries_of(client, url) for name, url in urls.items()} | {"dearest action": dearest}


def test_a_larger_plan_costs_as_many_queries() -> None:
    assert counted(60) == counted(20)


def counted_of_requests(size: int) -> dict[str, int]:
    with undone():
        round = asked_in_bulk(PlanFactory(code="2020-2024-bulk"), size)
        client = signed_in(person("follows", Role.COORDINATOR))
        names = [round.plan.code, round.code]
        urls = {
            "round": address("round", *names),
            "requests": address("request-list", *names),
            "requests, last page": address("request-list", *names, page=size // 50, sort="-late"),
            "close": address("round-close-confirm", *names),
        }
        return {name: queries_of(client, url) for name, url in urls.items()}


def test_5000_requests_cost_as_many_queries_as_50() -> None:
    assert counted_of_requests(5000) == counted_of_requests(50)
