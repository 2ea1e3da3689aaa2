"""Two administrators carry out a change of government at once: one does, the other is told so."""

import pytest

from actionplan.accounts.models import User
from actionplan.amendments.government import carry_out_government_change
from actionplan.amendments.government_effects import preview_of
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.reports.leads import appoint_lead
from actions.models import Lead
from tests.government.reshuffle import AT, DAY, ends, prepared_change
from tests.personas import SmallPlan
from tests.threads import Act, race

pytestmark = pytest.mark.postgresql


def carrying_out(by: User, change: object) -> Act:
    mark = preview_of(change, AT).mark
    return lambda: carry_out_government_change(
        change=change, mark=mark, portfolios={}, offices={}, by=by, at=AT
    )


def test_a_lead_handed_over_meanwhile_shows_the_preview_again_and_a_change_is_carried_out_once(
    small_plan: SmallPlan, administrator: User, superuser: User, coordinator: User
) -> None:
    change = prepared_change(administrator, [ends("ov", "kbbj_abb")])

    def hand_over() -> None:
        organisation = Organisation.objects.get(key="wvg_growing_up")
        appoint_lead(action=small_plan.joint, organisation=organisation, from_day=DAY, by=coordinator, at=AT)

    _won, lost = race(hand_over, carrying_out(administrator, change))
    assert isinstance(lost, ChangedMeanwhile)
    assert Organisation.objects.get(key="ov").in_force_until is None
    # carried out twice at once
    _won, lost = race(carrying_out(administrator, change), carrying_out(superuser, change))
    assert isinstance(lost, Refused)
    assert "already" in str(lost)
    assert Event.objects.filter(verb="government_changed").count() == 1
    assert Lead.objects.filter(in_force_from=DAY).count() == Lead.objects.filter(in_force_until=DAY).count()
