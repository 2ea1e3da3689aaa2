"""A sheet with 150 requests takes as many queries as one with 20, in pages of 50."""

import pytest
from django.test import Client

from actionplan.accounts.roles import Role
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Request, Round
from actions.models import Action, ActionTerms, Lead
from objectives.models import Objective
from tests.database_state import undone
from tests.factories import ObjectiveFactory, OrganisationFactory, PlanFactory
from tests.page_list.every_page import address
from tests.personas import person
from tests.query_counts import queries_of
from tests.reporting_factories import RoundFactory, drafted
from tests.sheet.asked_sheet import ago, in_days

pytestmark = pytest.mark.django_db
DRAFTS = 3
MOST = 55
SHEETS = ["sheet", "sheet-checks", "sheet-preparation"]


def asked_of(organisation: Organisation, count: int) -> Round:
    """A round that asks the organisation for so many actions, all of which it leads."""
    plan = PlanFactory(code="large")
    objective: Objective = ObjectiveFactory(plan=plan, number=1)
    actions = Action.objects.bulk_create(
        Action(plan=plan, objective=objective, code=f"1.{n}", order=1000 + n) for n in range(1, count + 1)
    )
    ActionTerms.objects.bulk_create(
        ActionTerms(action=action, title=f"Action {action.code}", title_nl=f"Actie {action.code}")
        for action in actions
    )
    Lead.objects.bulk_create(Lead(action=action, organisation=organisation) for action in actions)
    row = RoundFactory(
        plan=plan, state="open", opens=in_days(-10), due=in_days(4), closes=in_days(30), opened_at=ago(10)
    )
    Request.objects.bulk_create(
        Request(round=row, action=action, organisation=organisation, role="lead") for action in actions
    )
    return row


def counted(count: int) -> tuple[dict[str, int], str]:
    """By page how often it asks, and the first page of the sheet."""
    with undone():
        organisation = OrganisationFactory(key="large")
        row = asked_of(organisation, count)
        user = person("writer", Role.CONTRIBUTOR, organisation=organisation)
        for action in Action.objects.filter(plan=row.plan).order_by("order")[:DRAFTS]:
            drafted(action, organisation, user, ago(1))
        client = Client()
        client.force_login(user)
        urls = {name: address(name, row.plan.code, "large") for name in SHEETS}
        counts = {name: queries_of(client, url) for name, url in urls.items()}
        return counts, client.get(urls["sheet"]).content.decode()


@pytest.mark.full
def test_a_hundred_and_fifty_requests_cost_as_many_queries_as_twenty() -> None:
    small, _page = counted(20)
    large, page = counted(150)
    assert small == large
    assert max(large.values()) <= MOST
    assert page.count('id="row-') == 50
    assert "Page 1 of 3" in page
    assert "0 of 150 submitted" in page
