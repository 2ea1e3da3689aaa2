"""Requests of a round under way follow the plan: its leads, and the organisations that take part."""

import datetime

import pytest

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round
from actionplan.reports.leads import appoint_lead
from actionplan.rounds.life import bring_up_to_date
from tests.factories import PromotionFactory
from tests.personas import SmallPlan
from tests.reporting_factories import drafted, hand_in, noon
from tests.rounds.opened_rounds import states

pytestmark = pytest.mark.django_db


def test_the_request_moves_to_a_new_lead_unless_the_old_one_has_handed_in(
    opened: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    partner_organisation: Organisation,
    contributor: User,
    coordinator: User,
) -> None:
    hand_in(small_plan.with_money, lead_organisation, contributor, noon(2022, 12, 2))
    for action in [small_plan.joint, small_plan.with_money]:
        appoint_lead(
            action=action,
            organisation=partner_organisation,
            from_day=datetime.date(2022, 12, 3),
            by=coordinator,
            at=noon(2022, 12, 3),
        )
    leads = dict(opened.requests.of_leads().values_list("action__code", "organisation__key"))
    assert (leads["1.1"], leads["1.2"]) == ("ov", "kbbj_abb")
    assert opened.requests.get(action=small_plan.joint, organisation=lead_organisation).role == "partner"


def test_a_hand_over_from_a_later_day_is_followed_when_a_coordinator_says_so(
    opened: Round, small_plan: SmallPlan, partner_organisation: Organisation, coordinator: User
) -> None:
    appoint_lead(
        action=small_plan.joint,
        organisation=partner_organisation,
        from_day=datetime.date(2022, 12, 10),
        by=coordinator,
        at=noon(2022, 12, 3),
    )
    assert opened.requests.of_leads().get(action=small_plan.joint).organisation.key == "ov"
    assert bring_up_to_date(round=opened, by=coordinator, at=noon(2022, 12, 10)) == 1
    assert opened.requests.of_leads().get(action=small_plan.joint).organisation.key == "kbbj_abb"


def test_partners_that_joined_are_invited_and_those_that_left_no_longer(
    opened: Round,
    small_plan: SmallPlan,
    partner_organisation: Organisation,
    other_organisation: Organisation,
    coordinator: User,
) -> None:
    day = datetime.date(2022, 12, 5)
    small_plan.joint.promotions.filter(organisation=partner_organisation).update(in_force_until=day)
    PromotionFactory(action=small_plan.joint, organisation=other_organisation, in_force_from=day, order=9)
    assert bring_up_to_date(round=opened, by=coordinator, at=noon(2022, 12, 5)) == 2
    assert set(states(opened)) >= {("1.2", "ov"), ("1.2", "wvg_growing_up")}
    assert ("1.2", "kbbj_abb") not in states(opened)


def test_a_partner_that_left_keeps_what_it_began(
    opened: Round, small_plan: SmallPlan, partner_organisation: Organisation, partner: User, coordinator: User
) -> None:
    drafted(small_plan.joint, partner_organisation, partner, noon(2022, 12, 2))
    rows = small_plan.joint.promotions.filter(organisation=partner_organisation)
    rows.update(in_force_until=datetime.date(2022, 12, 5))
    assert bring_up_to_date(round=opened, by=coordinator, at=noon(2022, 12, 5)) == 0
    assert states(opened)["1.2", "kbbj_abb"] == "draft"
