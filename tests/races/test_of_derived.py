"""Writes at once about what the database derives: nothing is lost, and nothing stands there twice."""

import datetime

import pytest
from django.db import connection, transaction

from actionplan.base.derived import write_derived
from actions.models import ActionInPlan
from tests.factories import (
    ActionFactory,
    AffiliationFactory,
    LeadFactory,
    OrganisationFactory,
    PhaseFactory,
    PolicyAreaFactory,
)
from tests.reporting.test_derived import agrees, kept
from tests.threads import race

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

DAY = datetime.date


@pytest.mark.parametrize("turned_round", [False, True])
def test_writing_all_anew_waits_for_a_write_and_the_other_way_round(turned_round: bool) -> None:
    action = ActionFactory(phases=[])

    def begins() -> None:
        with transaction.atomic():
            PhaseFactory(action=action, in_force_from=DAY(2022, 5, 1))

    def anew() -> None:
        write_derived(connection)

    race(*([anew, begins] if turned_round else [begins, anew]), after="^(INSERT|LOCK)")
    assert agrees(action)
    assert kept(action, DAY(2022, 5, 1))[1] == DAY(2022, 12, 31)


@pytest.mark.parametrize("turned_round", [False, True])
def test_two_writes_at_once_leave_what_follows_from_both(turned_round: bool) -> None:
    """Neither of them saw what the other wrote when it began."""
    action, body = ActionFactory(phases=[]), OrganisationFactory()
    action.leads.all().delete()

    def begins() -> None:
        with transaction.atomic():
            PhaseFactory(action=action, in_force_from=DAY(2022, 5, 1))

    def is_led() -> None:
        with transaction.atomic():
            LeadFactory(action=action, organisation=body, in_force_from=DAY(2022, 5, 1))

    race(*([is_led, begins] if turned_round else [begins, is_led]), after="^INSERT")
    assert agrees(action)
    runs = ActionInPlan.objects.get(action=action, since__lte=DAY(2022, 5, 1), until__gt=DAY(2022, 5, 1))
    assert (runs.lead_organisation_id, runs.runs_until) == (body.pk, DAY(2022, 12, 31))


@pytest.mark.parametrize("turned_round", [False, True])
def test_a_lead_and_the_policy_area_of_its_organisation_at_once(turned_round: bool) -> None:
    """The one does not see the lead, the other not the affiliation, before both have ended."""
    action, body = ActionFactory(phases=[]), OrganisationFactory()
    action.leads.all().delete()
    area = PolicyAreaFactory(code="XX")

    def is_led() -> None:
        with transaction.atomic():
            LeadFactory(action=action, organisation=body)

    def moves() -> None:
        with transaction.atomic():
            AffiliationFactory(organisation=body, policy_area=area)

    race(*([moves, is_led] if turned_round else [is_led, moves]), after="^INSERT")
    assert agrees(action)
    assert kept(action, DAY(2022, 5, 1))[4] == area.pk
