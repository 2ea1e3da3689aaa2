"""Every page asks the database as often with one row of every relation as with three, and never too often."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from actionplan.accounts.models import Membership
from actionplan.reporting.models import ProgressReport
from tests.amendments.grown_amendments import pages_of_amendments
from tests.counted import LIST, OVERVIEW, PAGE, PICTURE, Asking, counts_in
from tests.page_list.every_page import address
from tests.plan_document.grown_plan import INVITED, GrownPlan, grown_plan
from tests.reminders.reminders_world import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


class Asked(NamedTuple):
    url: str
    most: int


def asked(grown: GrownPlan) -> Iterator[tuple[str, Asked]]:
    """By name, since addresses hold keys that differ."""
    plan, lead = grown.plan.code, grown.lead.key
    yield from _lists(grown)
    for name, query in [("", {}), (" on a day", {"on": "2022-12-31"}), (" accepted", {"basis": "accepted"})]:
        yield f"overview{name}", Asked(address("overview", plan, **query), OVERVIEW)
        yield f"status receipt{name}", Asked(address("status-receipt", plan, **query), OVERVIEW)
        yield f"trend{name}", Asked(address("trend", plan, **query), OVERVIEW)
        yield f"action{name}", Asked(address("action", plan, grown.reported.code, **query), PICTURE + PAGE)
    part = {"minister": "minister_0", "policy_area": "AREA0", "also": "on", "attention": "any"}
    yield "overview of a part", Asked(address("overview", plan, **part), OVERVIEW)
    yield "status receipt of a part", Asked(address("status-receipt", plan, **part), OVERVIEW)
    making = [plan, grown.reported.code]
    yield "choose", Asked(address("report-choose", *making), PAGE)
    yield "form", Asked(address("report-form", *making, lead), PICTURE + PAGE)
    yield "form of a partner", Asked(address("report-form", *making, grown.partners[0].key), PICTURE + PAGE)
    yield "checks", Asked(address("report-checks", *making, lead), PICTURE + PAGE)
    yield "discard", Asked(address("report-discard-confirm", *making, lead), PAGE)
    made = [plan, grown.submitted.action.code, grown.submitted.pk]
    yield "report", Asked(address("report", *made), PICTURE + PAGE)
    yield "review", Asked(address("report-review", *made), 2 * PICTURE + PAGE)
    yield "people", Asked(address("people"), PAGE)
    yield "invite", Asked(address("invite-form"), LIST)
    role = Membership.objects.get(user__username="holder")
    yield "end a role", Asked(address("role-end-confirm", role.pk), PAGE)
    yield "invitation", Asked(address("invitation", INVITED), LIST)
    yield "file holders", Asked(address("file-holders", plan, lead), LIST)
    for name, url, is_list in pages_of_amendments(grown):
        yield name, Asked(url, LIST if is_list else PICTURE + PAGE)
    accepted = ProgressReport.objects.filter(action=grown.waiting, state="accepted").latest("pk")
    yield "accepted report", Asked(address("report", *made[:2], accepted.pk), PICTURE + PAGE)


def _lists(grown: GrownPlan) -> Iterator[tuple[str, Asked]]:
    plan, lead = grown.plan.code, grown.lead.key
    everything = {"policy_area": "AREA0", "minister": "minister_0", "also": "on", "attention": "any"}
    for name in ["action-list", "action-list-csv", "action-list-xlsx"]:
        yield name, Asked(address(name, plan), OVERVIEW)
        yield f"{name} filtered", Asked(address(name, plan, q="action", sort="-end", **everything), OVERVIEW)
    yield "my actions", Asked(address("my-actions", plan), PICTURE + PAGE)
    for name in ["sheet", "sheet-checks", "sheet-preparation"]:
        yield name, Asked(address(name, plan, lead), PICTURE + PAGE)
    yield "objective", Asked(address("objective", plan, 1), OVERVIEW)
    yield "minister", Asked(address("minister", plan, "minister_0"), OVERVIEW)
    yield "organisation", Asked(address("organisation", plan, lead), OVERVIEW)
    yield "failed mail", Asked(address("failed-mail"), LIST)
    yield "calendar", Asked(address("calendar"), PAGE)
    yield "calendar feed", Asked(address("calendar-feed", token_of(grown.everything)), PAGE)
    for measure in ["planned", "committed", "paid"]:
        yield f"receipt {measure}", Asked(address("money-receipt", plan, measure=measure), OVERVIEW)
    yield "queue", Asked(address("review-queue", plan), PICTURE + LIST)
    kept = ["accounts_user", "accounts_membership", "audit_event"]
    for name in [*kept, "actions_action", "actions_actionterms", "actions_lead", "actions_crossreference"]:
        yield f"administration {name}", Asked(address(f"admin:{name}_changelist"), LIST)


def counted(grown: GrownPlan, asking: Asking) -> dict[str, tuple[int, int]]:
    """By page: how often it asks, and how often it may."""
    asking.sign_in(grown.everything)
    return {name: (asking.queries_of(one.url), one.most) for name, one in asked(grown)}


counts = counts_in(grown_plan, counted)


def test_no_page_asks_too_often(counts: dict[int, dict[str, tuple[int, int]]]) -> None:
    assert {name: count for name, (count, most) in counts[3].items() if count > most} == {}


def test_every_page_asks_as_often_with_one_row_as_with_three(
    counts: dict[int, dict[str, tuple[int, int]]],
) -> None:
    assert counts[1] == counts[3]
