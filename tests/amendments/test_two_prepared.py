"""Two prepared amendments of one action, the order of the list, and what is marked of a fact that changes."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from actionplan.planned.words import ChangedFact
from actions.models import Action, Amendment
from tests.personas import SmallPlan
from tests.reading import read
from tests.sent_forms import send

from .amending import amended, prepared

PAGES = "/2020-2024/amendments/"
TODAY = day_of(timezone.now())


@pytest.fixture
def amendment(small_plan: SmallPlan, coordinator: User) -> Amendment:
    return prepared(small_plan.plan, coordinator, TODAY)


def put_in_force(client: Client, number: int) -> Any:
    page = f"{PAGES}{number}/"
    given = {"decision_body": "Sample Government", "decided_on": "2023-01-13", "decision_reference": "VR 41"}
    return send(client, client.get(page), f"{page}put-in-force/", **given)


@pytest.mark.full
def test_two_prepared_amendments_of_an_action_say_so_on_both_pages_and_what_happens(
    platform: Client, small_plan: SmallPlan, coordinator: User, amendment: Amendment
) -> None:
    amended(amendment, "1.1", coordinator, title="First")
    other = prepared(small_plan.plan, coordinator, TODAY)
    assert "too. Once one of the two" not in read(platform.get(f"{PAGES}1/")).text
    amended(other, "1.1", coordinator, title="Second")
    for page, number in [(f"{PAGES}1/", 2), (f"{PAGES}2/", 1)]:
        shown = read(platform.get(page))
        assert f"Amendment {number}, prepared and to be in force from" in shown.text
        assert "changes 1.1 too. Once one of the two is in force, the other is refused" in shown.text
        assert f"{PAGES}{number}/" in shown.links
    assert put_in_force(platform, 1).status_code == 302
    page = read(platform.get(f"{PAGES}2/")).text
    assert "Once one of the two" not in page
    assert "What the plan says of 1.1 changed since this was prepared." in page
    sent = put_in_force(platform, 2)
    assert "What the plan says changed in the meantime: 1.1" in read(sent, 409).text
    edit = f"{PAGES}2/edit/"
    assert send(platform, platform.get(edit), edit).status_code == 302
    assert put_in_force(platform, 2).status_code == 302
    assert Action.objects.get(code="1.1").title == "Second"


def test_the_list_is_in_the_order_of_days(
    platform: Client, small_plan: SmallPlan, coordinator: User, amendment: Amendment
) -> None:
    prepared(small_plan.plan, coordinator, datetime.date(2022, 3, 1))
    prepared(small_plan.plan, coordinator, datetime.date(2022, 5, 1))
    rows = [row.text for row in read(platform.get(PAGES)).all("li") if "Amendment" in row.text]
    assert [row.partition("Amendment ")[2][0] for row in rows if "prepared" in row] == ["1", "3", "2"]


def test_what_differs_of_a_long_fact_is_marked() -> None:
    before = ChangedFact(
        "",
        "",
        "Line 1: training of teachers, €5,000 per year",
        "Line 1: training of teachers, €6,000 per year",
    )
    assert [piece.text for piece in before.pieces_after if piece.is_changed] == ["€6,000"]
    assert "".join(piece.text for piece in before.pieces_before) == before.before
    apart = ChangedFact("", "", "yes", "no")
    assert not any(piece.is_changed for piece in [*apart.pieces_before, *apart.pieces_after])
