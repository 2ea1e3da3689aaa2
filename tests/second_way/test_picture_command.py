"""`manage.py picture` prints where the story stands; what is open now is what holds at this instant."""

from collections import Counter
from dataclasses import replace

import pytest
from django.utils import timezone

from actionplan.picture import live
from actionplan.picture.moment import Moment
from actions.models import Action
from objectives.models import Plan
from tests.picture.test_command import printed
from tests.second_way.attention import GRAVEST_FIRST
from tests.second_way.two_ways import BASES, PLAN, Told, of_the_story

pytestmark = [pytest.mark.django_db, of_the_story]
OUTCOMES = {"on_time", "late", "missed", "open", "undated", "recurring", "dropped"}


def test_on_the_last_day_of_the_story_it_counts_what_the_real_report_of_that_day_counted(
    told_plan: Told,
) -> None:
    found = printed("--on", "2023-01-20")
    about = (found["plan"], found["reckoned_on"], found["basis"], found["round"])
    assert about == (PLAN, "2023-01-20", "accepted", None)
    actions = found["actions"]
    statuses = Counter(action["status"] for action in actions)
    assert statuses == {"ongoing": 40, "completed": 9, "not_started": 1}
    # its codes are the described ones
    assert {one["outcome"] for action in actions for one in action["milestones"]} <= OUTCOMES
    assert {reason for action in actions for reason in action["attention"]} <= set(GRAVEST_FIRST)
    [first] = [action for action in actions if action["code"] == "1.1"]
    assert first["money"]["planned"] == {"2021": "78597.26", "2022": "104320.00", "2023": "25722.74"}
    assert first["lead"] == "kbbj_abb"


def test_a_closed_round_is_reckoned_on_the_day_it_is_about(told_plan: Told) -> None:
    found = printed("--round", "2022-12", "--basis", "reported")
    assert (found["round"], found["basis"], found["reckoned_on"]) == ("2022-12", "reported", "2022-12-31")


def test_now_is_what_is_open(told_plan: Told) -> None:
    plan = Plan.objects.get(code=PLAN)
    Action.objects.filter(plan=plan, code="4.5").update(in_force_until=timezone.localdate())
    for basis in BASES:
        now = Moment.now(timezone.now(), basis)
        instant = live.read(plan, replace(now, is_now=False))
        assert live.read(plan, now).actions == instant.actions
        assert len(instant.actions) == 49
