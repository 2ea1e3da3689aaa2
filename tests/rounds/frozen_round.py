"""A round that was closed and frozen, with something of everything that a snapshot keeps.

Round 2022-06 asked about the four actions of the small plan: 1.1 was accepted, with money, a milestone, a measurement, a
question with its answer and a minister's remark; 1.2 stands on an accepted report, with one in the round that nobody reviewed, and a partner's
contribution; 2.1 is limited and was accepted; 2.2 was never submitted, after an extension, and is excused.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.audit.verbs import Verb
from actionplan.reporting.models import (
    Closing,
    MinisterAnswer,
    ProgressReport,
    Question,
    Request,
    Round,
    Snapshot,
)
from actionplan.reporting.report_fields import TEXT_FIELDS
from actionplan.reporting.states import MilestoneState, RoundState
from actionplan.reports.contents import ExpenditureRow, MeasurementRow, MilestoneRow
from actionplan.reports.questions import answer_question, ask_question
from actionplan.rounds.life import record_round
from actionplan.rounds.taking_snapshots import take_snapshot
from tests.factories import IndicatorFactory
from tests.personas import Bodies, SmallPlan
from tests.reporting.round_factories import ClosingFactory, ExtensionFactory, MinisterAnswerFactory
from tests.reporting_factories import RequestFactory, RoundFactory, accepted_report, hand_in, noon

CLOSED_AT = noon(2022, 9, 1)
HASHED = "Sample said"
"""Every text that people wrote begins so."""


@dataclass
class FrozenRound:
    small: SmallPlan
    round: Round
    closing: Closing
    snapshot: Snapshot
    reports: dict[str, ProgressReport]
    """The report of each action's lead that stands on the accepted basis, `1.2 reported`, and `1.2 contribution`."""
    question: Question
    minister_answer: MinisterAnswer

    @property
    def plan(self) -> Any:
        return self.small.plan

    def again(self, at: datetime.datetime, by: User) -> Snapshot:
        """Reopen the round and close it again."""
        self.closing.reopened_by, self.closing.reopened_at, self.closing.reopen_reason = by, at, "Sample."
        self.closing.save(update_fields=["reopened_by", "reopened_at", "reopen_reason"])
        closing = ClosingFactory(round=self.round, number=2, closed_by=by, closed_at=at)
        return _frozen(closing, by, at)


def close_the_next_round(frozen: FrozenRound, by: User) -> None:
    """Round 2022-12, in which nobody was asked."""
    about, at = datetime.date(2022, 12, 31), noon(2023, 1, 10)
    round = RoundFactory(plan=frozen.plan, code="2022-12", state="closed", about=about, closed_at=at)
    _frozen(ClosingFactory(round=round, closed_by=by, closed_at=at), by, at)


def _frozen(closing: Closing, by: User, at: datetime.datetime) -> Snapshot:
    """The snapshot of the closing, with its event."""
    snapshot = take_snapshot(closing=closing, by=by, at=at)
    record_round(Verb.ROUND_CLOSED, closing.round, by, at, hash=snapshot.sha256)
    return snapshot


def open_round(small: SmallPlan) -> Round:
    round = RoundFactory(
        plan=small.plan,
        code="2022-06",
        name="Mid-2022",
        name_nl="Midden 2022",
        instruction="Sample instruction.",
        state=RoundState.OPEN,
    )
    for action in small.actions:
        RequestFactory(round=round, action=action, organisation=action.leads.get().organisation)
    return round


def texts(name: str, **more: Any) -> dict[str, Any]:
    fields = [name for name in TEXT_FIELDS if not name.startswith("stop_")]
    written = {field: f"{HASHED} {name} {field.replace('_', ' ')}" for field in fields}
    return written | {"agreed_on": datetime.date(2022, 2, 28)} | more


@pytest.fixture
def frozen(
    small_plan: SmallPlan,
    bodies: Bodies,
    contributor: User,
    partner: User,
    coordinator: User,
    minister_reader: User,
) -> FrozenRound:
    people = [contributor, partner, coordinator, minister_reader]
    return new_frozen_round(small_plan, bodies, {user.username: user for user in people})


