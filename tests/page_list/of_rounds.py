"""Entries of the page list: rounds, their requests, extensions and validation."""

from collections.abc import Iterator
from typing import Any

from actionplan.rounds.validation import newest_standings
from tests.page_list.entries import Answer, Page, address
from tests.page_list.of_dashboards import pages_of_dashboards
from tests.page_list.of_snapshots import pages_of_snapshots
from tests.permissions.requests_of_rounds import FACTS
from tests.rounds.rounds_world import RoundWorld
from tests.sent_forms import new_token
from tests.world import World

STATES = ["draft", "open", "review", "validation", "closed"]
OFFICE = "education"


def _names(built: RoundWorld) -> list[str]:
    return [built.plan.code, built.round.code]


def pages_of_rounds(world: World) -> Iterator[Page]:
    rounds = world.rounds
    yield Page("rounds", "coordinator", address("round-list", rounds["open"].plan.code))
    yield Page("rounds, none", "reader", address("round-list", world.plan.code))
    yield Page("prepare a round", "coordinator", address("round-prepare", rounds["open"].plan.code))
    for state in STATES:
        yield Page(f"round, {state}", "coordinator", address("round", *_names(rounds[state])))
    for state in STATES[1:]:
        yield Page(f"round, {state}, reader", "reader", address("round", *_names(rounds[state])))
    yield Page("round, review, auditor", "auditor", address("round", *_names(rounds["review"])))
    office = address("round", *_names(rounds["validation"]))
    yield Page("round, validation, office", "minister_reader", office)
    for state in ["draft", "open"]:
        yield Page(f"change a round, {state}", "coordinator", address("round-change", *_names(rounds[state])))
        yield Page(f"asked, {state}", "coordinator", address("round-asked", *_names(rounds[state])))
    yield Page("open a round", "coordinator", address("round-open", *_names(rounds["draft"])))
    for name, state in [
        ("round-take-into-review", "open"),
        ("round-take-into-review", "validation"),
        ("round-open-again", "review"),
        ("round-remind", "open"),
    ]:
        yield Page(f"ask first, {name}, {state}", "coordinator", address(name, *_names(rounds[state])))
    validate = address("round-take-into-validation", *_names(rounds["review"]))
    yield Page("take a round into validation", "coordinator", validate)
    for state in ["review", "validation"]:
        url = address("round-close", *_names(rounds[state]))
        yield Page(f"close a round, {state}", "coordinator", url)
    yield Page("reopen a round", "coordinator", address("round-reopen", *_names(rounds["closed"])))
    for state in ["validation", "closed"]:
        remark = rounds[state].round.minister_answers.get()
        url = address("request-reopen", *_names(rounds[state]), remark.pk)
        yield Page(f"reopen a request, {state}", "coordinator", url)
        treat = address("remark-treat", *_names(rounds[state]), remark.pk)
        yield Page(f"treat a remark, {state}", "coordinator", treat)
    yield from _of_requests(rounds)
    yield from pages_of_snapshots(rounds)
    yield from pages_of_dashboards(world, rounds)
    for state in ["open", "validation", "closed"]:
        url = address("validation", *_names(rounds[state]), OFFICE)
        yield Page(f"validation, {state}", "minister_reader", url)
        yield Page(f"validation, {state}, coordinator", "coordinator", url)


def _of_requests(rounds: dict[str, RoundWorld]) -> Iterator[Page]:
    names = _names(rounds["open"])
    for person in ["coordinator", "contributor", "auditor", "reader"]:
        yield Page(f"requests, {person}", person, address("request-list", *names))
    sorted_late = address("request-list", *names, sort="-late", when="overdue", extended="on")
    yield Page("requests, none", "coordinator", sorted_late)
    requests = rounds["open"].requests
    for name, person in [
        ("not_started", "contributor"),
        ("not_started", "coordinator"),
        ("extended", "contributor"),
        ("extended", "coordinator"),
        ("invited", "partner"),
    ]:
        url = address("extension", *names, requests[name].pk)
        yield Page(f"extension, {name}, {person}", person, url)
    answered = rounds["validation"].requests["extended"].pk
    url = address("extension", *_names(rounds["validation"]), answered)
    yield Page("extension, answered", "contributor", url)


def answers_of_rounds(world: World) -> Iterator[Answer]:
    rounds, token = world.rounds, {"token": new_token()}
    opened, review = rounds["open"], rounds["review"]
    plan = opened.plan.code
    bad = {**token, "code": "soon", "due": "yesterday", "opens": "2022-07-01"}
    yield Answer("prepare, wrong", "coordinator", address("round-prepare", plan), bad, 400)
    backwards = {**token, **FACTS, "code": "2031-06", "due": "2022-06-01", "closes": "2022-05-01"}
    yield Answer("prepare, backwards", "coordinator", address("round-prepare", plan), backwards, 400)
    late = {**token, **FACTS, "opened_on": 99, "instruction": "Sample typed."}
    yield Answer("change, changed", "coordinator", address("round-change", *_names(opened)), late, 409)
    choice = {**token, "opened_on": "0" * 64, "ask": [opened.requests["draft"].action_id]}
    chosen = address("round-asked", *_names(opened))
    yield Answer("asked, changed", "coordinator", chosen, choice, 409)
    yield Answer("close, hanging", "coordinator", address("round-close", *_names(review)), token, 409)
    excuse = address("round-excuse", *_names(review))
    yield Answer("excuse without anything", "coordinator", excuse, token, 400)
    yield Answer("reopen", "coordinator", address("round-reopen", *_names(rounds["closed"])), token, 400)
    refused = address("round-take-into-validation", *_names(opened))
    yield Answer("validation too early", "coordinator", refused, token, 409)
    yield from _answers_about_extensions(rounds, token)
    yield from _answers_of_an_office(rounds, token)


def _answers_about_extensions(rounds: dict[str, RoundWorld], token: dict[str, Any]) -> Iterator[Answer]:
    names, requests = _names(rounds["open"]), rounds["open"].requests
    ask = address("extension-ask", *names, requests["not_started"].pk)
    yield Answer("extension without reason", "contributor", ask, token, 400)
    past = {**token, "until": "2022-01-01", "reason": "Sample typed."}
    yield Answer("extension, past day", "contributor", ask, past, 409)
    asked = {**token, "extension": rounds["open"].extension.pk}
    extended = [*names, requests["extended"].pk]
    yield Answer("decline without why", "coordinator", address("extension-decline", *extended), asked, 400)
    soon = {**asked, "until": "2022-01-01"}
    yield Answer("grant, past day", "coordinator", address("extension-grant", *extended), soon, 409)
    give = address("extension-give", *names, requests["not_started"].pk)
    yield Answer("give without reason", "coordinator", give, token, 400)


def _answers_of_an_office(rounds: dict[str, RoundWorld], token: dict[str, Any]) -> Iterator[Answer]:
    built = rounds["validation"]
    save = address("validation-save", *_names(built), OFFICE)
    key = built.requests["accepted"].action_id
    action, newest = f"action-{key}", newest_standings([key])[key]
    both = {**token, f"{action}-agrees": "ticked", f"{action}-remark": "Sample."}
    yield Answer("validation, both", "minister_reader", save, both, 400)
    other = {**token, f"{action}-remark": "Sample typed.", f"{action}-standing": newest}
    yield Answer("validation, changed", "minister_reader", save, other, 409)
    early = address("validation-save", *_names(rounds["review"]), OFFICE)
    yield Answer("validation, too early", "minister_reader", early, other, 409)
