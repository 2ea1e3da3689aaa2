"""How each kind of change is told from where an action stood on both sides."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from actionplan.picture.difference import ActionDifference
from actionplan.picture.kinds_of_change import CHANGE_KINDS
from actionplan.picture.picture import ActionPicture
from tests.picture.builders import action, phase, picture, report, told

DAY, LATER = datetime.date(2022, 6, 30), datetime.date(2022, 9, 30)
STANDS = {"confidence": "needs_attention", "verdict": "needs_attention"}


def stand(pk: int = 1, title: str = "Sample", runs_until: Any = DAY, **said: Any) -> ActionPicture:
    ends = {"end": runs_until, "end_precision": "day" if runs_until else ""}
    reports = [] if said.get("status") == "never" else [report(pk, **STANDS | said)]
    return action(*reports, title=title, phases=(phase(**ends),), milestones=())


def kinds(before: ActionPicture | None, after: ActionPicture | None) -> set[str]:
    pair = ActionDifference(before, after, picture(), picture())
    return {name for name, holds in CHANGE_KINDS.items() if holds(pair)}


def test_a_milestone_that_was_achieved_and_is_undone_counts_until_it_was_so_before() -> None:
    achieved, undone = (
        action(report(pk, milestones=(told(state),))) for pk, state in [(1, "achieved"), (2, "undone")]
    )
    assert kinds(achieved, undone) == {"undone", "reported"}
    assert kinds(undone, action(report(3, milestones=(told("undone"),)))) == {"reported"}


def test_equal_sides_are_counted_under_nothing() -> None:
    assert kinds(stand(), stand()) == set()


@pytest.mark.parametrize(
    ("before", "after", "counted"),
    [
        ({}, {"status": "completed"}, {"completed"}),
        ({}, {"status": "stopped"}, {"stopped"}),
        ({"status": "not_started"}, {}, {"begun"}),
        ({"status": "completed"}, {}, {"reopened"}),
        ({"status": "stopped"}, {"status": "completed"}, {"completed"}),
        ({}, {"on_hold_since": DAY}, {"on_hold"}),
        ({"on_hold_since": DAY}, {}, {"resumed"}),
        ({"on_hold_since": DAY}, {"status": "stopped"}, {"stopped"}),
        ({}, {"forecast_end": LATER}, {"slipped"}),
        ({"forecast_end": LATER}, {"forecast_end": LATER, "actual_end": DAY}, {"sooner"}),
        ({"forecast_end": LATER}, {"forecast_end": LATER, "runs_until": LATER}, {"rescheduled", "amended"}),
        ({}, {"runs_until": LATER}, {"rescheduled", "slipped", "amended"}),
        ({"runs_until": None}, {"runs_until": None, "forecast_end": LATER}, set()),
        ({}, {"confidence": "on_track"}, {"back"}),
        ({"confidence": "off_track"}, {}, set()),
        ({}, {"confidence": "off_track"}, {"worse"}),
        ({}, {"confidence": ""}, set()),
        ({}, {"verdict": "on_track"}, {"assessed_better"}),
        ({}, {"verdict": "off_track"}, {"assessed_worse"}),
        ({"verdict": ""}, {}, set()),
        ({}, {"title": "Other"}, {"renamed", "amended"}),
        ({}, {"pk": 2}, {"reported"}),
        ({"status": "never"}, {"pk": 2}, {"begun", "reported"}),
    ],
)
def test_each_kind_of_change(before: dict[str, Any], after: dict[str, Any], counted: set[str]) -> None:
    assert kinds(stand(**before), stand(**after)) == counted


def test_another_title_in_dutch_alone_is_a_rename() -> None:
    assert kinds(stand(), replace(stand(), title_nl="Anders")) == {"renamed", "amended"}


def test_an_action_that_came_is_added_and_nothing_about_the_plan_is_compared() -> None:
    assert kinds(None, stand(runs_until=LATER)) == {"added", "amended", "reported"}


def test_an_action_that_went_is_withdrawn_and_not_completed() -> None:
    assert kinds(stand(), None) == {"withdrawn", "amended"}
