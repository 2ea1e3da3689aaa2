"""A round's life: what it asks and of whom, and its states until it closes."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import ProgressReport, Round
from actionplan.reporting.states import Status
from actionplan.reporting.who_is_asked import asked_actions
from actionplan.reports.contents import ExpenditureRow
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept, return_report
from actionplan.rounds.asking import ask_about, asked_by_default
from actionplan.rounds.life import (
    RoundFacts,
    bring_up_to_date,
    change_round,
    open_again,
    open_round,
    prepare_round,
    take_into_review,
    take_into_validation,
)
from actions.models import Lead
from tests.factories import ActionFactory
from tests.personas import SmallPlan
from tests.reporting_factories import By, draft_and_submit, drafted, hand_in, noon
from tests.rounds.opened_rounds import FACTS, OPENED, PREPARED, REVIEWED, states

pytestmark = pytest.mark.django_db


def test_a_round_asks_every_action_of_its_lead_of_the_day_on_which_it_opens_and_invites_its_partners(
    prepared: Round, small_plan: SmallPlan, by_lead: By, partner_organisation: Organisation, coordinator: User
) -> None:
    requests = prepared.requests.values_list("action__code", "organisation__key", "role")
    assert sorted(requests) == [
        ("1.1", "ov", "lead"),
        ("1.2", "kbbj_abb", "partner"),
        ("1.2", "ov", "lead"),
        ("2.1", "ov", "lead"),
        ("2.2", "wvg_growing_up", "lead"),
    ]
    day = datetime.date(2022, 11, 25)
    facts = {"organisation": partner_organisation, "from_day": day, "by": coordinator}
    appoint_lead(action=small_plan.joint, at=noon(2022, 11, 25), **facts)
    draft = drafted(small_plan.with_money, *by_lead, noon(2022, 11, 25))
    assert draft.round is None
    open_round(round=prepared, by=coordinator, at=OPENED)
    roles = dict(prepared.requests.filter(action=small_plan.joint).values_list("organisation__key", "role"))
    assert roles == {"kbbj_abb": "lead", "ov": "partner"}
    # a draft begun between rounds goes on in the round that opens
    draft.refresh_from_db()
    assert draft.round == prepared


def test_completed_actions_are_asked_for_money_only_while_commitments_are_open(
    small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    row = {"line": small_plan.line.pk, "year": 2021, "committed": 100}
    for action, paid in [(small_plan.with_money, 60), (small_plan.joint, None)]:
        spent = [ExpenditureRow(**row, paid=paid)] if paid else []
        report: dict[str, Any] = {"status": Status.COMPLETED, "confidence": "", "expenditures": spent}
        hand_in(action, *by_lead, noon(2022, 6, 1), **report)
    asked = asked_by_default(small_plan.plan, PREPARED)
    assert asked[small_plan.with_money.pk] is True
    assert small_plan.joint.pk not in asked
    assert asked[small_plan.limited.pk] is False


def test_an_action_without_a_lead_is_asked_of_nobody_until_one_is_appointed(
    small_plan: SmallPlan, lead_organisation: Organisation, coordinator: User
) -> None:
    action = ActionFactory(code="2.9", plan=small_plan.plan, partners=[lead_organisation])
    Lead.objects.filter(action=action).delete()
    round = prepare_round(plan=small_plan.plan, facts=FACTS, by=coordinator, at=PREPARED)
    open_round(round=round, by=coordinator, at=OPENED)
    assert states(round)["2.9", ""] == "nobody"
    appoint_lead(
        action=action,
        organisation=lead_organisation,
        from_day=datetime.date(2022, 12, 5),
        by=coordinator,
        at=noon(2022, 12, 5),
    )
    assert states(round)["2.9", "ov"] == "not_started"
    assert ("2.9", "") not in states(round)


def test_an_empty_round_or_a_second_one_does_not_open(
    prepared: Round, small_plan: SmallPlan, coordinator: User
) -> None:
    before = asked_actions(prepared)
    ask_about(round=prepared, asked={}, by=coordinator, at=PREPARED)
    with pytest.raises(Refused, match="which actions"):
        open_round(round=prepared, by=coordinator, at=OPENED)
    ask_about(round=prepared, asked=before, by=coordinator, at=PREPARED)
    open_round(round=prepared, by=coordinator, at=OPENED)
    facts = RoundFacts(**{**vars(FACTS), "code": "2023-06", "name": "June 2023"})
    second = prepare_round(plan=small_plan.plan, facts=facts, by=coordinator, at=OPENED)
    with pytest.raises(Refused, match="December 2022 is still under way"):
        open_round(round=second, by=coordinator, at=OPENED)


def test_actions_are_added_and_left_out_until_they_are_answered(
    opened: Round, small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    ask_about(round=opened, asked={small_plan.with_money.pk: True}, by=coordinator, at=OPENED)
    assert asked_actions(opened) == {small_plan.with_money.pk: True}
    ask_about(
        round=opened,
        asked={small_plan.with_money.pk: False, small_plan.joint.pk: False},
        by=coordinator,
        at=OPENED,
    )
    assert set(states(opened)) == {("1.1", "ov"), ("1.2", "ov"), ("1.2", "kbbj_abb")}
    drafted(small_plan.joint, *by_lead, noon(2022, 12, 2))
    with pytest.raises(Refused, match="has a draft"):
        ask_about(round=opened, asked={}, by=coordinator, at=noon(2022, 12, 3))


def test_a_report_belongs_to_the_open_round_and_its_request_follows_it(
    opened: Round, small_plan: SmallPlan, by_lead: By, coordinator: User
) -> None:
    key = ("1.1", "ov")
    assert states(opened)[key] == "not_started"
    drafted(small_plan.with_money, *by_lead, noon(2022, 12, 2))
    assert states(opened)[key] == "draft"
    first = hand_in(small_plan.with_money, *by_lead, noon(2022, 12, 3))
    assert (first.round, states(opened)[key]) == (opened, "submitted")
    return_report(report=first, remark="Sample.", by=coordinator, at=noon(2022, 12, 4))
    assert states(opened)[key] == "returned"
    second = hand_in(small_plan.with_money, *by_lead, noon(2022, 12, 5))
    assert (second.answers, second.version) == (first, 2)
    accept(report=second, verdict="on_track", by=coordinator, at=noon(2022, 12, 6))
    assert states(opened)[key] == "accepted"


@pytest.mark.full
def test_in_review_only_what_was_handed_in_before_is_answered_again(
    opened: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    lead, money, joint = lead_organisation, small_plan.with_money, small_plan.joint
    first = draft_and_submit(money, lead, contributor, noon(2022, 12, 3))
    return_report(report=first, remark="Sample.", by=coordinator, at=noon(2022, 12, 4))
    take_into_review(round=opened, by=coordinator, at=noon(2022, 12, 21))
    again = draft_and_submit(money, lead, contributor, noon(2022, 12, 22))
    assert again.round == opened
    with pytest.raises(Refused, match="in review"):
        draft_and_submit(joint, lead, contributor, noon(2022, 12, 22))
    assert ProgressReport.objects.get(action=joint).is_draft
    # in validation nothing is submitted or returned
    take_into_validation(round=opened, by=coordinator, at=noon(2022, 12, 22))
    with pytest.raises(Refused, match="in validation"):
        draft_and_submit(joint, lead, contributor, noon(2022, 12, 23))
    with pytest.raises(Refused, match="in validation"):
        return_report(report=again, remark="Sample.", by=coordinator, at=noon(2022, 12, 23))
    take_into_review(round=opened, by=coordinator, at=noon(2022, 12, 24))
    assert return_report(report=again, remark="Sample.", by=coordinator, at=noon(2022, 12, 24))
    third = draft_and_submit(money, lead, contributor, noon(2022, 12, 25))
    assert third.round == opened
    # once accepted in a round in review a new report comes between rounds
    accept(report=third, verdict="on_track", by=coordinator, at=noon(2022, 12, 25))
    later = draft_and_submit(money, lead, contributor, noon(2022, 12, 26))
    assert later.round is None
    open_again(round=opened, by=coordinator, at=noon(2022, 12, 26))
    assert draft_and_submit(joint, lead, contributor, noon(2022, 12, 26)).round == opened


def test_a_change_made_meanwhile_is_not_overwritten_and_days_out_of_order_are_said_at_the_round(
    opened: Round, small_plan: SmallPlan, coordinator: User
) -> None:
    later = RoundFacts(**{**vars(FACTS), "due": datetime.date(2022, 12, 22)})
    change_round(round=opened, facts=later, opened_on=1, by=coordinator, at=OPENED)
    with pytest.raises(ChangedMeanwhile):
        change_round(round=opened, facts=FACTS, opened_on=1, by=coordinator, at=OPENED)
    moved = RoundFacts(**{**vars(later), "about": datetime.date(2022, 11, 30)})
    with pytest.raises(Refused, match="stay as they are"):
        change_round(round=opened, facts=moved, opened_on=2, by=coordinator, at=OPENED)
    facts = RoundFacts(**{**vars(FACTS), "code": "2023-06", "due": datetime.date(2022, 11, 1)})
    with pytest.raises(ValidationError, match="opens before it is due"):
        prepare_round(plan=small_plan.plan, facts=facts, by=coordinator, at=PREPARED)


def test_each_act_is_a_coordinator_s_and_leaves_its_event(
    opened: Round, small_plan: SmallPlan, contributor: User, auditor: User, coordinator: User
) -> None:
    for person in [contributor, auditor]:
        with pytest.raises(PermissionDenied):
            take_into_review(round=opened, by=person, at=REVIEWED)
        with pytest.raises(PermissionDenied):
            ask_about(round=opened, asked={}, by=person, at=REVIEWED)
        with pytest.raises(PermissionDenied):
            bring_up_to_date(round=opened, by=person, at=REVIEWED)
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    verbs = list(Event.objects.filter(verb__startswith="round").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["round_prepared", "round_opened", "round_in_review"]
