"""Entries of the page list: spreads of budget lines, texts of the Platform."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, Page, address
from tests.permissions.requests_of_government import form_of_government, names_of_line
from tests.sent_forms import new_token
from tests.world import World

WRITTEN = ["open", "review", "validation", "closed"]


def pages_of_government(world: World) -> Iterator[Page]:
    for word in ["open", "limited", "spread"]:
        names = names_of_line(world, f"line/{word}").values()
        yield Page(f"spread of a line, {word}", "contributor", address("spread", *names))
    for state in WRITTEN:
        built = world.rounds[state]
        url = address("round-texts", built.plan.code, built.round.code)
        yield Page(f"texts of the Platform, {state}", "coordinator", url)
        yield Page(f"texts of the Platform, {state}, auditor", "auditor", url)


def answers_of_government(world: World) -> Iterator[Answer]:
    names, token = names_of_line(world, "line/spread"), {"token": new_token()}
    save = address("spread", *names.values())
    sent = form_of_government("spread", names) | token
    yield Answer("spread that does not add up", "contributor", save, {**sent, "year_2021": "8765"}, 400)
    yield Answer(
        "spread, stale",
        "contributor",
        save,
        {**sent, "opened_on": 0, "year_2021": "1000", "year_2022": "9000"},
        409,
    )
    unspread = names_of_line(world, "line/open").values()
    yield Answer(
        "derived already", "contributor", address("spread-derive", *unspread), {**token, "opened_on": 0}, 409
    )
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
