"""`/`: what each person sees first is what they have to do."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.folding import fold
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round
from actions.models import MinisterInvolvement
from objectives.models import Plan
from objectives.querysets import current
from objectives.states import PlanState
from tests.factories import ActionFactory, PlanFactory
from tests.personas import ClientOf, SmallPlan
from tests.reporting_factories import hand_in


def test_a_contributor_sees_the_own_actions_first_and_everybody_else_the_overview(
    client_of: ClientOf, small_plan: SmallPlan, people: dict[str, User]
) -> None:
    overview, own = "/2020-2024/", "/2020-2024/my-actions/"
    for name, first in {
        "contributor": own,
        "area_contributor": own,
        "reader": overview,
        "coordinator": "/2020-2024/my-work/",
        "auditor": overview,
        "administrator": "/plans/",
        "superuser": "/plans/",
    }.items():
        response = client_of(people[name]).get("/")
        assert (response.status_code, response["Location"]) == (302, first), name
    # A plan in preparation is not first; the one that runs today is.
    PlanFactory(code="2025-2029", start="2025-01-01", end="2029-12-31", state=PlanState.IN_PREPARATION)
    client = client_of(people["reader"])
    assert client.get("/")["Location"] == overview
    PlanFactory(code="2025-2999", start="2025-01-01", end="2999-12-31", state=PlanState.IN_FORCE)
    assert client.get("/")["Location"] == "/2025-2999/"


NEWER = {"code": "2025-2999", "start": "2025-01-01", "end": "2999-12-31", "state": PlanState.IN_FORCE}


@pytest.mark.full
def test_who_has_several_plans_begins_where_something_waits(
    client_of: ClientOf,
    opened: Round,
    small_plan: SmallPlan,
    lead_organisation: Organisation,
    people: dict[str, User],
) -> None:
    newer, own = PlanFactory(**NEWER), "/2020-2024/my-actions/"
    ActionFactory(plan=newer, code="1.1", lead=lead_organisation)
    begins = {name: client_of(people[name]) for name in ["contributor", "coordinator", "reader"]}

    def at() -> list[str]:
        return [client.get("/")["Location"] for client in begins.values()]

    # The round asks the contributor; of the Platform nothing is asked yet.
    assert at() == [own, "/2025-2999/my-work/", "/2025-2999/"]
    # A report waits for its review from the day on which it is submitted.
    for request in opened.requests.filter(organisation=lead_organisation):
        hand_in(request.action, lead_organisation, people["contributor"], timezone.now(), round=opened)
    assert at() == ["/2025-2999/my-actions/", "/2020-2024/my-work/", "/2025-2999/"]


def test_an_office_begins_where_its_minister_has_a_part(
    client_of: ClientOf, small_plan: SmallPlan, minister_reader: User, reader: User
) -> None:
    PlanFactory(**NEWER)
    assert client_of(minister_reader).get("/")["Location"] == "/2020-2024/ministers/education/"
    assert client_of(reader).get("/")["Location"] == "/2025-2999/"
    # Where its minister has no part in any, the newest is as good as another.
    MinisterInvolvement.objects.all().delete()
    assert client_of(minister_reader).get("/")["Location"] == "/2025-2999/"


def test_the_current_plan_is_the_newest_in_force_else_the_one_that_ended_last() -> None:
    def plan(first: int, last: int, state: PlanState) -> Plan:
        return Plan(pk=first, start=datetime.date(first, 1, 1), end=datetime.date(last, 12, 31), state=state)

    long, short = plan(2020, 2040, PlanState.IN_FORCE), plan(2024, 2026, PlanState.IN_FORCE)
    over, closed_early = plan(2010, 2019, PlanState.IN_FORCE), plan(2018, 2030, PlanState.ENDED)
    later, draft = plan(2050, 2060, PlanState.IN_FORCE), plan(2025, 2030, PlanState.IN_PREPARATION)
    every = [over, long, closed_early, later, draft, short]
    for on, expected in [(2025, short), (2035, long), (2045, long), (2055, later)]:
        assert current(every, datetime.date(on, 6, 1)) == expected
    assert current([over, closed_early, later, draft], datetime.date(2025, 6, 1)) == closed_early
    assert current([later, draft], datetime.date(2025, 6, 1)) == later
    assert current([draft], datetime.date(2025, 6, 1)) == draft
    assert current([], datetime.date(2025, 6, 1)) is None


def test_somebody_without_a_role_is_told_whom_to_ask(
    client_of: ClientOf, roleless: User, small_plan: SmallPlan
) -> None:
    response = client_of(roleless).get("/", headers={"accept-language": "en"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "You have no role yet" in page
    assert "/2020-2024/" not in page
    assert str(small_plan.plan) not in page


def test_without_a_plan_somebody_is_told_who_brings_it(viewer: Client) -> None:
    response = viewer.get("/", headers={"accept-language": "en"})
    assert "there is no plan yet" in fold(response.content.decode())
