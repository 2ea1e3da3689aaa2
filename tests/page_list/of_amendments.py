"""Entries of the page list: leads, proposed milestones and amendments."""

from collections.abc import Iterator

from tests.amendments.amendments_world import AMENDMENT_STATES, EARLIER, PROPOSAL_STATES
from tests.page_list.entries import Answer, Page, address
from tests.page_list.of_government import answers_of_government
from tests.permissions.requests_of_amendments import form_of_amendment
from tests.sent_forms import new_token
from tests.world import LIMITED, OPEN, World


def pages_of_amendments(world: World) -> Iterator[Page]:
    plan = world.plan.code
    for state in ["draft", "submitted", "accepted"]:
        yield Page(f"lead, {state}", "coordinator", address("lead", plan, world.actions[state, OPEN].code))
    yield Page("lead, limited", "submitter", address("lead", plan, world.actions["accepted", LIMITED].code))
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
    yield from _pages_of_amendments(world)


def _pages_of_amendments(world: World) -> Iterator[Page]:
    plan, small = world.plan.code, world.small
    number = {state: one.number for state, one in world.amendments.items()}
    for person in ["coordinator", "reader"]:
        yield Page(f"amendments, {person}", person, address("amendments", plan))
    yield Page("amendment in force, reader", "reader", address("amendment", plan, number["in-force"]))
    for state in AMENDMENT_STATES:
        yield Page(f"amendment, {state}", "coordinator", address("amendment", plan, number[state]))
    waits = [plan, number["prepared"]]
    yield Page("prepare an amendment", "coordinator", address("amendment-new", plan))
    yield Page("amend an action", "coordinator", address("amendment-new", plan, code=small.joint.code))
    yield Page("day and reason", "coordinator", address("amendment-edit", *waits))
    yield Page("drop an amendment", "coordinator", address("amendment-drop", *waits))
    yield Page("a new action", "coordinator", address("amended-action-new", *waits))
    withdrawn, merged = (world.actions[state, OPEN].code for state in ["draft", "submitted"])
    for code in [small.with_money.code, small.joint.code, "1.30", withdrawn, merged]:
        yield Page(f"{code} in an amendment", "coordinator", address("amended-action", *waits, code))
    for code in [small.with_money.code, small.limited.code]:
        yield Page(f"correct {code}", "coordinator", address("correct", plan, code))


def _answers_of_amendments(world: World) -> Iterator[Answer]:
    plan, code, token = world.plan.code, world.small.with_money.code, {"token": new_token()}
    waits, dropped = ([plan, world.amendments[state].number] for state in ["prepared", "dropped"])
    prepare = address("amendment-new", plan)
    yield Answer("prepare nothing", "coordinator", prepare, {**token, "effective_from": "soon"}, 400)
    early = {**token, "effective_from": "2019-01-01", "reason": "Sample."}
    yield Answer("prepare before the plan", "coordinator", prepare, early, 409)
    yield Answer(
        "save, dropped",
        "coordinator",
        address("amendment-edit", *dropped),
        early | {"opened_on": "else"},
        409,
    )
    halved = {**token, "mark": "", "decision_body": "Sample body"}
    force = address("amendment-put-in-force", *waits)
    yield Answer("put in force with half a decision", "coordinator", force, halved, 400)
    yield Answer("put in force unconfirmed", "coordinator", force, {**token, "mark": ""}, 409)
    amend, names = address("amended-action", *waits, code), {"plan_code": plan, "code": code}
    sent = form_of_amendment("amended-action", {**names, "number": waits[1]}) | token
    wrong = sent | {
        "title": "",
        "phases-0-start": "soon",
        "lines-0-amount": "plenty",
        "milestones-0-due": "?",
    }
    yield Answer("amend with errors", "coordinator", amend, wrong, 400)
    turned = sent | {"phases-0-end": "2020-01-01", "milestones-0-title": " ", "lines-0-funding": "half"}
    yield Answer("amend, what cannot be true", "coordinator", amend, turned, 400)
    yield Answer("amend, stale", "coordinator", amend, sent | {"opened_on": "else"}, 409)
    merge = address("amended-action-merge", *waits, code)
    yield Answer("merge into nothing", "coordinator", merge, {**token, "opened_on": "else"}, 400)
    add = address("amended-action-new", *waits)
    new = form_of_amendment("amended-action-new", {**names, "number": waits[1]}) | token
    yield Answer("add with errors", "coordinator", add, new | {"objective": "", "title": ""}, 400)
    correct = form_of_amendment("correct", names) | token
    save = address("correct", plan, code)
    yield Answer("correct without a reason", "coordinator", save, correct | {"reason": ""}, 400)
    yield Answer("correct, stale", "coordinator", save, correct | {"opened_on": "else"}, 409)


def answers_of_amendments(world: World) -> Iterator[Answer]:
    yield from _answers_of_amendments(world)
    plan, joint = world.plan.code, world.small.joint
    token, names = {"token": new_token()}, [plan, joint.code]
    on_names = {"plan_code": plan, "code": joint.code}
    appoint = address("lead", *names)
    yield Answer("appoint nobody", "coordinator", appoint, {**token, "opened_on": 0}, 400)
    lead = form_of_amendment("lead", on_names) | token
    yield Answer("appoint, stale", "coordinator", appoint, {**lead, "opened_on": 0}, 409)
    save, nothing = address("continues", *names), {**token, "opened_on": 0, "plan": EARLIER}
    yield Answer("continues without a code", "coordinator", save, nothing, 400)
    yield Answer("continues, stale", "coordinator", save, {**nothing, "code": "1.1"}, 409)
    send = address("milestone-propose", *names)
    yield Answer("propose nothing", "contributor", send, {**token, "target_to": "3"}, 400)
    past = {**token, "title": "Sample milestone", "due": "2022-01-01"}
    yield Answer("propose for a past day", "contributor", send, past, 409)
    waiting, declined = (world.proposals[state, OPEN] for state in ["waiting", "declined"])
    decline = address("proposal-decline", plan, waiting.action.code, waiting.pk)
    yield Answer("decline without a word", "coordinator", decline, token, 400)
    late = address("proposal-decline", plan, declined.action.code, declined.pk)
    yield Answer("declined already", "coordinator", late, {**token, "answer": "Sample typed."}, 409)
    yield from answers_of_government(world)
