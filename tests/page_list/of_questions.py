"""Entries of the page list: the questions about an action, and accepting several reports."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, Page, address
from tests.sent_forms import new_token
from tests.world import LIMITED, OPEN, World


def pages_of_questions(world: World) -> Iterator[Page]:
    plan = world.plan.code
    for access in [OPEN, LIMITED]:
        url = address("questions", plan, world.actions["accepted", access].code)
        for person in ["contributor", "partner", "coordinator", "auditor", "reader"]:
            yield Page(f"questions, {access}, {person}", person, url)
    yield Page("questions, none", "coordinator", address("questions", plan, world.actions["none", OPEN].code))
    yield Page("reviews, ticked", "coordinator", address("review-queue", plan, tick="all"))
    for report in [world.contribution, world.reports["submitted", OPEN]]:
        url = address("reviews-accept-confirm", plan, report=report.pk)
        yield Page(f"accept several, {report.kind}", "coordinator", url)
    yield Page("accept none", "coordinator", address("reviews-accept-confirm", plan), 400)


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
