"""Validation: a minister's office answers on its actions of the round, and never alters a report."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Minister
from actionplan.reporting.models import MinisterAnswer, ProgressReport, Round
from actionplan.reporting.states import ReportState
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept
from actionplan.rounds.life import take_into_review, take_into_validation
from actionplan.rounds.validation import actions_of_minister, answer_for_minister, newest_standings
from actions.models import MinisterInvolvement
from tests.factories import ActionFactory, MembershipFactory, MinisterFactory, MinisterInvolvementFactory
from tests.personas import SmallPlan, person
from tests.reminders.reminding import duties_at
from tests.reporting_factories import By, RequestFactory, hand_in, noon
from tests.rounds.opened_rounds import REVIEWED, answered

pytestmark = pytest.mark.django_db
AT = noon(2023, 1, 6)


@pytest.fixture
def in_validation(opened: Round, small_plan: SmallPlan, people: dict[str, User], coordinator: User) -> Round:
    answered(opened, small_plan, people, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    return take_into_validation(round=opened, by=coordinator, at=REVIEWED)


def answer(round: Round, minister: Minister, by: User, remarks: dict[int, str], **facts: Any) -> Any:
    return answer_for_minister(round=round, minister=minister, remarks=remarks, by=by, **{"at": AT, **facts})


@pytest.mark.full
def test_an_empty_text_is_no_objection_and_a_text_a_remark_and_no_report_is_altered(
    in_validation: Round, small_plan: SmallPlan, minister: Minister, minister_reader: User
) -> None:
    before = list(ProgressReport.objects.order_by("pk").values())
    assert before[0]["state"] == ReportState.ACCEPTED
    remarks = {small_plan.with_money.pk: " ", small_plan.joint.pk: " Sample secret. "}
    answer(in_validation, minister, minister_reader, remarks)
    known = MinisterAnswer.objects.values_list("action__code", "remark", "objects_to_it")
    assert set(known) == {("1.1", "", False), ("1.2", "Sample secret.", True)}
    assert list(ProgressReport.objects.order_by("pk").values()) == before
    # the trail says who answered for whom, and not what
    event = Event.objects.get(verb="validated", action=small_plan.joint.pk)
    assert event.actor == "Minister reader"
    assert "Minister for Education" in event.sentence
    assert "secret" not in event.names_json + event.before_json + event.after_json
    # an answer is changed, and the same answer is no act
    key = small_plan.joint.pk
    assert answer(in_validation, minister, minister_reader, {key: "Sample secret."}) == []
    (changed,) = answer(in_validation, minister, minister_reader, {key: ""})
    assert (changed.objects_to_it, changed.remark) == (False, "")
    assert Event.objects.filter(verb="validated").count() == 3


def test_a_contribution_of_whoever_leads_since_is_no_report_to_answer_on(
    opened: Round, small_plan: SmallPlan, minister: Minister, by_partner: By, coordinator: User
) -> None:
    action, (partner, by) = small_plan.joint, by_partner
    contribution = hand_in(action, partner, by, noon(2022, 12, 5))
    accept(report=contribution, by=coordinator, at=noon(2022, 12, 6))
    at = noon(2022, 12, 7)
    appoint_lead(action=action, organisation=partner, from_day=at.date(), by=coordinator, at=at)
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    take_into_validation(round=opened, by=coordinator, at=REVIEWED)
    assert opened.requests.with_state().get(action=action, role="lead").was_accepted
    assert actions_of_minister(opened, minister, AT.date()) == []
    assert "minister_reader" not in duties_at(AT)


@pytest.mark.full
def test_a_contribution_accepted_later_is_asked_anew_too(
    opened: Round,
    small_plan: SmallPlan,
    minister: Minister,
    minister_reader: User,
    people: dict[str, User],
    by_partner: By,
    coordinator: User,
) -> None:
    key = small_plan.joint.pk
    contribution = hand_in(small_plan.joint, *by_partner, noon(2022, 12, 4), done="Sample: ours.")
    answered(opened, small_plan, people, noon(2022, 12, 5))
    take_into_review(round=opened, by=coordinator, at=REVIEWED)
    take_into_validation(round=opened, by=coordinator, at=REVIEWED)
    shown, everything = (
        newest_standings([key]),
        dict.fromkeys(actions_of_minister(opened, minister, AT.date()), ""),
    )
    answer(opened, minister, minister_reader, everything, standings=newest_standings(everything))
    assert "minister_reader" not in duties_at(AT)
    later = noon(2023, 1, 9)
    accept(report=contribution, by=coordinator, at=later)
    assert MinisterAnswer.objects.get(action=key).superseded_at == later
    assert [duty.facts["count"] for duty in duties_at(later)["minister_reader"]] == [1]
    with pytest.raises(ChangedMeanwhile, match="Another report was accepted in the meantime"):
        answer(opened, minister, minister_reader, {key: ""}, standings=shown, at=later)
    answer(opened, minister, minister_reader, {key: ""}, standings=newest_standings([key]), at=later)
    assert MinisterAnswer.objects.filter(action=key).count() == 2


@pytest.mark.full
def test_only_readers_of_that_minister_answer_and_only_on_its_actions(
    in_validation: Round, small_plan: SmallPlan, minister: Minister, people: dict[str, User]
) -> None:
    other = MinisterFactory(key="welfare")
    of_other, minister_reader = person("of_other", "reader", minister=other), people["minister_reader"]
    names = ["coordinator", "auditor", "reader", "contributor"]
    for somebody in [*(people[name] for name in names), of_other]:
        with pytest.raises(PermissionDenied):
            answer(in_validation, minister, somebody, {small_plan.with_money.pk: ""})
    remarks = {small_plan.with_money.pk: "", small_plan.elsewhere.pk: "Sample."}
    with pytest.raises(Refused, match="Only actions of this minister"):
        answer(in_validation, minister, minister_reader, remarks)
    assert not MinisterAnswer.objects.exists()
    # somebody may answer for two ministers
    MinisterInvolvementFactory(action=small_plan.elsewhere, minister=other)
    MembershipFactory(user=minister_reader, role="reader", minister=other)
    minister_reader = User.objects.get(pk=minister_reader.pk)
    answer(in_validation, other, minister_reader, {small_plan.elsewhere.pk: ""})
    answer(in_validation, minister, minister_reader, {small_plan.with_money.pk: ""})
    assert MinisterAnswer.objects.count() == 2


@pytest.mark.full
def test_the_actions_are_those_with_an_accepted_report_that_name_the_minister(
    in_validation: Round, small_plan: SmallPlan, minister: Minister
) -> None:
    MinisterInvolvementFactory(action=small_plan.elsewhere, minister=minister, role="involved")
    ActionFactory(code="2.9", plan=small_plan.plan, minister=minister)  # not asked
    MinisterInvolvement.objects.filter(action=small_plan.joint).update(in_force_until="2022-06-01")
    hanging = ActionFactory(code="2.8", plan=small_plan.plan, minister=minister)
    RequestFactory(round=in_validation, action=hanging)  # asked, and nothing accepted
    keys = actions_of_minister(in_validation, minister, AT.date())
    assert set(keys) == {small_plan.with_money.pk, small_plan.limited.pk, small_plan.elsewhere.pk}


def test_only_while_the_round_is_in_validation(
    prepared: Round, small_plan: SmallPlan, minister: Minister, minister_reader: User
) -> None:
    for state in ["draft", "open", "review", "closed"]:
        facts = {"opened_at": None if state == "draft" else REVIEWED}
        facts["closed_at"] = AT if state == "closed" else None
        Round.objects.filter(pk=prepared.pk).update(state=state, **facts)
        with pytest.raises(Refused, match="The round is"):
            answer(prepared, minister, minister_reader, {small_plan.with_money.pk: ""})
