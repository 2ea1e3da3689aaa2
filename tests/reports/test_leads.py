"""Handing over the lead of an action: who may, from which day, and what stays of the former lead."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from actionplan.accounts.models import User
from actionplan.audit.models import Event
from actionplan.audit.verbs import Verb
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reporting.states import ReportKind
from actionplan.reports.leads import appoint_lead
from actionplan.reports.reviewing import accept
from actionplan.reports.workflow import kind_for
from actions.models import Action, Lead
from tests.factories import ActionFactory, LeadFactory
from tests.personas import SmallPlan
from tests.reporting_factories import By, hand_in, noon

APRIL, MAY = datetime.date(2022, 4, 1), datetime.date(2022, 5, 1)
AT = noon(2022, 4, 1)


def hand_over(
    action: Action, organisation: Organisation, by: User | None, day: datetime.date = APRIL
) -> Lead:
    return appoint_lead(action=action, organisation=organisation, from_day=day, by=by, at=AT)


def test_the_new_lead_begins_on_the_day_that_the_former_ends(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    other_organisation: Organisation,
    coordinator: User,
) -> None:
    with pytest.raises(Refused, match="lead already"):
        hand_over(small_plan.joint, lead_organisation, coordinator)
    hand_over(small_plan.joint, partner_organisation, coordinator)
    leads = small_plan.joint.leads.order_by("pk")
    days = leads.values_list("organisation", "in_force_from", "in_force_until")
    assert list(days) == [(lead_organisation.pk, None, APRIL), (partner_organisation.pk, APRIL, None)]
    kinds = [
        kind_for(small_plan.joint, organisation, day)
        for organisation in [lead_organisation, partner_organisation]
        for day in [datetime.date(2022, 3, 31), APRIL]
    ]
    lead, partner = ReportKind.LEAD, ReportKind.CONTRIBUTION
    assert kinds == [lead, partner, partner, lead]
    event = Event.objects.get()
    assert (event.verb, event.at, event.action) == (Verb.LEAD_APPOINTED, AT, small_plan.joint.pk)
    assert event.before == {"lead": "ov"}
    assert event.after == {"lead": "kbbj_abb", "from": "2022-04-01"}
    assert event.sentence.startswith("Coordinator appointed Agency for Home Affairs as lead of 1.2")
    with pytest.raises(Refused, match="present lead began on a later day"):
        hand_over(small_plan.joint, other_organisation, coordinator, APRIL - datetime.timedelta(days=1))
    assert hand_over(small_plan.joint, other_organisation, coordinator, MAY)


def test_who_was_never_the_lead_for_a_whole_day_leaves_no_row(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    other_organisation: Organisation,
    coordinator: User,
) -> None:
    for organisation in [partner_organisation, other_organisation]:
        hand_over(small_plan.joint, organisation, coordinator)
    days = small_plan.joint.leads.order_by("pk").values_list(
        "organisation", "in_force_from", "in_force_until"
    )
    assert list(days) == [(lead_organisation.pk, None, APRIL), (other_organisation.pk, APRIL, None)]
    last = Event.objects.newest_first()[0]
    assert (last.before["lead"], last.after["lead"]) == ("kbbj_abb", "wvg_growing_up")


def test_only_a_coordinator_hands_over_or_the_portal_itself(
    small_plan: SmallPlan, partner_organisation: Organisation, request: pytest.FixtureRequest
) -> None:
    for name in ["contributor", "partner", "reader", "auditor", "administrator"]:
        with pytest.raises(PermissionDenied):
            hand_over(small_plan.joint, partner_organisation, request.getfixturevalue(name))
    assert Lead.objects.of(small_plan.joint).count() == 1
    hand_over(small_plan.joint, partner_organisation, None)
    assert Event.objects.get().actor == ""


def test_a_lead_does_not_overlap_one_that_ended_later(
    lead_organisation: Organisation, partner_organisation: Organisation, coordinator: User
) -> None:
    action = ActionFactory()
    LeadFactory(action=action, organisation=lead_organisation, in_force_until=MAY)
    with pytest.raises(Refused, match="was the lead"):
        hand_over(action, partner_organisation, coordinator)
    assert hand_over(action, partner_organisation, coordinator, MAY)


def test_a_former_lead_that_promotes_goes_on_as_a_partner(
    small_plan: SmallPlan, by_lead: By, partner_organisation: Organisation, coordinator: User
) -> None:
    hand_in(small_plan.joint, *by_lead, noon(2022, 4, 2))
    with pytest.raises(Refused, match="later than this moment"):  # it is not recorded before what stands
        hand_over(small_plan.joint, partner_organisation, coordinator)
    report = hand_in(small_plan.with_money, *by_lead, noon(2022, 3, 1))
    hand_over(small_plan.with_money, partner_organisation, coordinator)
    accepted = accept(report=report, verdict="on_track", by=coordinator, at=AT)
    assert accepted.standings.filter(basis="accepted", until=None).exists(), "it can still be accepted"
    report = hand_in(small_plan.with_money, *by_lead, noon(2022, 4, 2))
    assert (report.kind, report.status, report.milestones.count()) == (ReportKind.CONTRIBUTION, "", 0)


def test_a_form_opened_before_another_appointment_is_refused(
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    coordinator: User,
) -> None:
    # Whether it showed a lead or none.
    for action, shown in [
        (small_plan.elsewhere, small_plan.elsewhere.leads.get().organisation_id),
        (ActionFactory(), 0),
    ]:
        appointed = {"action": action, "by": coordinator, "at": AT, "opened_on": shown}
        first = appoint_lead(organisation=lead_organisation, from_day=APRIL, **appointed)
        assert first.in_force_from == APRIL
        with pytest.raises(ChangedMeanwhile, match="Education and Training was appointed as lead"):
            appoint_lead(organisation=partner_organisation, from_day=MAY, **appointed)
        assert action.leads.get(in_force_until=None) == first
