"""`manage.py picture` prints where a plan stands, as JSON of a described shape."""

import io
import json
from collections import Counter
from typing import Any

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db

OUTCOMES = {"on_time", "late", "missed", "open", "undated", "recurring", "dropped"}
REASONS = {"off_track", "overdue", "late_start", "overspent", "voices_differ", "stale", "never"}


def printed(*arguments: str) -> Any:
    said = io.StringIO()
    call_command("picture", *arguments, stdout=said)
    return json.loads(said.getvalue())


def test_on_the_last_day_of_the_story_it_counts_what_the_real_report_of_that_day_counted(
    demo_story: str,
) -> None:
    found = printed("--on", "2023-01-20")
    assert Counter(action["status"] for action in found["actions"]) == {
        "ongoing": 40,
        "completed": 9,
        "not_started": 1,
    }
    assert (found["plan"], found["reckoned_on"], found["basis"], found["round"]) == (
        "2020-2024",
        "2023-01-20",
        "accepted",
        None,
    )


def test_a_closed_round_is_reckoned_on_the_day_it_is_about(demo_story: str) -> None:
    found = printed("--round", "2022-12", "--basis", "reported")
    assert (found["round"], found["basis"], found["reckoned_on"]) == ("2022-12", "reported", "2022-12-31")


def test_codes_are_the_described_ones(demo_story: str) -> None:
    actions = printed("--on", "2023-01-20")["actions"]
    assert {one["outcome"] for action in actions for one in action["milestones"]} <= OUTCOMES
    assert {reason for action in actions for reason in action["attention"]} <= REASONS
    [first] = [action for action in actions if action["code"] == "1.1"]
    assert first["money"]["planned"] == {"2021": "78597.26", "2022": "104320.00", "2023": "25722.74"}
    assert first["lead"] == "kbbj_abb"


def test_what_there_is_not_is_a_sentence(small_plan: Any) -> None:
    for arguments, says in [
        (["--on", "2099-01-01"], "not a day that has come"),
        (["--on", "yesterday"], "not a day that has come"),
        (["--round", "2020-01"], "was never closed"),
        (["--plan", "2099-2100"], "no plan 2099-2100"),
    ]:
        with pytest.raises(CommandError, match=says):
            printed(*arguments)
