"""Answers to forms: sheets, their checks, the sheet on paper, and what comes back with what was typed."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, address
from tests.permissions.requests import form_of
from tests.permissions.requests_of_sheets import names_of_sheet
from tests.sent_forms import new_token
from tests.world import World

STATES = ["open", "review", "validation", "closed"]


def answers_of_sheets(world: World) -> Iterator[Answer]:
    token = {"token": new_token()}
    for name, word, typed, status in [
        (
            "row of a sheet, unreadable",
            "sheet-open/draft",
            {"status": "completed", "actual_end": "soon"},
            400,
        ),
        ("row of a sheet, conflict", "sheet-open/draft", {"opened_on": 99}, 409),
        ("row of a sheet, submitted", "sheet-open/submitted", {}, 409),
    ]:
        names = names_of_sheet(world, word)
        sent = {**token, **form_of("sheet-row", names), **typed}
        yield Answer(
            name,
            "contributor",
            address("sheet-row", names["plan_code"], names["key"], names["code"]),
            sent,
            status,
        )
    names = names_of_sheet(world, "sheet-between/draft")
    plan = names["plan_code"]
    submit = address("sheet-submit", names["plan_code"], names["key"])
    draft = {**token, **form_of("sheet-submit", names)}
    yield Answer(
        "submit a sheet, agreed by half",
        "contributor",
        submit,
        {**draft, "agreed_on": ""},
        400,
    )
    yield Answer(
        "nothing changed, without a source",
        "contributor",
        address("sheet-unchanged", plan, names["key"], world.small.joint.code),
        {**token, "source": "", "opened_on": 1},
        400,
    )
    yield Answer(
        "submit a sheet, changed", "contributor", submit, {**draft, "draft": f"{draft['draft']}9"}, 409
    )
