"""Answers to forms: rounds, their requests, extensions and validation."""

from collections.abc import Iterator
from typing import Any

from actionplan.rounds.validation import newest_standings
from tests.page_list.entries import Answer, address
from tests.permissions.requests_of_rounds import FACTS
from tests.rounds.rounds_world import RoundWorld
from tests.sent_forms import new_token
from tests.world import World

STATES = ["draft", "open", "review", "validation", "closed"]
OFFICE = "education"


def _names(built: RoundWorld) -> list[str]:
    return [built.plan.code, built.round.code]


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
