"""Pages with questions, and those of reviews, ask as often with one question and report as with three."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from actionplan.reporting.models import ProgressReport
from actionplan.reporting.questions import answer_question, ask_question, close_question
from tests.database_state import undone
from tests.grown_plan import GrownPlan, grown_plan
from tests.page_list import address
from tests.reporting_factories import noon
from tests.test_query_counts import LIST, OVERVIEW, PAGE, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
AT = noon(2022, 12, 1)


def grown(size: int) -> GrownPlan:
    """As many open and as many closed questions to the lead on two actions, each with as many messages of either side."""
    plan = grown_plan(size)
    for action in [plan.reported, plan.waiting]:
        for n in range(2 * size):
            asked = ask_question(
                action=action, organisation=plan.lead, text=f"Sample {n}?", by=plan.reviewer, at=AT
            )
            for by in [plan.everything, plan.reviewer] * size:
                answer_question(question=asked, text="Sample.", by=by, at=AT)
            if n < size:
                close_question(question=asked, by=plan.reviewer, at=AT)
    return plan


def asked(grown: GrownPlan) -> Iterator[tuple[str, str, int]]:
    plan, lead = grown.plan.code, grown.lead.key
    made = [plan, grown.waiting.code, grown.submitted.pk]
    yield "questions", address("questions", *made[:2]), PAGE
    yield "action", address("action", plan, grown.reported.code), PAGE
    yield "form", address("report-form", plan, grown.reported.code, lead), PAGE
    yield "report", address("report", *made), PAGE
    yield "review", address("report-review", *made), PAGE
    yield "queue", address("review-queue", plan, tick="all"), LIST
    waiting = ProgressReport.objects.waiting_for_review().values_list("pk", flat=True)
    chosen = "&".join(f"report={pk}&verdict-{pk}=on_track" for pk in waiting)
    yield "accept several", f"{address('reviews-accept-confirm', plan)}?{chosen}", PAGE
    yield "overview", address("overview", plan), OVERVIEW


def counted(size: int) -> dict[str, tuple[int, int]]:
    client, found = Client(), {}
    with undone():
        plan = grown(size)
        client.force_login(plan.everything)
        for name, url, most in asked(plan):
            client.get(url)  # what is read once per process is not counted
            found[name] = (queries_of(client, url), most)
    return found


@pytest.fixture(scope="module")
def counts(django_db_setup: None, django_db_blocker: Any) -> dict[int, dict[str, tuple[int, int]]]:
    with django_db_blocker.unblock():
        return {size: counted(size) for size in (1, 3)}


def test_no_page_of_a_review_asks_too_often(counts: dict[int, dict[str, tuple[int, int]]]) -> None:
    assert {name: count for name, (count, most) in counts[3].items() if count > most} == {}


def test_every_page_of_a_review_asks_as_often_with_one_as_with_three(
    counts: dict[int, dict[str, tuple[int, int]]],
) -> None:
    assert counts[1] == counts[3]
