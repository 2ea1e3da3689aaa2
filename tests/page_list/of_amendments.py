"""Entries of the page list: leads, roles and proposed milestones."""

from collections.abc import Iterator

from actionplan.base.tokens import new_token
from tests.amendments.amendments_world import EARLIER, PROPOSAL_STATES
from tests.page_list.entries import Answer, Page, address
from tests.page_list.of_government import answers_of_government
from tests.permissions.requests_of_amendments import form_of_amendment
from tests.world import LIMITED, OPEN, World


def pages_of_amendments(world: World) -> Iterator[Page]:
    plan = world.plan.code
    for state in ["draft", "submitted", "accepted"]:
        yield Page(f"lead, {state}", "coordinator", address("lead", plan, world.actions[state, OPEN].code))
    yield Page("lead, limited", "submitter", address("lead", plan, world.actions["accepted", LIMITED].code))
    yield Page("roles", "coordinator", address("roles", plan, world.small.joint.code))
    yield Page("roles, inferred", "coordinator", address("roles", plan, world.small.limited.code))
    yield Page("continues", "coordinator", address("continues", plan, world.small.joint.code))
    yield Page("continues nothing", "coordinator", address("continues", EARLIER, "1.1"))
    yield Page("continued", "reader", address("action", EARLIER, "1.1"))
    for state in ["none", "accepted"]:
        url = address("milestone-propose", plan, world.actions[state, OPEN].code)
        yield Page(f"propose a milestone, {state}", "contributor", url)
    yield Page("proposed milestones", "coordinator", address("proposals", plan))
    for state in PROPOSAL_STATES:
        row = world.proposals[state, OPEN]
        for person in ["coordinator", "contributor"]:
            url = address("proposal", plan, row.action.code, row.pk)
            yield Page(f"proposed milestone, {state}, {person}", person, url)


def answers_of_amendments(world: World) -> Iterator[Answer]:
    plan, joint = world.plan.code, world.small.joint
    token, names = {"token": new_token()}, [plan, joint.code]
    on_names = {"plan_code": plan, "code": joint.code}
    appoint = address("lead-appoint", *names)
    yield Answer("appoint nobody", "coordinator", appoint, {**token, "opened_on": 0}, 400)
    lead = form_of_amendment("lead-appoint", on_names) | token
    yield Answer("appoint, stale", "coordinator", appoint, {**lead, "opened_on": 0}, 409)
    roles = form_of_amendment("roles-check", on_names) | token
    check, change = address("roles-check", *names), address("roles-change", *names)
    added = {"minister-new-1-subject": 1}
    yield Answer("roles: what changes", "coordinator", check, roles, 200)
    yield Answer("roles: back to the form", "coordinator", change, roles, 200)
    yield Answer("roles with errors", "coordinator", check, {**roles, **added, "from_day": "soon"}, 400)
    yield Answer("roles, stale", "coordinator", check, {**roles, "opened_on": "else"}, 409)
    save, nothing = address("continues-save", *names), {**token, "opened_on": 0, "plan": EARLIER}
    yield Answer("continues without a code", "coordinator", save, nothing, 400)
    yield Answer("continues, stale", "coordinator", save, {**nothing, "code": "1.1"}, 409)
    send = address("milestone-propose-send", *names)
    yield Answer("propose nothing", "contributor", send, {**token, "target_to": "3"}, 400)
    past = {**token, "title": "Sample milestone", "due": "2022-01-01"}
    yield Answer("propose for a past day", "contributor", send, past, 409)
    waiting, declined = (world.proposals[state, OPEN] for state in ["waiting", "declined"])
    decline = address("proposal-decline", plan, waiting.action.code, waiting.pk)
    yield Answer("decline without a word", "coordinator", decline, token, 400)
    late = address("proposal-decline", plan, declined.action.code, declined.pk)
    yield Answer("declined already", "coordinator", late, {**token, "answer": "Sample typed."}, 409)
    yield from answers_of_government(world)
