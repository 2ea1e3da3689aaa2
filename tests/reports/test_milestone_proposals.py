"""Proposing milestones: the lead alone, at most three a year, each with a day or a frequency."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import MilestoneProposal
from actionplan.reporting.states import ProposalState
from actionplan.reports.handover import appoint_lead
from actionplan.reports.proposals import agree_to_milestone, decline_milestone, withdraw_proposal
from actions.models import Milestone
from actions.states import MilestoneOrigin, Recurrence
from tests.factories import ActionFactory
from tests.personas import SmallPlan, person
from tests.reporting_factories import noon
from tests.reports.proposal_factories import APRIL, MARCH, propose


@pytest.fixture
def proposal(small_plan: SmallPlan, contributor: User) -> MilestoneProposal:
    return propose(small_plan.with_money, contributor)


def test_the_lead_proposes_a_milestone_with_a_target_for_each_period(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    said = {"due": None, "due_precision": "", "recurrence": Recurrence.YEARLY}
    target = {"target_from": Decimal(3), "target_to": Decimal(4), "unit": "peer reviews"}
    row = propose(small_plan.with_money, contributor, **said, **target)
    row.refresh_from_db()
    assert (row.organisation, row.state, row.proposed_by) == (
        lead_organisation,
        ProposalState.PROPOSED,
        contributor,
    )
    assert (row.recurrence, row.target_from, row.target_to, row.unit) == ("yearly", 3, 4, "peer reviews")
    assert not Milestone.objects.filter(origin=MilestoneOrigin.PROPOSED).exists()


def test_a_vague_due_day_is_taken_to_the_end_of_its_interval(
    small_plan: SmallPlan, contributor: User
) -> None:
    for precision, last, action in [
        ("day", (9, 15), small_plan.with_money),
        ("month", (9, 30), small_plan.with_money),
        ("quarter", (9, 30), small_plan.joint),
        ("year", (12, 31), small_plan.joint),
    ]:
        row = propose(action, contributor, due_precision=precision)
        assert row.due == datetime.date(2022, *last), precision
    # It may be in the month that has begun.
    day = datetime.date(2022, 3, 1)
    row = propose(small_plan.limited, contributor, noon(2022, 3, 20), due=day, due_precision="month")
    assert row.due == datetime.date(2022, 3, 31)


def test_nobody_but_the_lead_proposes(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, request: pytest.FixtureRequest
) -> None:
    others = ["partner", "stranger", "area_contributor", "coordinator", "reader", "auditor", "administrator"]
    holder = person("holder", "contributor", organisation=lead_organisation, writes_only=True)
    for somebody in [holder, *(request.getfixturevalue(name) for name in others)]:
        with pytest.raises(PermissionDenied):
            propose(small_plan.joint, somebody)
    with pytest.raises(PermissionDenied):  # an action without a lead has nobody to propose
        propose(ActionFactory(), contributor)
    assert not MilestoneProposal.objects.exists()


def test_what_no_milestone_can_be_without_is_asked(small_plan: SmallPlan, contributor: User) -> None:
    asked: list[tuple[dict[str, Any], str]] = [
        ({"title": "  "}, "Say what the milestone is"),
        ({"due": None, "due_precision": ""}, "one of the two"),
        ({"recurrence": "yearly"}, "one of the two"),
        ({"target_to": Decimal(4)}, "lower end of the target too"),
        ({"target_from": Decimal(4), "target_to": Decimal(3)}, "below the lower end"),
        ({"due": datetime.date(2022, 2, 28)}, "has passed"),
    ]
    for facts, sentence in asked:
        with pytest.raises(Refused, match=sentence):
            propose(small_plan.with_money, contributor, **facts)
    assert not MilestoneProposal.objects.exists()


def test_a_fourth_of_the_year_is_refused_and_the_next_year_begins_anew(
    small_plan: SmallPlan, contributor: User
) -> None:
    last = datetime.datetime(2022, 12, 31, 23, 30, tzinfo=datetime.UTC)
    facts = {"due": datetime.date(2024, 1, 1)}
    for at in [MARCH, APRIL, APRIL]:
        propose(small_plan.with_money, contributor, at, **facts)
    with pytest.raises(Refused, match="Three milestones of this action were proposed in 2022"):
        propose(small_plan.with_money, contributor, noon(2022, 12, 31), **facts)
    assert propose(small_plan.with_money, contributor, last, **facts), "in Brussels it is 2023"
    assert propose(small_plan.joint, contributor, APRIL, **facts), "each action has three"


def test_what_was_declined_or_withdrawn_does_not_count(
    small_plan: SmallPlan, contributor: User, coordinator: User
) -> None:
    rows = [propose(small_plan.with_money, contributor) for _ in range(3)]
    decline_milestone(proposal=rows[0], answer="Sample: too vague.", by=coordinator, at=APRIL)
    withdraw_proposal(proposal=rows[1], by=contributor, at=APRIL)
    agree_to_milestone(proposal=rows[2], by=coordinator, at=APRIL)
    propose(small_plan.with_money, contributor, APRIL)
    propose(small_plan.with_money, contributor, APRIL)
    with pytest.raises(Refused):
        propose(small_plan.with_money, contributor, APRIL)


def test_only_who_proposed_withdraws_even_as_a_former_lead_and_the_new_one_proposes(
    proposal: MilestoneProposal,
    partner_organisation: Organisation,
    contributor: User,
    partner: User,
    coordinator: User,
    stranger: User,
) -> None:
    for other in [partner, coordinator, stranger]:
        with pytest.raises(PermissionDenied):
            withdraw_proposal(proposal=proposal, by=other, at=APRIL)
    facts = {"organisation": partner_organisation, "from_day": APRIL.date()}
    appoint_lead(action=proposal.action, **facts, by=coordinator, at=APRIL)
    with pytest.raises(PermissionDenied):
        propose(proposal.action, contributor, APRIL)
    assert propose(proposal.action, partner, APRIL).organisation == partner_organisation
    assert withdraw_proposal(proposal=proposal, by=contributor, at=APRIL).state == ProposalState.WITHDRAWN
