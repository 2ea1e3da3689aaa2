"""A round of the small plan, prepared or open, made by the real operations."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
from actionplan.reports.reviewing import accept
from actionplan.rounds.life import RoundFacts, open_round, prepare_round
from tests.personas import SmallPlan
from tests.reporting_factories import hand_in, noon

FACTS = RoundFacts(
    code="2022-12",
    name="December 2022",
    about=datetime.date(2022, 12, 31),
    opens=datetime.date(2022, 12, 1),
    due=datetime.date(2022, 12, 20),
    closes=datetime.date(2023, 1, 20),
)
PREPARED, OPENED, REVIEWED, CLOSED = (
    noon(2022, 11, 20),
    noon(2022, 12, 1),
    noon(2023, 1, 5),
    noon(2023, 1, 20),
)


@pytest.fixture
def prepared(small_plan: SmallPlan, coordinator: User) -> Round:
    return prepare_round(plan=small_plan.plan, facts=FACTS, by=coordinator, at=PREPARED)


@pytest.fixture
def opened(prepared: Round, coordinator: User) -> Round:
    return open_round(round=prepared, by=coordinator, at=OPENED)


def states(round: Round) -> dict[tuple[str, str], str]:
    rows = round.requests.with_state().select_related("action", "organisation")
    return {
        (row.action.code, row.organisation.key if row.organisation else ""): row.answer_state for row in rows
    }


def answered(opened: Round, small_plan: SmallPlan, people: dict[str, User], at: datetime.datetime) -> None:
    for action in small_plan.actions:
        lead = action.leads.get().organisation
        by = people["stranger" if lead.key == "wvg_growing_up" else "contributor"]
        report = hand_in(action, lead, by, at)
        accept(report=report, verdict="on_track", by=people["coordinator"], at=at)
