"""Proposed milestones: by the lead alone, three a year; agreed they join the plan, declined it says why; the trail keeps no words."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.folding import MAX_KEY_STEM
from actionplan.base.refusals import Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import MilestoneProposal
from actionplan.reporting.states import ProposalState
from actionplan.reports.leads import appoint_lead
from actionplan.reports.proposals import agree_to_milestone, decline_milestone, withdraw_proposal
from actions.models import Action, Milestone
from actions.states import MilestoneOrigin, Recurrence
from tests.factories import ActionFactory, MilestoneFactory
from tests.personas import SmallPlan, person
from tests.reporting_factories import noon
from tests.reports.proposal_factories import APRIL, DUE, MARCH, propose


@pytest.fixture
def proposal(small_plan: SmallPlan, contributor: User) -> MilestoneProposal:
    return propose(small_plan.with_money, contributor)


def test_the_lead_proposes_a_milestone_with_a_target_for_each_period(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User
) -> None:
    fields = {"due": None, "due_precision": "", "recurrence": Recurrence.YEARLY}
    target = {"target_from": Decimal(3), "target_to": Decimal(4), "unit": "peer reviews"}
    row = propose(small_plan.with_money, contributor, **fields, **target)
    row.refresh_from_db()
    assert (row.organisation, row.state, row.proposed_by) == (
        lead_organisation,
        ProposalState.PROPOSED,
        contributor,
    )
    assert (row.recurrence, row.target_from, row.target_to, row.unit) == ("yearly", 3, 4, "peer reviews")
    assert not Milestone.objects.filter(origin=MilestoneOrigin.PROPOSED).exists()


def test_a_vague_due_day_is_the_last_of_its_interval(small_plan: SmallPlan, contributor: User) -> None:
    for precision, last, action in [
        ("day", (9, 15), small_plan.with_money),
        ("month", (9, 30), small_plan.with_money),
        ("quarter", (9, 30), small_plan.joint),
        ("year", (12, 31), small_plan.joint),
    ]:
        due = datetime.date(2022, *last)
        assert propose(action, contributor, due=due, due_precision=precision).due == due
    with pytest.raises(Refused, match="15 September 2022 is finer than the precision “year”"):
        propose(small_plan.limited, contributor, due_precision="year")


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
    with pytest.raises(Refused, match="3 milestones of this action were proposed in 2022"):
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


def test_an_agreed_milestone_is_in_force_from_the_day_of_agreement_and_the_trail_keeps_what_it_says(
    small_plan: SmallPlan, contributor: User, coordinator: User
) -> None:
    facts = {"target_from": Decimal("3.00"), "unit": "guides", "proof": "Report", "proof_nl": "Verslag"}
    proposal = propose(small_plan.with_money, contributor, **facts)
    row = agree_to_milestone(proposal=proposal, answer="Sample: good.", by=coordinator, at=APRIL)
    milestone = row.milestone
    assert milestone is not None
    named = (milestone.origin, milestone.key, milestone.order)
    assert named == (MilestoneOrigin.PROPOSED, "guide_for_schools", 2)
    terms = milestone.terms.get()
    words = (terms.title, terms.due, terms.due_precision, terms.printed_as, terms.proof, terms.proof_nl)
    assert words == ("Guide for schools", DUE, "day", "", "Report", "Verslag")
    assert (terms.in_force_from, terms.in_force_until) == (datetime.date(2022, 4, 1), None)
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
        "proof": "Report",
        "proof_nl": "Verslag",
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
    assert (agreed.key, agreed.order) == ("x" * MAX_KEY_STEM, 1)


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
