"""The small plan with two closed rounds, what was amended after them, and a third round.

On 1 September 2022 2.2 was withdrawn, 1.3 added, 1.2 renamed, and 1.1 got a later end. 1.1 was on track in the first round,
in trouble with a later forecast in the second, and completed late in the third; 2.1 is limited and was reported in both.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.audit.trail import record
from actionplan.audit.verbs import Verb
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reports.contents import ExpenditureRow, MilestoneRow
from actionplan.rounds.closing import close_round, excuse_requests
from actionplan.rounds.life import RoundFacts, open_round, prepare_round, take_into_review
from actions.models import Action
from tests.actions.action_factories import amend_terms
from tests.factories import ActionFactory, PhaseFactory
from tests.personas import SmallPlan
from tests.reporting_factories import accepted_report, noon

AMENDED_ON = datetime.date(2022, 9, 1)
AMENDED_AT = noon(2022, 9, 1)
NEW_TITLE = "Joint prevention network for towns"
MONEY = {"2022-06": 4000, "2022-12": 9000}


@dataclass
class ChangedPlan:
    small: SmallPlan
    contributor: User
    coordinator: User
    reports: dict[tuple[str, str], ProgressReport]
    """By code of the action and of the round."""
    added: Action | None = None

    @property
    def plan(self) -> Any:
        return self.small.plan

    def report(self, round: str, action: Action, at: datetime.datetime, **contents: Any) -> None:
        lead = action.leads.get().organisation
        self.reports[action.code, round] = accepted_report(
            action, lead, self.contributor, at, reviewer=self.coordinator, **contents
        )

    def money(self, year: int, paid: int) -> list[ExpenditureRow]:
        return [ExpenditureRow(self.small.line.pk, year, Decimal(9000), Decimal(paid))]


def begin(world: ChangedPlan, code: str, about: datetime.date) -> Round:
    """A round that is open from the day after the one that it is about."""
    opens = about + datetime.timedelta(days=1)
    days = [opens, opens + datetime.timedelta(days=14), opens + datetime.timedelta(days=19)]
    facts = RoundFacts(
        code=code, name=f"Round {code}", about=about, opens=days[0], due=days[1], closes=days[2]
    )
    at = noon(opens.year, opens.month, 1)
    round = prepare_round(plan=world.plan, facts=facts, by=world.coordinator, at=at)
    return open_round(round=round, by=world.coordinator, at=at)


def end(world: ChangedPlan, round: Round) -> None:
    """Closed on the 20th; what nobody answered is excused."""
    at = noon(round.opens.year, round.opens.month, 20)
    take_into_review(round=round, by=world.coordinator, at=at)
    unanswered = [
        row.pk for row in round.requests.with_state() if row.answer_state in ("nobody", "not_started")
    ]
    excuse_requests(round=round, requests=unanswered, reason="Sample.", by=world.coordinator, at=at)
    close_round(round=round, by=world.coordinator, at=at)


@pytest.fixture
def two_rounds(small_plan: SmallPlan, contributor: User, coordinator: User) -> ChangedPlan:
    return with_two_rounds(small_plan, contributor, coordinator)


def with_two_rounds(small_plan: SmallPlan, contributor: User, coordinator: User) -> ChangedPlan:
    world = ChangedPlan(small_plan, contributor, coordinator, {})
    first = begin(world, "2021-12", datetime.date(2021, 12, 31))
    at = noon(2022, 1, 5)
    world.report(
        "2021-12", small_plan.with_money, at, done="First words.", actual_start=datetime.date(2021, 2, 1)
    )
    world.report("2021-12", small_plan.limited, at, done="First secret.")
    end(world, first)
    second = begin(world, "2022-06", datetime.date(2022, 6, 30))
    at = noon(2022, 7, 5)
    world.report(
        "2022-06",
        small_plan.with_money,
        at,
        done="Second words.",
        actual_start=datetime.date(2021, 2, 1),
        confidence="off_track",
        verdict="needs_attention",
        obstacles="Sample obstacle.",
        forecast_end=datetime.date(2023, 3, 31),
        forecast_reason="Sample reason.",
        expenditures=world.money(2022, MONEY["2022-06"]),
    )
    world.report("2022-06", small_plan.limited, at, done="Second secret.")
    end(world, second)
    return world


def amend(world: ChangedPlan) -> None:
    """As the plan is amended: rows end and begin; the other title is in the trail too."""
    small, coordinator = world.small, world.coordinator
    Action.objects.filter(pk=small.elsewhere.pk).update(in_force_until=AMENDED_ON)
    lead = small.joint.leads.get().organisation
    world.added = ActionFactory(
        code="1.3",
        title="Safe schools",
        plan=small.plan,
        lead=lead,
        in_force_from=AMENDED_ON,
        terms__in_force_from=AMENDED_ON,
    )
    before = {"title": small.joint.title, "title_nl": ""}
    amend_terms(small.joint, AMENDED_ON, title=NEW_TITLE)
    del small.joint.wording
    record(
        Verb.AMENDED,
        by=coordinator,
        at=AMENDED_AT,
        subject=small.joint,
        plan=small.plan.pk,
        action=small.joint.pk,
        before=before,
        after={"title": NEW_TITLE, "title_nl": ""},
    )
    small.with_money.phases.update(in_force_until=AMENDED_ON)
    PhaseFactory(action=small.with_money, end=datetime.date(2023, 3, 1), in_force_from=AMENDED_ON)


@pytest.fixture
def amended(two_rounds: ChangedPlan) -> ChangedPlan:
    amend(two_rounds)
    return two_rounds


@pytest.fixture
def three_rounds(amended: ChangedPlan) -> ChangedPlan:
    world = amended
    third = begin(world, "2022-12", datetime.date(2022, 12, 31))
    milestone = MilestoneRow(world.small.milestone.pk, None, "achieved", datetime.date(2022, 11, 1))
    world.report(
        "2022-12",
        world.small.with_money,
        noon(2023, 1, 5),
        done="Third words.",
        status="completed",
        outcome="as_planned",
        actual_start=datetime.date(2021, 2, 1),
        actual_end=datetime.date(2022, 12, 31),
        expenditures=world.money(2022, MONEY["2022-12"]),
        milestones=[milestone],
    )
    assert world.added is not None
    world.report("2022-12", world.added, noon(2023, 1, 6), done="Begun.")
    end(world, third)
    return world