def new_frozen_round(small: SmallPlan, bodies: Bodies, people: dict[str, User]) -> FrozenRound:
    reports, contributor, coordinator = {}, people["contributor"], people["coordinator"]
    ours, reviewed = (bodies.lead, contributor), {"reviewer": coordinator}
    reports["1.2"] = accepted_report(small.joint, *ours, noon(2022, 3, 1), **reviewed, **texts("1.2 before"))
    round = open_round(small)
    RequestFactory(round=round, action=small.joint, organisation=bodies.partner, role="partner")
    reports["1.1"] = accepted_report(
        small.with_money, *ours, noon(2022, 7, 10), **reviewed, **_said_with_money(small)
    )
    unreviewed = texts("1.2 unreviewed", confidence="off_track")
    reports["1.2 reported"] = hand_in(small.joint, *ours, noon(2022, 7, 18), **unreviewed)
    limited = texts("2.1", remark=f"{HASHED} 2.1 remark")
    reports["2.1"] = accepted_report(small.limited, *ours, noon(2022, 7, 15), **reviewed, **limited)
    theirs, contribution = (
        (bodies.partner, people["partner"]),
        {"verdict": "", "done": f"{HASHED} 1.2 contribution"},
    )
    reports["1.2 contribution"] = accepted_report(
        small.joint, *theirs, noon(2022, 7, 20), **reviewed, **contribution
    )
    _excuse(Request.objects.get(action=small.elsewhere), coordinator)
    question = _question(round, small, contributor, coordinator)
    answer = MinisterAnswerFactory(
        round=round,
        action=small.with_money,
        minister=bodies.minister,
        objects_to_it=True,
        remark=f"{HASHED} minister remark",
        by=people["minister_reader"],
        at=noon(2022, 8, 20),
    )
    round.state, round.closed_at = RoundState.CLOSED, CLOSED_AT
    round.save()
    closing = ClosingFactory(round=round, closed_by=coordinator, closed_at=CLOSED_AT)
    snapshot = _frozen(closing, coordinator, CLOSED_AT)
    return FrozenRound(small, round, closing, snapshot, reports, question, answer)


def _said_with_money(small: SmallPlan) -> dict[str, Any]:
    key, day, source = small.line.pk, datetime.date(2022, 5, 1), f"{HASHED} 1.1 ledger"
    site = f"{HASHED} 1.1 site"
    share = IndicatorFactory(action=small.with_money, key="share")
    return {
        "verdict": "needs_attention",
        "remark": f"{HASHED} 1.1 remark",
        "expenditures": [
            ExpenditureRow(key, year, Decimal(6000), Decimal(5500), source=source) for year in [2021, 2022]
        ],
        "milestones": [MilestoneRow(small.milestone.pk, None, MilestoneState.ACHIEVED, day, source=site)],
        "measurements": [MeasurementRow(share.pk, day, Decimal(30), source=f"{HASHED} 1.1 survey")],
        "forecast_end": datetime.date(2023, 3, 31),
        **texts("1.1"),
    }


def _question(round: Round, small: SmallPlan, contributor: User, coordinator: User) -> Question:
    question = ask_question(
        action=small.with_money,
        of_whom=small.with_money.leads.get().organisation,
        round=round,
        text=f"{HASHED} question",
        due=datetime.date(2022, 8, 15),
        by=coordinator,
        at=noon(2022, 8, 1),
    )
    answer_question(question=question, text=f"{HASHED} answer", by=contributor, at=noon(2022, 8, 3))
    return question


def _excuse(request: Request, coordinator: User) -> None:
    request.extended_to, request.extension_reason = datetime.date(2022, 8, 15), f"{HASHED} 2.2 more time"
    request.excuse, request.excused_by = f"{HASHED} 2.2 excuse", coordinator
    request.excused_at = noon(2022, 8, 30)
    request.save()
    ExtensionFactory(
        request=request,
        reason=f"{HASHED} 2.2 more time",
        state="granted",
        until=request.extended_to,
        answered_by=coordinator,
        answered_at=noon(2022, 7, 2),
    )
