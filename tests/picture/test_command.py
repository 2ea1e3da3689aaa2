"""`manage.py picture` prints where a plan stands, as JSON of a described shape."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.rounds.frozen_round import FrozenRound

pytestmark = pytest.mark.django_db


def printed(*arguments: str) -> Any:
    output = io.StringIO()
    call_command("picture", *arguments, stdout=output)
    return json.loads(output.getvalue())


@pytest.mark.full
def test_it_says_where_the_plan_stands_on_a_day_and_in_a_closed_round(frozen: FrozenRound) -> None:
    found = printed("--on", "2022-12-31")
    about = (found["plan"], found["reckoned_on"], found["basis"], found["round"])
    assert about == ("2020-2024", "2022-12-31", "accepted", None)
    first, *_others, last = found["actions"]
    assert (first["code"], first["lead"], first["status"]) == ("1.1", "ov", "ongoing")
    assert first["money"]["planned"] == {"2021": "5000.00", "2022": "5000.00"}
    assert first["money"]["paid"] == {"2021": "5500.00", "2022": "5500.00"}
    assert [one["outcome"] for one in first["milestones"]] == ["on_time"]
    assert "overspent" in first["attention"]
    milestone = first["milestones"][0]
    assert (first["evidence"], milestone["undone"], milestone["expected_on"]) == (0, False, None)
    assert last["status"] == "never"
    found = printed("--round", "2022-06", "--basis", "reported")
    assert (found["round"], found["basis"], found["reckoned_on"]) == ("2022-06", "reported", "2022-06-30")


def test_what_there_is_not_is_a_sentence(small_plan: Any) -> None:
    for arguments, says in [
        (["--on", "2099-01-01"], "not a day that has come"),
        (["--on", "yesterday"], "not a day that has come"),
        (["--round", "2020-01"], "was never closed"),
        (["--plan", "2099-2100"], "no plan 2099-2100"),
    ]:
        with pytest.raises(CommandError, match=says):
            printed(*arguments)
