"""A plan three times as large costs as many queries: the overview, the lists, an action and the reviews."""

import pytest
from django.core.management import call_command
from django.test import Client

from actionplan.accounts.roles import Role
from actionplan.organisations.models import Minister, Organisation
from actions.models import Action
from tests.counted import queries_of
from tests.database_state import undone
from tests.page_list.every_page import address
from tests.personas import person

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
PLAN = "2020-2024-synthetic"


def counted(size: int) -> dict[str, int]:
    with undone():
        call_command("seed_synthetic", actions=size, verbosity=0)
        client = Client()
        client.force_login(person("reviewer", Role.COORDINATOR))
        names = [
            "overview",
            "trend",
            "budget",
            "status-receipt",
            "action-list",
            "action-list-csv",
            "action-list-xlsx",
            "review-queue",
        ]
        urls = {name: address(name, PLAN) for name in names}
        urls["minister"] = address("minister", PLAN, Minister.objects.first().key)
        urls["organisation"] = address("organisation", PLAN, Organisation.objects.first().key)
        urls["paid"] = address("money-receipt", PLAN, measure="paid")
        actions = Action.objects.filter(plan__code=PLAN).in_plan_order()[:20]
        dearest = max(queries_of(client, address("action", PLAN, action.code)) for action in actions)
        return {name: queries_of(client, url) for name, url in urls.items()} | {"dearest action": dearest}


def test_a_larger_plan_costs_as_many_queries() -> None:
    assert counted(60) == counted(20)
