"""Pages with questions, and those of reviews, ask as often with one question and report as with three."""

from collections.abc import Iterator

import pytest

from actionplan.reporting.models import ProgressReport
from actionplan.reports.questions import answer_question, ask_question, close_question
from tests.counted import LIST, OVERVIEW, PAGE, PICTURE, Asking, counts_in
from tests.page_list.every_page import address
from tests.plan_document.grown_plan import GrownPlan, grown_plan
from tests.reporting_factories import noon

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
AT = noon(2022, 12, 1)


def add_questions(plan: GrownPlan) -> None:
    """As many open and as many closed questions to the lead on two actions, each with as many messages of either side."""
    size = len(plan.partners)
    for action in [plan.reported, plan.waiting]:
        for n in range(2 * size):
            asked = ask_question(
                action=action, organisation=plan.lead, text=f"Sample {n}?", by=plan.reviewer, at=AT
            )
            for by in [plan.everything, plan.reviewer] * size:
                answer_question(question=asked, text="Sample.", by=by, at=AT)
            if n < size:
                close_question(question=asked, by=plan.reviewer, at=AT)


def asked(grown: GrownPlan) -> Iterator[tuple[str, str, int]]:
    plan, lead = grown.plan.code, grown.lead.key
    made = [plan, grown.waiting.code, grown.submitted.pk]
    yield "questions", address("questions", *made[:2]), PAGE
    yield "action", address("action", plan, grown.reported.code), PICTURE + PAGE
    yield "form", address("report-form", plan, grown.reported.code, lead), PAGE
    yield "report", address("report", *made), PAGE
    yield "review", address("report-review", *made), PICTURE + PAGE
    yield "queue", address("review-queue", plan, tick="all"), PICTURE + LIST
    waiting = ProgressReport.objects.waiting_for_review().values_list("pk", flat=True)
    chosen = "&".join(f"report={pk}&verdict-{pk}=on_track" for pk in waiting)
    yield "accept several", f"{address('reviews-accept-confirm', plan)}?{chosen}", PICTURE + PAGE
    yield "overview", address("overview", plan), OVERVIEW


def counted(grown: GrownPlan, asking: Asking) -> dict[str, tuple[int, int]]:
    add_questions(grown)
    asking.sign_in(grown.everything)
    return {name: (asking.queries_of(url), most) for name, url, most in asked(grown)}


counts = counts_in(grown_plan, counted)


def test_no_page_of_a_review_asks_too_often(counts: dict[int, dict[str, tuple[int, int]]]) -> None:
    assert {name: count for name, (count, most) in counts[3].items() if count > most} == {}


def test_every_page_of_a_review_asks_as_often_with_one_as_with_three(
    counts: dict[int, dict[str, tuple[int, int]]],
) -> None:
    assert counts[1] == counts[3]
