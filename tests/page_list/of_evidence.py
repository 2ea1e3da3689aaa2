"""Answers to forms: evidence of a report, and of all reports of a plan."""

from collections.abc import Iterator

from tests.page_list.entries import Answer, address
from tests.sent_forms import new_token
from tests.world import OPEN, World


def _page(world: World, state: str, access: str) -> str:
    report = world.reports[state, access]
    return address("report-evidence", world.plan.code, report.action.code, report.pk)


def answers_of_evidence(world: World) -> Iterator[Answer]:
    token = {"token": new_token()}
    wrong = {**token, "description": "", "link": "nowhere at all"}
    yield Answer("evidence with errors", "contributor", _page(world, "draft", OPEN), wrong, 400)
    late = {**token, "description": "Sample.", "archive_reference": "Sample 14"}
    yield Answer("evidence, too late", "contributor", _page(world, "submitted", OPEN), late, 409)
