"""Carrying out a change of government on the printed plan, beside plain Python; past days and other plans stay."""

import datetime
from collections import Counter
from typing import Any

import pytest

from actionplan.accounts.models import Membership, User
from actionplan.accounts.roles import Role
from actionplan.amendments.government import (
    carry_out_government_change,
    choose_successors,
)
from actionplan.amendments.government_effects import effects_of, mark_of_effects
from actionplan.audit.models import Event
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Minister, Organisation
from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.plan_document.writing import as_text, plan_document
from actionplan.reporting.states import Basis
from actions.models import Action, Lead, MinisterInvolvement, Promotion
from objectives.models import Plan
from tests.government.reshuffle import (
    AT,
    DAY,
    EVE,
    NEW_AGENCY,
    RESHUFFLE,
    carried_out,
    ends,
    moves,
    parts_after,
    parts_of,
    prepared_change,
)
from tests.personas import person


@pytest.fixture
def admin(db: None) -> User:
    return person("admin", Role.ADMINISTRATOR)


def test_the_day_before_stays_and_the_day_is_as_counted_by_hand(printed_plan: Plan, admin: User) -> None:
    before = plan_document(printed_plan, EVE)
    carried_out(prepared_change(admin, RESHUFFLE), admin)
    assert plan_document(printed_plan, EVE)["actions"] == before["actions"]
    after = plan_document(printed_plan, DAY)["actions"]
    assert [parts_of(item) for item in after] == [parts_after(item) for item in before["actions"]]
    assert [item["timing"] for item in after] == [item["timing"] for item in before["actions"]]


def test_counts_by_area_and_minister_move_on_the_day(printed_plan: Plan, admin: User) -> None:
    carried_out(prepared_change(admin, RESHUFFLE), admin)

    def counts(day: datetime.date) -> tuple[Counter[Any], Counter[Any]]:
        actions = live.read(printed_plan, Moment.end_of_day(day, Basis.ACCEPTED)).actions
        return Counter(one.policy_area for one in actions), Counter(one.minister for one in actions)

    before, after = counts(EVE), counts(DAY)
    led_by_houses = 10
    assert after[0][None] == before[0][None] + led_by_houses
    assert after[0]["WVG"] == before[0]["WVG"] - led_by_houses
    assert after[1]["education_welfare"] == before[1]["education"] + before[1]["welfare"]
    assert after[1]["home_affairs"] == before[1]["home_affairs"] + before[1]["justice"]
    assert not {"education", "welfare", "justice"} & set(after[1])
