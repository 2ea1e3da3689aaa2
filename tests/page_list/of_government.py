"""Answers to forms: texts of the Platform."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, address
from tests.sent_forms import new_token
from tests.world import World

WRITTEN = ["open", "review", "validation", "closed"]


def answers_of_government(world: World) -> Iterator[Answer]:
    token = {"token": new_token()}
    built = world.rounds["closed"]
    texts = address("round-texts-save", built.plan.code, built.round.code)
    typed = {"introduction-text_nl": "Sample typed.", "introduction-version": 0}
    yield Answer("texts of the Platform, stale", "coordinator", texts, {**token, **typed}, 409)
    yield Answer(
        "texts of the Platform, too long",
        "coordinator",
        texts,
        {**token, "conclusion-text": "a" * 10_001},
        400,
    )
