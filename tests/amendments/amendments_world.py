"""Proposed milestones in every state, on an open and on a limited action, and an earlier plan, for the tests that walk all pages and people."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from actionplan.reporting.models import MilestoneProposal
from actionplan.reports.proposals import agree_to_milestone, decline_milestone, withdraw_proposal
from actions.states import Recurrence
from tests.factories import ActionFactory, ObjectiveFactory, PlanFactory
from tests.reporting_factories import noon
from tests.reports.proposal_factories import propose

if TYPE_CHECKING:
    from .world import World

PROPOSAL_STATES = ["waiting", "agreed", "declined", "withdrawn"]
AT = noon(2022, 9, 12)
EARLIER = "2015-2019"


def add_earlier_plan(world: World) -> None:
    """A plan that ended before this one began, with an action that the joint one continues."""
    days = {"start": datetime.date(2015, 1, 1), "end": datetime.date(2019, 12, 31)}
    earlier = PlanFactory(code=EARLIER, title="Sample earlier plan", **days)
    objective = ObjectiveFactory(plan=earlier, number=1, title="Sample objective")
    world.small.joint.continues = ActionFactory(
        plan=earlier, objective=objective, code="1.1", title="Sample earlier action", lead=world.lead
    )
    world.small.joint.save()


def add_proposals(world: World, access: str) -> dict[tuple[str, str], MilestoneProposal]:
    """Of the action on which nobody reported: what was agreed to is a fact of the plan, the other words are veiled."""
    action, lead = world.actions["none", access], world.people["contributor"]
    coordinator = world.people["coordinator"]
    again = {
        "due": None,
        "due_precision": "",
        "recurrence": Recurrence.YEARLY,
        "target_from": 3,
        "unit": "visits",
    }
    made = {}
    for state in PROPOSAL_STATES:
        title = (
            "Sample milestone agreed" if state == "agreed" else f"Sample veiled-unreviewed milestone {state}"
        )
        facts = again if state in ("agreed", "declined") else {"due": datetime.date(2099, 12, 31)}
        made[state, access] = propose(action, lead, AT, title=title, **facts)
        if state == "withdrawn":
            withdraw_proposal(proposal=made[state, access], by=lead, at=AT)
        elif state != "waiting":
            operation = agree_to_milestone if state == "agreed" else decline_milestone
            operation(
                proposal=made[state, access], answer="Sample veiled-unreviewed answer.", by=coordinator, at=AT
            )
    return made
