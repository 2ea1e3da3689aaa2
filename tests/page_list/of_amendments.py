"""Answers to forms: leads, proposed milestones and amendments."""

from collections.abc import Iterator

from tests.amendments.amendments_world import EARLIER
from tests.page_list.entries import Answer, address
from tests.permissions.requests import form_of
from tests.sent_forms import new_token
from tests.world import OPEN, World


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
    sent = form_of("amended-action", {**names, "number": waits[1]}) | token
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
    new = form_of("amended-action-new", {**names, "number": waits[1]}) | token
    yield Answer("add with errors", "coordinator", add, new | {"objective": "", "title": ""}, 400)
    correct = form_of("correct", names) | token
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
    lead = form_of("lead", on_names) | token
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
