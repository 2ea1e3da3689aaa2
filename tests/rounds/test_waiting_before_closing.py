"""Before a round is closed its page names the reports that are to review, which the closing leaves out."""

import pytest

from actionplan.accounts.models import User
from actionplan.picture.frozen import counted_at
from actionplan.reporting.models import Round
from actionplan.reporting.states import Basis
from actionplan.reports.reviewing import return_report
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import take_into_review
from tests.personas import ClientOf, SmallPlan
from tests.reading import read
from tests.reporting_factories import hand_in, noon
from tests.rounds.opened_rounds import CLOSED, REVIEWED

pytestmark = pytest.mark.full

CLOSE = "/2020-2024/rounds/2022-12/close/"


def test_they_are_named_and_frozen_as_that(
    opened: Round,
    small_plan: SmallPlan,
    contributor: User,
    coordinator: User,
    client_of: ClientOf,
) -> None:
    waits, returned = small_plan.joint, small_plan.with_money
    for action in [waits, returned]:
        lead = action.leads.get().organisation
        report = hand_in(action, lead, contributor, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    return_report(report=report, remark="Sample.", by=coordinator, at=REVIEWED)
    words = read(client_of(coordinator).get(CLOSE)).text
    assert "1 report of a lead is still to review, and does not count: 1.2." in words
    keys = list(opened.requests.values_list("pk", flat=True))
    excuse_requests(round=opened, requests=keys, reason="Sample.", by=coordinator, at=CLOSED)
    closing = close_round(round=opened, by=coordinator, at=CLOSED)
    [counted] = counted_at([closing.snapshot], Basis.ACCEPTED).values()
    assert {action.code: action.freshness for action in counted} == {
        "1.1": "never",
        "1.2": "waiting",
        "2.1": "never",
        "2.2": "never",
    }
    assert {action.code for action in counted if "never" in action.attention} == {"1.1", "2.1", "2.2"}
