"""The small plan through three rounds, with everything that the demo story has nothing of: it was amended in between.

On 1 September 2022, besides what `tests.plan_document.changed_plan` amends, 2.3 was merged, 2.4 got another lead, another title and another
kind, 1.4 a milestone, another minister, a partner and a spread by its lead, 1.5 another amount, and the handbook of 1.1
another date and title. What people reported goes through every kind of change, and its money is overspent, underspent,
shared, and spent on a line that ends.
"""

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from actionplan.accounts.models import User
from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport
from actionplan.reports.contents import ExpenditureRow, MilestoneRow
from actionplan.reports.reviewing import accept, return_report
from actions.models import Action, Milestone
from actions.states import MilestoneOrigin, MinisterRole, PromotionRole
from budgets.models import BudgetLine
from tests.actions.action_factories import amend_terms
from tests.amendments.government_factories import spread_by_lead
from tests.factories import (
    ActionFactory,
    BudgetLineFactory,
    BudgetTermsFactory,
    FundingFactory,
    LeadFactory,
    MilestoneFactory,
    MilestoneTermsFactory,
    MinisterFactory,
    MinisterInvolvementFactory,
    PhaseFactory,
    PromotionFactory,
)
from tests.personas import SmallPlan, new_bodies, new_small_plan, person
from tests.plan_document.changed_plan import AMENDED_AT, AMENDED_ON, ChangedPlan, amend, begin, end
from tests.reporting_factories import accepted_report, hand_in, noon

DAY = datetime.date
FORECASTS = [DAY(2023, 6, 30), DAY(2023, 9, 30), DAY(2023, 3, 31)]
HELD = {"on_hold_since": DAY(2022, 6, 1), "forecast_reason": "Sample."}
STOPPED = {"status": "stopped", "stop_reason": "Sample.", "stop_decision": "Sample."}
IN_TROUBLE = {"confidence": "off_track", "verdict": "needs_attention", "obstacles": "Sample."}


@dataclass
class Told:
    """Who tells it, and the rows that the small plan does not have."""

    world: ChangedPlan
    partner: User
    partner_organisation: Organisation
    other_organisation: Organisation
    held: Action
    money: Action
    merged: Action
    continuous: Action
    lines: dict[str, BudgetLine]
    milestones: dict[str, Milestone]

    @property
    def small(self) -> SmallPlan:
        return self.world.small

    def spent(self, line: str, year: int, committed: int | None, paid: int | None) -> ExpenditureRow:
        amounts = [None if amount is None else Decimal(amount) for amount in (committed, paid)]
        return ExpenditureRow(self.lines[line].pk, year, *amounts, forecast=Decimal(100))


def tell_amended_plan() -> None:
    coordinator = person("coordinator", Role.COORDINATOR)
    person("auditor", Role.AUDITOR)
    bodies = new_bodies()
    lead, partner_organisation, other_organisation = bodies.lead, bodies.partner, bodies.other
    contributor = person("contributor", Role.CONTRIBUTOR, organisation=lead)
    partner = person("partner", Role.CONTRIBUTOR, organisation=partner_organisation)
    small = new_small_plan(bodies)
    world = ChangedPlan(small, contributor, coordinator, {})
    told = _drawn_up(world, partner, partner_organisation, other_organisation)
    waiting = _before_the_rounds(told)
    for tell, code, about in [
        (_first, "2021-12", DAY(2021, 12, 31)),
        (_second, "2022-06", DAY(2022, 6, 30)),
        (_third, "2022-12", DAY(2022, 12, 31)),
    ]:
        if tell is _third:
            amend(world)
            _amend_more(told)
            _between_rounds(told)
        round = begin(world, code, about)
        tell(told, noon(round.opens.year, round.opens.month, 5))
        end(world, round)
        if tell is _first:
            accept(report=waiting, verdict="on_track", at_once=True, by=coordinator, at=noon(2022, 2, 10))
    _afterwards(told)


