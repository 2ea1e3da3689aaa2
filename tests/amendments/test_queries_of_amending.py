"""An amendment of the whole plan asks the database as often as one of a few actions."""

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.accounts.models import User
from actionplan.amendments.preparing import ActionsInFile, prepare_whole_amendment
from actionplan.planned.document import FundingShare, PlannedAction
from actionplan.planned.from_rows import actions_in_force
from actionplan.planned.json_form import as_json
from actions.models import Action, Amendment
from objectives.models import Plan
from objectives.states import PlanState
from tests.amendments.amending import DAY, line, milestone, new_action, put_in_force
from tests.plan_document.printed_plan import *  # noqa: F403
from tests.reporting_factories import noon

pytestmark = pytest.mark.full

FROM, AT = DAY(2022, 9, 1), noon(2022, 9, 2)
AT_MOST = 136
"""Of them 28 begin and end a savepoint, so that a refusal says which row it is about."""


def amended_in_all(action: PlannedAction) -> PlannedAction:
    """Another title, and other words of every role, phase and line; one milestone and one budget line more."""
    share = FundingShare(source="Sample fund", percent=Decimal(50))
    lines = [replace(each, label="Amended") for each in action.lines]
    phases = tuple(replace(phase, label="Amended") for phase in action.phases)
    return replace(
        action.with_lines((*lines, line("Added", 1000, funding=(share,), end=DAY(2024, 12, 31)))),
        title=f"{action.title} (amended)",
        promoters=tuple(replace(each, printed_as="Amended") for each in action.promoters),
        timing=replace(action.timing, phases=phases),
        milestones=(*action.milestones, milestone("added", DAY(2024, 6, 30))),
    )


def amendment_of(plan: Plan, codes: Collection[str], by: User) -> Amendment:
    """It amends these actions, adds one, and ends the last action of the plan."""
    actions = [amended_in_all(action) for action in actions_in_force(plan, FROM, codes).values()]
    froms = {action.code: [*range(1, len(action.lines)), None] for action in actions}
    actions.append(new_action("8.99", "ov"))
    return prepare_whole_amendment(
        plan=plan,
        effective_from=FROM,
        reason="Sample.",
        actions=ActionsInFile(actions, froms, ["8.6"]),
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
