"""Taking a snapshot reads as often with one row of every relation as with three; rows are written in batches."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.reporting.models import Closing
from actionplan.rounds.taking import take_snapshot
from tests.counted import Asking, counts_in
from tests.plan_document.grown_plan import GrownPlan, grown_plan
from tests.reporting.round_factories import (
    AnswerFactory,
    ClosingFactory,
    MinisterAnswerFactory,
    QuestionFactory,
)
from tests.reporting_factories import RequestFactory, RoundFactory, noon

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
MOST = 39


def counted(grown: GrownPlan, asking: Asking) -> int:
    round = RoundFactory(plan=grown.plan, code="2022-12", state="closed")
    for action in grown.plan.actions.all():
        RequestFactory(round=round, action=action, organisation=grown.lead)
        for _partner in grown.partners:
            question = QuestionFactory(action=action, organisation=grown.lead)
            AnswerFactory(question=question)
            MinisterAnswerFactory(round=round, action=action)
    closing = ClosingFactory(round=round, closed_at=noon(2022, 12, 1))
    closing = Closing.objects.select_related("round__plan").get(pk=closing.pk)
    with CaptureQueriesContext(connection) as captured:
        take_snapshot(closing=closing, by=grown.reviewer, at=noon(2022, 12, 1))
    return sum(query["sql"].startswith("SELECT") for query in captured)


counts = counts_in(grown_plan, counted)


def test_it_never_reads_too_often(counts: dict[int, int]) -> None:
    assert counts[3] <= MOST


def test_it_reads_as_often_with_one_row_of_everything_as_with_three(counts: dict[int, int]) -> None:
    assert counts[1] == counts[3]
