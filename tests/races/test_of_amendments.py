"""Amendments at once with reports and with one another: leads, and a year's third and fourth milestone."""

import datetime
from collections.abc import Callable

import pytest
from django.db.models import QuerySet

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import MilestoneProposal, ProgressReport, Standing
from actionplan.reporting.states import ProposalState, ReportState
from actionplan.reports.leads import appoint_lead
from actionplan.reports.proposals import agree_to_milestone, decline_milestone, withdraw_proposal
from actionplan.reports.workflow import submit
from actions.models import Lead, Milestone
from actions.states import MilestoneOrigin
from tests.personas import SmallPlan
from tests.reporting_factories import drafted
from tests.reports.proposal_factories import APRIL, MARCH, propose
from tests.threads import BOTH_ORDERS, race, race_in

pytestmark = pytest.mark.postgresql

DAY = datetime.date(2022, 4, 1)


@BOTH_ORDERS
def test_a_handover_against_the_old_leads_submission(
    turned_round: bool,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    """Submitted first, the report stands and the lead moves on; handed over first, nothing is submitted as lead."""
    draft = drafted(small_plan.joint, lead_organisation, contributor, MARCH)
    submitted, appointed = race_in(
        turned_round,
        lambda: submit(report=draft, opened_on=1, by=contributor, at=APRIL),
        lambda: appoint_lead(
            action=small_plan.joint,
            organisation=partner_organisation,
            from_day=DAY,
            by=coordinator,
            at=APRIL,
        ),
    )
    assert appointed.organisation == partner_organisation
    assert list(Lead.objects.open().of(small_plan.joint)) == [appointed]
    report = ProgressReport.objects.get(pk=draft.pk)
    standings = Standing.objects.filter(action=small_plan.joint)
    if turned_round:
        assert isinstance(submitted, Refused)
        assert "lead of this action changed" in str(submitted)
        assert (report.state, standings.count()) == (ReportState.DRAFT, 0)
    else:
        assert (report.state, standings.get().report) == (ReportState.SUBMITTED, report)


def test_two_handovers_opened_on_the_same_lead(
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    other_organisation: Organisation,
    coordinator: User,
    other_coordinator: User,
) -> None:
    opened = small_plan.joint.leads.get().organisation_id

    def appoint(organisation: Organisation, by: User) -> Callable[[], Lead]:
        facts = {"from_day": DAY, "at": APRIL, "opened_on": opened}
        return lambda: appoint_lead(action=small_plan.joint, organisation=organisation, by=by, **facts)

    won, lost = race(
        appoint(partner_organisation, coordinator), appoint(other_organisation, other_coordinator)
    )
    assert isinstance(lost, ChangedMeanwhile)
    assert str(lost) == "Agency for Home Affairs was appointed as lead in the meantime."
    assert Lead.objects.open().of(small_plan.joint).get() == won


def test_a_fourth_milestone_is_proposed_at_once_with_the_third(
    small_plan: SmallPlan, contributor: User, colleague: User
) -> None:
    for _ in range(2):
        propose(small_plan.joint, contributor)
    won, lost = race(
        lambda: propose(small_plan.joint, contributor, title="The third"),
        lambda: propose(small_plan.joint, colleague, title="The fourth"),
    )
    assert won.title == "The third"
    assert isinstance(lost, Refused)
    assert "3 milestones" in str(lost)
    assert MilestoneProposal.objects.filter(action=small_plan.joint).count() == 3
    assert Event.objects.filter(plan=small_plan.plan.pk).count() == 3


def proposed_and_agreed(small_plan: SmallPlan) -> QuerySet[Milestone]:
    return small_plan.joint.milestones.filter(origin=MilestoneOrigin.PROPOSED)


@BOTH_ORDERS
def test_an_agreement_against_a_decline(
    turned_round: bool,
    small_plan: SmallPlan,
    contributor: User,
    coordinator: User,
    other_coordinator: User,
) -> None:
    row = propose(small_plan.joint, contributor)
    agreed, declined = race_in(
        turned_round,
        lambda: agree_to_milestone(proposal=row, by=coordinator, at=APRIL),
        lambda: decline_milestone(proposal=row, answer="Sample.", by=other_coordinator, at=APRIL),
    )
    assert isinstance(agreed if turned_round else declined, Refused)
    row.refresh_from_db()
    assert row.state == (ProposalState.DECLINED if turned_round else ProposalState.AGREED)
    assert proposed_and_agreed(small_plan).count() == (0 if turned_round else 1)


@BOTH_ORDERS
def test_an_agreement_against_a_withdrawal(
    turned_round: bool, small_plan: SmallPlan, contributor: User, coordinator: User
) -> None:
    row = propose(small_plan.joint, contributor)
    agreed, withdrawn = race_in(
        turned_round,
        lambda: agree_to_milestone(proposal=row, by=coordinator, at=APRIL),
        lambda: withdraw_proposal(proposal=row, by=contributor, at=APRIL),
    )
    assert isinstance(agreed if turned_round else withdrawn, Refused)
    assert proposed_and_agreed(small_plan).exists() != turned_round
