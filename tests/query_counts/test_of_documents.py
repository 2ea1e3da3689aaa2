"""The documents made from rounds ask as often with one row of every relation as with three, and never too often."""

import datetime
from collections.abc import Iterator

import pytest

from actionplan.reporting.models import SentDocument
from actionplan.rounds.taking import take_snapshot
from tests.counted import LIST, Asking, counts_in
from tests.page_list.every_page import address
from tests.plan_document.grown_plan import GrownPlan
from tests.reporting.round_factories import ClosingFactory
from tests.reporting_factories import RoundFactory, noon
from tests.rounds.grown_snapshot import freeze

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
DOCUMENT, PREVIEW = 16, 36
"""A preview reads the plan as it stands, and the round before as it was frozen, whatever the plan's size."""
CLOSED, BEFORE, UNDER_WAY = "2022-12", "2022-06", "2023-06"


def add_documents(grown: GrownPlan) -> None:
    """As many records of what was sent as there are partners, a closed round before and one under way."""
    round = grown.plan.rounds.get(code=CLOSED)
    for number in range(len(grown.partners)):
        SentDocument.objects.create(
            round=round,
            kind="extract",
            minister=grown.reported.minister_involvements.first().minister,
            reference=f"Sample {number}",
            sent_on=datetime.date(2023, 1, 1),
            sha256=f"{number:064d}",
            recorded_by=grown.reviewer,
            recorded_at=noon(2023, 1, 1),
        )
    before = RoundFactory(plan=grown.plan, code=BEFORE, state="closed", about=datetime.date(2022, 6, 30))
    closing = ClosingFactory(round=before, number=1, closed_by=grown.reviewer)
    take_snapshot(closing=closing, by=grown.reviewer, at=noon(2022, 7, 1))
    RoundFactory(plan=grown.plan, code=UNDER_WAY, state="review", about=datetime.date(2023, 6, 30))


def asked(grown: GrownPlan) -> Iterator[tuple[str, str, int]]:
    plan = grown.plan.code
    minister = grown.reported.minister_involvements.first().minister.key
    for code, most in [(CLOSED, DOCUMENT), (UNDER_WAY, PREVIEW)]:
        for name in ["government-report", "government-report-docx", "government-report-xlsx"]:
            yield f"{name} {code}", address(name, plan, code), most
            yield f"{name} {code} internal", address(name, plan, code, edition="internal"), most
        for name in ["minister-extract", "minister-extract-docx"]:
            yield f"{name} {code}", address(name, plan, code, minister), most
    for name in ["evaluation", "evaluation-docx"]:
        yield name, address(name, plan), DOCUMENT
    yield "sent documents", address("sent-documents", plan, CLOSED), LIST


def counted(grown: GrownPlan, asking: Asking) -> dict[str, tuple[int, int]]:
    add_documents(grown)
    asking.sign_in(grown.everything)
    return {name: (asking.queries_of(url, statuses=(200,)), most) for name, url, most in asked(grown)}


counts = counts_in(freeze, counted)


def test_no_document_asks_too_often(counts: dict[int, dict[str, tuple[int, int]]]) -> None:
    assert {name: count for name, (count, most) in counts[3].items() if count > most} == {}


def test_every_document_asks_as_often_with_one_row_as_with_three(
    counts: dict[int, dict[str, tuple[int, int]]],
) -> None:
    assert counts[1] == counts[3]