def _drawn_up(world: ChangedPlan, partner: User, its: Organisation, other: Organisation) -> Told:
    small = world.small
    lead = small.with_money.leads.get().organisation
    plan = {"plan": world.plan, "lead": lead}
    held = ActionFactory(code="1.4", title="Held for a while", **plan)
    money = ActionFactory(code="1.5", title="Money every year", **plan)
    merged = ActionFactory(code="2.3", title="Part of another", **plan)
    endless = [{"start": None, "end": None, "continuous": True}]
    continuous = ActionFactory(code="2.4", title="Always on", phases=endless, **plan)
    lines = {
        "shared": small.line,
        "resources": small.line_without_amount,
        "silent": BudgetLineFactory(action=held),
        "yearly": BudgetLineFactory(action=money, terms__amount=Decimal(6000), terms__per_year=True),
        "subsidy": BudgetLineFactory(action=small.joint, terms__kind="existing_subsidy"),
        "zero": BudgetLineFactory(action=small.limited, terms__amount=Decimal(0)),
        "gone": BudgetLineFactory(action=merged, terms__amount=Decimal("999.99")),
    }
    FundingFactory(terms=small.line.terms.get(), organisation=its, percent=Decimal("33.33"))
    FundingFactory(terms=small.line.terms.get(), order=2, source="EU", percent=Decimal("33.33"))
    FundingFactory(terms=lines["silent"].terms.get(), organisation=lead)
    FundingFactory(terms=lines["subsidy"].terms.get(), organisation=its, percent=Decimal(50))
    milestones = {
        "handbook": small.milestone,
        "monthly": MilestoneFactory(
            action=small.joint, key="monthly", order=1, terms__recurrence="monthly", terms__target_from=3
        ),
        "yearly": MilestoneFactory(action=continuous, key="yearly", order=1, terms__recurrence="yearly"),
        "undated": MilestoneFactory(action=money, key="undated", order=1, terms__due=None),
        "dropped": MilestoneFactory(action=held, key="dropped", order=1, terms__due=DAY(2023, 2, 1)),
        "counted": MilestoneFactory(
            action=held, key="counted", order=2, terms__due=DAY(2022, 3, 31), terms__target_from=5
        ),
        "missed": MilestoneFactory(action=small.limited, key="missed", order=1),
    }
    return Told(world, partner, its, other, held, money, merged, continuous, lines, milestones)


def _row(told: Told, name: str, state: str, on: DAY | None = None, **more: Any) -> MilestoneRow:
    period = more.pop("period", None)
    return MilestoneRow(told.milestones[name].pk, period, state, on, **more)


def _before_the_rounds(told: Told) -> ProgressReport:
    """It waits for review while the first round closes, and counts until after the second."""
    lead, money = told.merged.leads.get().organisation, [told.spent("gone", 2021, 500, 1000)]
    return hand_in(told.merged, lead, told.world.contributor, noon(2021, 12, 15), expenditures=money)


def _first(told: Told, at: datetime.datetime) -> None:
    small, report = told.small, told.world.report
    report("2021-12", small.with_money, at, done="First words.", actual_start=DAY(2021, 2, 1))
    report("2021-12", small.limited, at, done="First secret.", actual_end=None, **IN_TROUBLE)
    forecast = {"forecast_end": FORECASTS[0], "forecast_reason": "Sample."}
    report("2021-12", told.held, at, **forecast)
    report("2021-12", told.money, at, status="not_started")
    report("2021-12", told.continuous, at)


def _second(told: Told, at: datetime.datetime) -> None:
    small, report = told.small, told.world.report
    forecast = {"forecast_end": DAY(2023, 3, 31), "forecast_reason": "Sample."}
    money = [told.spent("shared", 2021, 5000, 4001), told.spent("shared", 2022, 9000, 4000)]
    report("2022-06", small.with_money, at, expenditures=money, **forecast, **IN_TROUBLE)
    report("2022-06", small.limited, at, done="Second secret.", source="Sample source.")
    rows = [_row(told, "dropped", "dropped"), _row(told, "counted", "achieved", DAY(2022, 4, 30))]
    report("2022-06", told.held, at, forecast_end=FORECASTS[1], milestones=rows, **HELD)
    by_mistake = replace(told.spent("yearly", 2022, 800, None), withdrawn="paid", source="Sample mistake.")
    money = [told.spent("yearly", 2021, 700, 500), by_mistake]
    report("2022-06", told.money, at, expenditures=money, confidence="needs_attention", obstacles="")
    report("2022-06", told.continuous, at, confidence="needs_attention", obstacles="Sample.")
    periods = [
        ("achieved", DAY(2021, 1, 1), DAY(2021, 1, 20), Decimal(3)),
        ("achieved", DAY(2021, 2, 1), DAY(2021, 2, 20), None),
        ("dropped", DAY(2021, 3, 1), None, None),
        ("achieved", DAY(2022, 7, 1), DAY(2022, 7, 2), Decimal(2)),
    ]
    rows = [
        _row(told, "monthly", state, on, period=first, number=number) for state, first, on, number in periods
    ]
    report("2022-06", small.joint, at, milestones=rows)
    money = [told.spent("subsidy", 2021, None, 250), told.spent("subsidy", 2022, 1000, 1500)]
    accepted_report(
        *(small.joint, told.partner_organisation, told.partner, at + datetime.timedelta(days=1)),
        reviewer=told.world.coordinator,
        verdict="",
        expenditures=money,
    )


