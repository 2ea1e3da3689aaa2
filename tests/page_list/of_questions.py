"""Answers to forms: the questions about an action, and accepting several reports."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, address
from tests.sent_forms import new_token
from tests.world import OPEN, World


def answers_of_questions(world: World) -> Iterator[Answer]:
    code = world.actions["accepted", OPEN].code
    token = {"token": new_token()}
    asked, closed = (world.questions[state, OPEN].pk for state in ["open", "closed"])
    names = [world.plan.code, code]
    yield Answer("ask without words", "coordinator", address("question-ask", *names), token, 400)
    late = {
        **token,
        "asked": "Sample?",
        "asked_of": f"organisation-{world.lead.key}",
        "asked_due": "2022-01-01",
    }
    late |= {"asked_readers": "involved"}
    yield Answer("ask for a past day", "coordinator", address("question-ask", *names), late, 409)
    answer = address("question-answer", *names, asked)
    yield Answer("answer without words", "contributor", answer, token, 400)
    gone = {**token, "report": world.reports["returned", OPEN].pk}
    yield Answer("accept several, none", "coordinator", address("reviews-accept", names[0]), gone, 409)
    too_late = address("question-answer", *names, closed)
    yield Answer("answer, closed", "contributor", too_late, {**token, "text": "Sample typed."}, 409)
