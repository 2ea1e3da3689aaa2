"""Entries of the page list: evidence of a report, and of all reports of a plan."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, Page, address
from tests.sent_forms import new_token
from tests.world import LIMITED, OPEN, World


def pages_of_evidence(world: World) -> Iterator[Page]:
    for state, access, person in [
        ("draft", OPEN, "contributor"),
        ("draft", LIMITED, "contributor"),
        ("accepted", OPEN, "coordinator"),
        ("accepted", OPEN, "reader"),
        ("accepted", LIMITED, "reader"),
    ]:
        yield Page(f"evidence, {state}, {access}, {person}", person, _page(world, state, access))
    yield Page("all evidence", "auditor", address("evidence-list", world.plan.code))
    yield Page("all evidence, none", "auditor", address("evidence-list", world.plan.code, action="9.9"))


def _page(world: World, state: str, access: str) -> str:
    report = world.reports[state, access]
    return address("report-evidence", world.plan.code, report.action.code, report.pk)


def answers_of_evidence(world: World) -> Iterator[Answer]:
    token = {"token": new_token()}
    wrong = {**token, "description": "", "link": "nowhere at all"}
    yield Answer("evidence with errors", "contributor", _page(world, "draft", OPEN), wrong, 400)
    late = {**token, "description": "Sample.", "archive_reference": "Sample 14"}
    yield Answer("evidence, too late", "contributor", _page(world, "submitted", OPEN), late, 409)
