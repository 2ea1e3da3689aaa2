"""Proposed milestones in every state, on an open and on a limited action, amendments in every state, and an earlier plan, for the tests
that walk all pages and people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actionplan.amendments.preparing import drop_amendment
from actionplan.reporting.models import MilestoneProposal
from actionplan.reports.proposals import agree_to_milestone, decline_milestone, withdraw_proposal
from actions.models import Amendment
from actions.states import Kind, Recurrence
from tests.amendments.amending import DAY, added, amended, new_action, prepared, put_in_force, withdrawn
from tests.factories import ActionFactory, ObjectiveFactory, PlanFactory
from tests.reporting_factories import noon
from tests.reports.proposal_factories import propose

if TYPE_CHECKING:
    from .world import World

AMENDMENT_STATES = ["prepared", "in-force", "dropped"]
PROPOSAL_STATES = ["waiting", "agreed", "declined", "withdrawn"]
AT = noon(2022, 9, 12)
EARLIER = "2015-2019"


def add_earlier_plan(world: World) -> None:
    """A plan that ended before this one began, with an action that the joint one continues."""
    days = {"start": DAY(2015, 1, 1), "end": DAY(2019, 12, 31)}
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
    veil = "veiled-unreviewed-of-limited" if access == "limited" else "veiled-unreviewed"
    made = {}
    for state in PROPOSAL_STATES:
        title = "Sample milestone agreed" if state == "agreed" else f"Sample {veil} milestone {state}"
        facts = again if state in ("agreed", "declined") else {"due": DAY(2099, 12, 31)}
        proof = "Sample proof" if state == "agreed" else f"Sample {veil} proof"
        made[state, access] = propose(action, lead, AT, title=title, proof=proof, **facts)
        if state == "withdrawn":
            withdraw_proposal(proposal=made[state, access], by=lead, at=AT)
        elif state != "waiting":
            operation = agree_to_milestone if state == "agreed" else decline_milestone
            operation(proposal=made[state, access], answer=f"Sample {veil} answer.", by=coordinator, at=AT)
    return made


def add_amendments(world: World) -> dict[str, Amendment]:
    """In force is what one says of the action on which nobody reported; another waits, with a change of every kind."""
    coordinator, action = world.people["coordinator"], world.actions["none", "open"]
    made = {state: prepared(world.plan, coordinator, DAY(2022, 7, 20)) for state in AMENDMENT_STATES}
    amended(made["in-force"], action.code, coordinator, summary_nl="Sample samenvatting.")
    put_in_force(made["in-force"], coordinator, AT)
    waits = made["prepared"]
    with_money = world.small.with_money.code
    amended(waits, with_money, coordinator, end=DAY(2023, 6, 30), amount=12000, kind=Kind.NEW)
    added(waits, new_action("1.30", world.lead.key), coordinator)
    withdrawn(waits, world.actions["draft", "open"].code, coordinator)
    withdrawn(waits, world.actions["submitted", "open"].code, coordinator, into=action.code)
    drop_amendment(amendment=made["dropped"], by=coordinator, at=AT)
    return {state: Amendment.objects.get(pk=amendment.pk) for state, amendment in made.items()}