def _amend_more(told: Told) -> None:
    small, since = told.small, {"in_force_from": AMENDED_ON}
    ended = {"in_force_until": AMENDED_ON}
    Action.objects.filter(pk=told.merged.pk).update(merged_into=small.limited, **ended)
    told.continuous.leads.update(**ended)
    LeadFactory(action=told.continuous, organisation=told.other_organisation, **since)
    amend_terms(told.continuous, AMENDED_ON, title="Always on, and open to all", kind="extended")
    small.milestone.terms.update(**ended)
    MilestoneTermsFactory(milestone=small.milestone, title="Handbook", due=DAY(2022, 12, 31), **since)
    proposed = MilestoneFactory(
        action=told.held, key="proposed", order=3, origin=MilestoneOrigin.PROPOSED, terms=None
    )
    MilestoneTermsFactory(milestone=proposed, due=DAY(2023, 3, 31), **since)
    every_year = MilestoneFactory(
        action=told.held, key="every_year", order=4, origin=MilestoneOrigin.PROPOSED, terms=None
    )
    MilestoneTermsFactory(milestone=every_year, recurrence="yearly", **since)
    told.lines["yearly"].terms.update(**ended)
    years = [{"year": 2021, "amount": "1000.00"}, {"year": 2022, "amount": "-250.50"}]
    more = {"year": 2023, "amount": "8000.00"}
    facts = {"amount": Decimal(8000), "per_year": True, "years": [*years, more]}
    BudgetTermsFactory(line=told.lines["yearly"], **facts, **since)
    told.money.phases.update(**ended)
    PhaseFactory(action=told.money, label="Every year", **since)
    told.lines["subsidy"].terms.update(**ended)
    added = told.world.added
    told.lines["added"] = BudgetLineFactory(action=added, terms__in_force_from=AMENDED_ON)
    told.milestones["added"] = MilestoneFactory(
        action=added, key="added", order=1, terms__due=DAY(2022, 12, 1), terms__in_force_from=AMENDED_ON
    )
    amounts = {2021: Decimal("2500.50"), 2022: Decimal("7499.50")}
    spread_by_lead(told.lines["silent"], amounts, since["in_force_from"])
    minister = MinisterFactory(key="justice", title="Minister for Justice")
    MinisterInvolvementFactory(action=told.held, minister=minister, role=MinisterRole.COORDINATING, **since)
    PromotionFactory(
        action=told.held, organisation=told.other_organisation, role=PromotionRole.PARTNER, order=2, **since
    )


def _between_rounds(told: Told) -> None:
    """One report that was accepted outside the rounds, one that was returned, and one that nobody reviewed."""
    world = told.world
    lead = told.small.limited.leads.get().organisation
    accepted_report(
        *(told.small.limited, lead, world.contributor, AMENDED_AT + datetime.timedelta(days=9)),
        reviewer=world.coordinator,
        verdict="off_track",
        confidence="needs_attention",
        obstacles="Sample.",
    )
    much_later = {"forecast_end": DAY(2024, 1, 31), "forecast_reason": "Sample."}
    report = hand_in(told.held, lead, world.contributor, noon(2022, 9, 15), **much_later)
    return_report(report=report, remark="Sample.", by=world.coordinator, at=noon(2022, 9, 20))
    hand_in(told.money, lead, world.contributor, noon(2022, 10, 10), confidence="off_track")


def _third(told: Told, at: datetime.datetime) -> None:
    small, report = told.small, told.world.report
    done = {"status": "completed", "outcome": "as_planned", "confidence": "on_track", "obstacles": ""}
    money = [told.spent("shared", 2021, 5000, 4001), told.spent("shared", 2022, 9000, 8000)]
    milestones = [_row(told, "handbook", "achieved", DAY(2022, 11, 1), number=Decimal(2), source="Sample")]
    ended = {"actual_end": DAY(2022, 12, 31), "expenditures": money, "milestones": milestones}
    report("2022-12", small.with_money, at, **done, **ended)
    assert told.world.added is not None
    rows = [_row(told, "added", "achieved", DAY(2022, 12, 1), source="Sample")]
    money = [told.spent("added", 2022, 700, 300)]
    begun = {"actual_start": DAY(2022, 10, 1), "forecast_end": FORECASTS[0], "forecast_reason": "Sample."}
    report("2022-12", told.world.added, at, done="Begun.", milestones=rows, expenditures=money, **begun)
    expected = {"expected_on": DAY(2023, 2, 1), "expected_why": "Sample."}
    undone = _row(told, "counted", "undone", undone_why="Sample.", **expected)
    rows = [_row(told, "dropped", "dropped"), undone]
    resumed = {"on_hold_since": None, "forecast_end": FORECASTS[2], "forecast_reason": "Sample."}
    report("2022-12", told.held, at, milestones=rows, **resumed)
    report("2022-12", small.limited, at, **STOPPED)


def _afterwards(told: Told) -> None:
    """Submitted and not reviewed: the action of which others were stopped goes on."""
    lead = told.small.limited.leads.get().organisation
    taken_up = {"status": "ongoing", "stop_reason": "", "stop_decision": ""}
    hand_in(told.small.limited, lead, told.world.contributor, noon(2023, 1, 25), **taken_up)
