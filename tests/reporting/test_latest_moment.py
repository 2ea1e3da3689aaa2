"""Of the latest moment what still holds is read: the same as what holds now, and never less."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Expenditure, ProgressReport, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.states import NEVER_REPORTED, Basis, ReportState, Status
from actions.models import Action
from objectives.models import Plan
from tests.factories import PlanFactory
from tests.personas import SmallPlan
from tests.reporting_factories import ExpenditureFactory, StandingFactory, accepted_report, noon

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def withdrawn(demo_story: str, coordinator: User) -> Plan:
    """The plan of the story, with an action that was reported on and has ended, beside another plan with a report and money."""
    plan = Plan.objects.get(code="2020-2024")
    Action.objects.filter(plan=plan, code="4.5").update(in_force_until=timezone.localdate())
    money = ExpenditureFactory(report__action__plan=PlanFactory(code="other"), paid=Decimal("77.00"))
    said = {"status": Status.ONGOING, "submitted_by": coordinator, "submitted_at": noon(2022, 6, 1)}
    ProgressReport.objects.filter(pk=money.report_id).update(state=ReportState.SUBMITTED, **said)
    for basis in Basis:
        StandingFactory(report=money.report, basis=basis, since=noon(2022, 6, 1))
    return plan


@pytest.mark.walk
@pytest.mark.parametrize("basis", [Basis.ACCEPTED, Basis.REPORTED])
def test_what_still_holds_is_what_holds_now(withdrawn: Plan, basis: str) -> None:
    now = Moment.now(timezone.now(), withdrawn, basis)
    latest = Moment.latest(timezone.now(), withdrawn, basis)
    rows = Expenditure.objects.of_plan(withdrawn)
    held = set(rows.standing(now).values_list("pk", flat=True))
    assert held
    assert set(rows.standing(latest).values_list("pk", flat=True)) == held


def test_a_report_that_comes_while_a_page_is_made_is_told_as_it_stands(
    small_plan: SmallPlan, lead_organisation: Organisation, contributor: User, coordinator: User
) -> None:
    """The first report ends and the second begins after the page's moment, before it asks: it is not "never reported"."""
    action = small_plan.with_money
    for at, verdict in [(noon(2022, 6, 1), "on_track"), (noon(2022, 6, 3), "off_track")]:
        accepted_report(action, lead_organisation, contributor, at, reviewer=coordinator, verdict=verdict)

    def told_at(moment: Moment) -> tuple[Any, ...]:
        row = TrackedAction.objects.at(moment).get(pk=action.pk)
        return row.status, row.verdict, row.awaits_review, bool(row.reviewed_at)

    day = noon(2022, 6, 2)
    assert told_at(Moment.now(day, small_plan.plan)) == (Status.ONGOING, "on_track", False, True)
    assert told_at(Moment.latest(day, small_plan.plan)) == (Status.ONGOING, "off_track", False, True)
    assert told_at(Moment.now(noon(2022, 5, 1), small_plan.plan)) == (NEVER_REPORTED, "", False, False)
