"""Of the latest moment what still holds is read: the same as what holds now, and never less."""

import pytest
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.portal.dashboards.facts import live_facts
from actionplan.portal.dashboards.milestone_facts import live_briefs, live_promises
from actionplan.portal.dashboards.scope import Scope
from actionplan.portal.places import places_of
from actionplan.reporting.models import Expenditure, ReportedMilestone, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import NEVER_REPORTED, Basis, Status
from objectives.models import Plan
from tests.personas import SmallPlan
from tests.reporting_factories import accepted_report, noon

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_a_day_is_never_the_latest_moment(small_plan: SmallPlan) -> None:
    now = Moment.now(noon(2022, 6, 1), small_plan.plan)
    assert now.as_latest().is_latest
    assert not now.is_latest
    assert not Moment.end_of_day(now.plan_day).as_latest().is_latest


@pytest.mark.walk
@pytest.mark.parametrize("basis", [Basis.ACCEPTED, Basis.REPORTED])
def test_what_still_holds_is_what_holds_now(demo_story: str, basis: str) -> None:
    plan = Plan.objects.get(code="2020-2024")
    now = Moment.now(timezone.now(), plan, basis)
    latest, places = now.as_latest(), places_of(plan)
    facts = live_facts(plan, now, Scope(), places)
    assert list(live_facts(plan, latest, Scope(), places)) == list(facts)
    briefs = live_briefs(plan, now, Scope(), places)
    assert live_briefs(plan, latest, Scope(), places) == briefs
    assert live_promises(plan, latest, briefs) == live_promises(plan, now, briefs)
    for rows in [Expenditure.objects.standing_in, ReportedMilestone.objects.of_words]:
        of_plan = {row.pk for row in rows(plan, now)}
        assert of_plan
        held = rows(plan, latest).filter(report__action__in=facts["key"])
        assert {row.pk for row in held} == of_plan


def test_a_report_that_comes_while_a_page_is_made_never_makes_it_say_that_nobody_reported(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    """The first report ends and the second begins after the page's moment, before it asks."""
    action = small_plan.with_money
    for at in [noon(2022, 6, 1), noon(2022, 6, 3)]:
        accepted_report(action, lead_organisation, contributor, at, reviewer=coordinator)
    now = Moment.now(noon(2022, 6, 2), small_plan.plan)

    def status_at(moment: Moment) -> str:
        return TrackedAction.objects.at(moment).get(pk=action.pk).status

    assert status_at(now) == status_at(now.as_latest()) == Status.ONGOING
    assert status_at(Moment.now(noon(2022, 5, 1), small_plan.plan)) == NEVER_REPORTED
