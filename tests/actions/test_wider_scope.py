"""The switch “also as partner or involved”: what a dashboard says of it, where it is about something and where it is not."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from tests.personas import SmallPlan
from tests.reading import read

pytestmark = pytest.mark.django_db
DAY = "on=2022-12-31"
OVERLAP = "figures of several parts made this way overlap"
NOTHING = "“also as partner or involved” changes nothing here"


@pytest.mark.parametrize("page", ["", "budget/", "milestones/", "timeline/"])
@pytest.mark.parametrize(
    ("part", "is_wider"),
    [
        ("organisation=kbbj_abb", True),
        ("minister=education&objective=1", True),
        ("policy_area=WVG", True),
        ("policy_area=none", False),
        ("objective=1", False),
        ("", False),
    ],
)
def test_the_switch_says_what_it_does(
    small_plan: SmallPlan,
    client_of: Callable[[User], Client],
    reader: User,
    page: str,
    part: str,
    is_wider: bool,
) -> None:
    said = read(client_of(reader).get(f"/2020-2024/{page}?{DAY}&{part}&also=on")).text
    assert (OVERLAP in said, NOTHING in said) == (is_wider, not is_wider)


def test_without_the_switch_nothing_is_said_of_it(
    small_plan: SmallPlan, client_of: Callable[[User], Client], reader: User
) -> None:
    said = read(client_of(reader).get(f"/2020-2024/?{DAY}&organisation=kbbj_abb")).text
    assert OVERLAP not in said
    assert NOTHING not in said
