"""Entries of the page list: the recommendations about a plan."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, Page, address
from tests.recommendations.recommendations_world import FORM
from tests.sent_forms import new_token
from tests.world import World


def pages_of_recommendations(world: World) -> Iterator[Page]:
    plan = world.plan.code
    yield Page("recommendations", "coordinator", address("recommendations", plan))
    yield Page("recommendations, of a state", "reader", address("recommendations", plan, state="open"))
    yield Page(
        "recommendations, no such state", "reader", address("recommendations", plan, state="Sample round")
    )
    yield Page("recommendation", "coordinator", address("recommendation", plan, 1))
    yield Page("recommendation, not followed", "reader", address("recommendation", plan, 2))
    yield Page("add a recommendation", "coordinator", address("recommendation-new", plan))
    yield Page("change a recommendation", "coordinator", address("recommendation-change", plan, 1))


def answers_of_recommendations(world: World) -> Iterator[Answer]:
    url = address("recommendation-change", world.plan.code, 1)
    token = {"token": new_token()}
    yield Answer("a recommendation without words", "coordinator", url, token | {"opened_on": 1}, 400)
    yield Answer(
        "a recommendation changed meanwhile", "coordinator", url, FORM | token | {"opened_on": 0}, 409
    )
