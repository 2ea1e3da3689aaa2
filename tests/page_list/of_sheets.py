"""Entries of the page list: sheets, their checks, the sheet on paper, and what comes back with what was typed."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, Page, address
from tests.permissions.requests_of_sheets import form_of_sheet, names_of_sheet
from tests.sent_forms import new_token
from tests.world import World

STATES = ["open", "review", "validation", "closed"]


def pages_of_sheets(world: World) -> Iterator[Page]:
    lead, partner, plan = world.lead.key, world.partner_organisation.key, world.plan.code
    plans = {state: world.rounds[state].plan.code for state in STATES}
    yield Page("sheet, between rounds", "contributor", address("sheet", plan, lead))
    yield Page("sheet, two organisations", "both", address("sheet", plan, partner))
    for state, code in plans.items():
        yield Page(f"sheet, {state}", "contributor", address("sheet", code, lead))
    yield Page("sheet, partner", "partner", address("sheet", plans["open"], partner))
    for row in ["not_started", "draft"]:
        names = names_of_sheet(world, f"sheet-open/{row}")
        yield Page(
            f"row of a sheet, {row}",
            "contributor",
            address("sheet-row", names["plan_code"], lead, names["code"]),
        )
    names = names_of_sheet(world, "sheet-between/on_behalf")
    warned = address("sheet-row", names["plan_code"], lead, names["code"])
    yield Page("row of a sheet, warned", "contributor", f"{warned}?checked=on")
    yield Page("checks of a sheet", "contributor", address("sheet-checks", plan, lead))
    joint, accepted = world.small.joint.code, world.actions["accepted", "open"].code
    yield Page("nothing changed", "contributor", address("sheet-unchanged", plan, lead, joint))
    yield Page(
        "nothing changed, not offered", "contributor", address("sheet-unchanged", plan, lead, accepted)
    )
    for state in ["open", "review"]:
        yield Page(f"checks of a sheet, {state}", "contributor", address("sheet-checks", plans[state], lead))
    yield Page("checks of a sheet, none", "partner", address("sheet-checks", plans["open"], partner))
    yield Page("preparation", "contributor", address("sheet-preparation", plan, lead))
    agreed = address("sheet-preparation", plan, lead, only="ready")
    yield Page("preparation, to agree to", "contributor", agreed)
    yield Page("preparation, open", "contributor", address("sheet-preparation", plans["open"], lead))
    yield Page("preparation, Platform", "coordinator", address("sheet-preparation", plans["open"], lead))
    yield Page(
        "preparation, none", "coordinator", address("sheet-preparation", plans["open"], "wvg_growing_up")
    )


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
        sent = {**token, **form_of_sheet("sheet-row", names), **typed}
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
    draft = {**token, **form_of_sheet("sheet-submit", names)}
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
