"""`/`: what each person sees first is what they have to do."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.base.folding import fold
from objectives.states import PlanState
from tests.factories import PlanFactory
from tests.personas import SmallPlan


@pytest.mark.parametrize(
    ("person", "first"),
    [
        ("contributor", "/2020-2024/my-actions/"),
        ("area_contributor", "/2020-2024/my-actions/"),
        ("reader", "/2020-2024/"),
        ("coordinator", "/2020-2024/"),
        ("auditor", "/2020-2024/"),
        ("administrator", "/2020-2024/"),
        ("superuser", "/2020-2024/"),
    ],
)
def test_a_contributor_sees_the_own_actions_first_and_everybody_else_the_overview(
    client_of: Callable[[User], Client],
    request: pytest.FixtureRequest,
    small_plan: SmallPlan,
    person: str,
    first: str,
) -> None:
    response = client_of(request.getfixturevalue(person)).get("/")
    assert (response.status_code, response["Location"]) == (302, first)


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


def test_a_plan_in_preparation_is_not_first(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    PlanFactory(code="2025-2029", start="2025-01-01", end="2029-12-31", state=PlanState.IN_PREPARATION)
    assert client_of(reader).get("/")["Location"] == "/2020-2024/"


def test_the_plan_that_runs_today_is_first(
    client_of: Callable[[User], Client], reader: User, small_plan: SmallPlan
) -> None:
    PlanFactory(code="2025-2999", start="2025-01-01", end="2999-12-31", state=PlanState.IN_FORCE)
    assert client_of(reader).get("/")["Location"] == "/2025-2999/"


def test_a_stranger_to_the_portal_signs_in_first(small_plan: SmallPlan) -> None:
    for address in ["/", "/2020-2024/", "/2020-2024/actions/", "/2020-2024/my-actions/", "/2020-2024/money/"]:
        response = Client().get(address)
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"] or "login" in response["Location"]
