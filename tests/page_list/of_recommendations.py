"""Answers to forms: the recommendations about a plan."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, address
from tests.recommendations.recommendations_world import FORM
from tests.sent_forms import new_token
from tests.world import World


def answers_of_recommendations(world: World) -> Iterator[Answer]:
    url = address("recommendation-change", world.plan.code, 1)
    token = {"token": new_token()}
    yield Answer("a recommendation without words", "coordinator", url, token | {"opened_on": 1}, 400)
    yield Answer(
        "a recommendation changed meanwhile", "coordinator", url, FORM | token | {"opened_on": 0}, 409
    )
