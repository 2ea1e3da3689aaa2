"""Answering a proposed milestone: agreed it joins the plan from that day, declined it says why; the trail keeps no words."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import MilestoneProposal
from actionplan.reporting.states import ProposalState
from actionplan.reports.proposals import agree_to_milestone, decline_milestone, withdraw_proposal
from actions.models import Action, Milestone
from actions.states import MilestoneOrigin
from tests.factories import MilestoneFactory
from tests.personas import SmallPlan, person
from tests.reports.proposal_factories import APRIL, DUE, propose


@pytest.fixture
def proposal(small_plan: SmallPlan, contributor: User) -> MilestoneProposal:
    return propose(small_plan.with_money, contributor)


def test_an_agreed_milestone_is_in_force_from_the_day_of_agreement_and_the_trail_keeps_what_it_says(
    small_plan: SmallPlan, contributor: User, coordinator: User
) -> None:
    proposal = propose(small_plan.with_money, contributor, target_from=Decimal("3.00"), unit="guides")
    row = agree_to_milestone(proposal=proposal, answer="Sample: good.", by=coordinator, at=APRIL)
    milestone = row.milestone
    assert milestone is not None
    named = (milestone.origin, milestone.key, milestone.order)
    assert named == (MilestoneOrigin.PROPOSED, "guide_for_schools", 2)
    said = milestone.terms.get()
    words = (said.title, said.due, said.due_precision, said.printed_as)
    assert words == ("Guide for schools", DUE, "day", "")
    assert (said.in_force_from, said.in_force_until) == (datetime.date(2022, 4, 1), None)
    row.refresh_from_db()
    assert (row.state, row.answer) == (ProposalState.AGREED, "Sample: good.")
    assert (row.answered_by, row.answered_at) == (coordinator, APRIL)
    event = Event.objects.get(verb=Verb.MILESTONE_AGREED)
    assert event.sentence == "Coordinator agreed to a milestone for 1.1 Training for teachers."
    assert (event.action, event.before) == (small_plan.with_money.pk, {})
    assert event.after == {
        "key": "guide_for_schools",
        "title": "Guide for schools",
        "due": "2022-09-15",
        "due_precision": "day",
        "target_from": "3",
        "unit": "guides",
    }


def test_a_key_is_made_of_the_title_and_taken_once(
    small_plan: SmallPlan, contributor: User, coordinator: User
) -> None:
    for title, key in [
        ("Handbook", "handbook_2"),
        ("2023: éérste stap!", "proposed_2023_eerste_stap"),
        ("Ω", "proposed"),
    ]:
        row = propose(small_plan.with_money, contributor, title=title)
        agreed = agree_to_milestone(proposal=row, by=coordinator, at=APRIL).milestone
        assert agreed is not None
        assert agreed.key == key
        agreed.full_clean()
    # It is not too long, and the first milestone of an action stands first.
    MilestoneFactory(action=small_plan.elsewhere, order=7)
    row = propose(small_plan.joint, contributor, title="x" * 80)
    agreed = agree_to_milestone(proposal=row, by=coordinator, at=APRIL).milestone
    assert agreed is not None
    assert (agreed.key, agreed.order) == ("x" * 50, 1)


def test_a_declined_proposal_keeps_the_answer_and_becomes_no_milestone(
    proposal: MilestoneProposal, coordinator: User, request: pytest.FixtureRequest
) -> None:
    for name in ["contributor", "partner", "auditor", "administrator", "reader"]:
        someone = request.getfixturevalue(name)
        with pytest.raises(PermissionDenied):
            agree_to_milestone(proposal=proposal, by=someone, at=APRIL)
        with pytest.raises(PermissionDenied):
            decline_milestone(proposal=proposal, answer="Sample.", by=someone, at=APRIL)
    with pytest.raises(Refused, match="Say why"):
        decline_milestone(proposal=proposal, answer=" ", by=coordinator, at=APRIL)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.PROPOSED
    row = decline_milestone(proposal=proposal, answer=" Sample: too vague. ", by=coordinator, at=APRIL)
    assert (row.state, row.answer, row.milestone) == (ProposalState.DECLINED, "Sample: too vague.", None)
    assert not Milestone.objects.filter(origin=MilestoneOrigin.PROPOSED).exists()


def test_nobody_agrees_to_their_own_proposal(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User
) -> None:
    both = person("both_roles", "contributor", organisation=lead_organisation)
    both.memberships.create(role="coordinator", in_force_from=datetime.date(2020, 1, 1))
    row = propose(small_plan.with_money, User.objects.get(pk=both.pk))
    with pytest.raises(PermissionDenied):
        agree_to_milestone(proposal=row, by=User.objects.get(pk=both.pk), at=APRIL)
    assert agree_to_milestone(proposal=row, by=coordinator, at=APRIL).milestone


def test_who_comes_second_reads_what_happened(
    proposal: MilestoneProposal, contributor: User, coordinator: User, other_coordinator: User
) -> None:
    agree_to_milestone(proposal=proposal, by=coordinator, at=APRIL)
    with pytest.raises(Refused, match="Coordinator agreed to this proposal in the meantime"):
        decline_milestone(proposal=proposal, answer="Sample.", by=other_coordinator, at=APRIL)
    with pytest.raises(Refused, match="Coordinator agreed"):
        withdraw_proposal(proposal=proposal, by=contributor, at=APRIL)
    with pytest.raises(Refused, match="Coordinator agreed"):
        agree_to_milestone(proposal=proposal, by=other_coordinator, at=APRIL)
    assert Milestone.objects.filter(origin=MilestoneOrigin.PROPOSED).count() == 1


def test_nothing_is_proposed_or_agreed_for_an_action_that_left_the_plan(
    proposal: MilestoneProposal, contributor: User, coordinator: User
) -> None:
    Action.objects.filter(pk=proposal.action_id).update(in_force_until=datetime.date(2022, 3, 15))
    with pytest.raises(Refused, match="withdrawn or merged"):
        propose(proposal.action, contributor, APRIL)
    with pytest.raises(Refused, match="withdrawn or merged"):
        agree_to_milestone(proposal=proposal, by=coordinator, at=APRIL)
    assert decline_milestone(proposal=proposal, answer="Sample: gone.", by=coordinator, at=APRIL)


def test_the_trail_says_the_act_and_never_the_words_before_they_are_agreed(
    small_plan: SmallPlan, contributor: User, coordinator: User
) -> None:
    rows = [propose(small_plan.limited, contributor, title=f"Secret {number}") for number in range(3)]
    withdraw_proposal(proposal=rows[0], by=contributor, at=APRIL)
    decline_milestone(proposal=rows[1], answer="Secret answer.", by=coordinator, at=APRIL)
    for event in Event.objects.all():
        assert "Secret" not in event.sentence + event.names_json + event.before_json + event.after_json
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == [
        *[Verb.MILESTONE_PROPOSED] * 3,
        Verb.MILESTONE_WITHDRAWN,
        Verb.MILESTONE_DECLINED,
    ]
