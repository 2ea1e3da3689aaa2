"""Which actions a round asks about: ticks, a whole objective at once, what stays, and two who choose at once."""

from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from actionplan.reporting.models import Round
from actionplan.reporting.who_is_asked import asked_actions
from actionplan.rounds.asking import ask_about
from actions.models import Lead
from tests.personas import SmallPlan
from tests.reading import read
from tests.reporting_factories import By, hand_in, noon
from tests.rounds.opened_rounds import OPENED
from tests.sent_forms import form_to

PAGE = "/2020-2024/rounds/2022-12/asked/"


def chosen(platform: Client, ask: list[int], **more: Any) -> Any:
    """The form of the page, with these actions ticked and what else is said."""
    fields = form_to(platform.get(PAGE), "asked/")
    return platform.post(PAGE, {**fields, "ask": ask, "money_only": [], **more})


def test_the_default_is_ticked_and_exactly_what_is_ticked_is_asked(
    prepared: Round, small_plan: SmallPlan, platform: Client
) -> None:
    """Each action says whom it is asked of; a whole objective is asked or left out without ticking its actions."""
    Lead.objects.filter(action=small_plan.elsewhere).delete()
    page = read(platform.get(PAGE))
    ticked = [box.attributes["value"] for box in page.all("input", name="ask") if "checked" in box.attributes]
    assert len(ticked) == 4
    rows = {row[0]: row for row in page.rows}
    assert "Education and Training · invited: Agency for Home Affairs" in rows["1.2"][1]
    assert rows["1.2"][2] == "never reported"
    assert "none: asked of nobody until a lead is appointed" in rows["2.2"][1]
    assert page.links["/2020-2024/actions/2.2/lead/"] == "Appoint a lead 2.2"
    response = chosen(
        platform, [small_plan.joint.pk, small_plan.limited.pk], money_only=[small_plan.joint.pk]
    )
    assert response["Location"] == "/2020-2024/rounds/2022-12/"
    assert asked_actions(prepared) == {small_plan.joint.pk: True, small_plan.limited.pk: False}
    chosen(platform, [small_plan.limited.pk], objective_1="all", objective_2="none")
    assert set(asked_actions(prepared)) == {small_plan.with_money.pk, small_plan.joint.pk}


@pytest.mark.full
def test_what_was_answered_stays_asked_whatever_is_ticked(
    opened: Round, small_plan: SmallPlan, by_lead: By, platform: Client
) -> None:
    hand_in(small_plan.with_money, *by_lead, noon(2022, 12, 5))
    row = next(row for row in read(platform.get(PAGE)).rows if row[0] == "1.1")
    assert "it stays asked" in row[1]
    assert chosen(platform, [small_plan.joint.pk], objective_1="none").status_code == 302
    assert set(asked_actions(opened)) == {small_plan.with_money.pk}
    # in review the choice is made
    fields = form_to(platform.get(PAGE), "asked/")
    Round.objects.update(state="review")
    assert platform.get(PAGE)["Location"] == "/2020-2024/rounds/2022-12/"
    assert platform.post(PAGE, fields).status_code == 409


def test_a_choice_made_meanwhile_stands_beside_one_s_own(
    prepared: Round, small_plan: SmallPlan, platform: Client, other_coordinator: User
) -> None:
    fields = form_to(platform.get(PAGE), "asked/")
    theirs = {small_plan.with_money.pk: True, small_plan.joint.pk: False}
    ask_about(round=prepared, asked=theirs, by=other_coordinator, at=OPENED)
    response = platform.post(PAGE, {**fields, "ask": [small_plan.joint.pk], "money_only": []})
    assert response.status_code == 409
    assert asked_actions(prepared) == theirs
    response.status_code = 200
    page = read(response)
    assert page.rows[0] == ["1.1 Training for teachers", "not asked", "asked for money only"]
    ticked = [box.attributes["value"] for box in page.all("input", name="ask") if "checked" in box.attributes]
    assert ticked == [str(small_plan.joint.pk)]
    again = platform.post(PAGE, {**form_to(response, "asked/"), "ask": [small_plan.joint.pk]})
    assert again.status_code == 302
    assert asked_actions(prepared) == {small_plan.joint.pk: False}
