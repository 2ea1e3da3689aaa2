"""`/`: what each person sees first is what they have to do."""

from collections.abc import Callable

from django.test import Client

from actionplan.accounts.models import User
from actionplan.base.folding import fold
from objectives.states import PlanState
from tests.factories import PlanFactory
from tests.personas import SmallPlan


def test_a_contributor_sees_the_own_actions_first_and_everybody_else_the_overview(
    client_of: Callable[[User], Client], small_plan: SmallPlan, people: dict[str, User]
) -> None:
    overview, own = "/2020-2024/", "/2020-2024/my-actions/"
    for name, first in {
        "contributor": own,
        "area_contributor": own,
        "reader": overview,
        "coordinator": overview,
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


def test_somebody_without_a_role_is_told_whom_to_ask(
    client_of: Callable[[User], Client], roleless: User, small_plan: SmallPlan
) -> None:
    response = client_of(roleless).get("/", headers={"accept-language": "en"})
    assert response.status_code == 403
    page = response.content.decode()
    assert "You have no role yet" in page
    assert "/2020-2024/" not in page
    assert str(small_plan.plan) not in page


def test_without_a_plan_somebody_is_told_who_brings_it(
    client_of: Callable[[User], Client], reader: User
) -> None:
    response = client_of(reader).get("/", headers={"accept-language": "en"})
    assert "there is no plan yet" in fold(response.content.decode())
