"""An amendment of the whole plan asks the database as often as one of a few actions."""

from collections.abc import Collection

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.accounts.models import User
from actionplan.amendments.preparing import ActionsInFile, prepare_whole_amendment
from actionplan.planned.from_rows import actions_in_force
from actionplan.planned.json_form import as_json, read_action
from actions.models import Action, Amendment
from objectives.models import Plan
from objectives.states import PlanState
from tests.amendments.amending import DAY, Item, line, milestone, new_action, put_in_force
from tests.plan_document.printed_plan import *  # noqa: F403
from tests.reporting_factories import noon

pytestmark = pytest.mark.engine
FROM, AT = DAY(2022, 9, 1), noon(2022, 9, 2)
AT_MOST = 115
"""Of them 28 begin and end a savepoint, so that a refusal says which row it is about."""


def amended_in_all(item: Item) -> Item:
    """Another title, role, phase, amount and share; one milestone and one budget line more."""
    item["title"] += " (amended)"
    for each in item["promoters"]:
        each["printed_as"] = "Amended"
    for phase in item["timing"]["phases"]:
        phase["label"] = "Amended"
    for each in item["budget"]["lines"]:
        each["label"] = "Amended"
    share = {"source": "Sample fund", "percent": "50"}
    item["budget"]["lines"].append(line("Added", "1000.00", funding=[share]))
    item["milestones"].append(milestone("added", "2024-06-30"))
    return item


def amendment_of(plan: Plan, codes: Collection[str], by: User) -> Amendment:
    """It amends these actions, adds one, and ends the last action of the plan."""
    items = [amended_in_all(as_json(action)) for action in actions_in_force(plan, FROM, codes).values()]
    items.append(new_action("8.99", "ov"))
    froms = {
        item["code"]: [*range(1, len(item["budget"]["lines"])), None]
        for item in items
        if item["code"] != "8.99"
    }
    return prepare_whole_amendment(
        plan=plan,
        effective_from=FROM,
        reason="Sample.",
        actions=ActionsInFile([read_action(item) for item in items], froms, ["8.6"]),
        by=by,
        at=noon(2022, 8, 20),
    )


@pytest.mark.parametrize("count", [2, 49])
def test_amending_many_actions_asks_no_more_than_amending_two(
    printed_plan: Plan, coordinator: User, count: int
) -> None:
    printed_plan.state = PlanState.IN_FORCE
    printed_plan.save()
    codes = Action.objects.filter(plan=printed_plan).exclude(code="8.6").in_plan_order()
    amendment = amendment_of(printed_plan, codes.values_list("code", flat=True)[:count], coordinator)
    with CaptureQueriesContext(connection) as queries:
        put_in_force(amendment, coordinator, AT)
    now = actions_in_force(printed_plan, FROM, codes.values_list("code", flat=True))
    assert sum(action.title.endswith("(amended)") for action in now.values()) == count
    for row in amendment.actions.exclude(after=None):
        assert as_json(now[row.code]) == row.after
    assert len(queries) <= AT_MOST
