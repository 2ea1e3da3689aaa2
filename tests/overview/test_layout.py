"""How the overview is laid out where a table has many columns, or where nothing is to be told."""

from collections.abc import Callable

import pytest
from django.test import Client

from actionplan.accounts.models import User
from tests.personas import SmallPlan
from tests.reading import Element, part, read


@pytest.fixture
def show(client_of: Callable[[User], Client], small_plan: SmallPlan) -> Callable[..., Element]:
    return lambda user, query="": read(client_of(user).get(f"/2020-2024/{query}"))


@pytest.mark.parametrize(("measure", "is_beside"), [("status", True), ("schedule", False)])
def test_a_table_with_many_columns_stands_below_its_chart(
    show: Callable[..., Element], reader: User, measure: str, is_beside: bool
) -> None:
    page = show(reader, f"?show={measure}")
    assert page.all("table", **{"aria-labelledby": "by-objective"})
    assert bool(page.all("div", class_="pair")) == is_beside


def test_where_all_actions_are_continuous_no_words_of_others_stand_with_nothing_behind_them(
    show: Callable[..., Element], small_plan: SmallPlan, reader: User
) -> None:
    no_days = {"start": None, "end": None, "start_precision": "", "end_precision": ""}
    small_plan.elsewhere.phases.update(continuous=True, **no_days)
    others = part(show(reader, "?policy_area=WVG"), "sure")
    assert "There are only continuous actions here, which are counted apart." in others
    assert "Confidence" not in others
    assert "Verdict" not in others
    assert "Confidence" in part(show(reader), "sure")
