"""How each kind of change is told from where an action stood on both sides."""

import datetime
from typing import Any

import pytest

from actionplan.portal.dashboards.changed.candidates import Candidate, Stand
from actionplan.portal.dashboards.changed.kinds import KINDS
from actionplan.portal.dashboards.changed.moves import moves_of

DAY, LATER = datetime.date(2022, 6, 30), datetime.date(2022, 9, 30)


def stand(**changed: Any) -> Stand:
    known: dict[str, Any] = {
        "key": 1,
        "code": "1.1",
        "order": 1001,
        "title": "Sample",
        "title_nl": "",
        "limited": False,
        "in_plan": True,
        "told": False,
        "amended": False,
        "status": "ongoing",
        "on_hold_since": None,
        "confidence": "needs_attention",
        "verdict": "needs_attention",
        "is_continuous": False,
        "actual_end": None,
        "forecast_end": None,
        "runs_from": None,
        "runs_until": DAY,
    }
    return Stand(**known | changed)


def kinds(before: Stand | None, after: Stand | None) -> set[str]:
    return {kind.name for kind in KINDS if kind.holds(Candidate(before, after))}


def test_equal_sides_are_counted_under_nothing() -> None:
    assert kinds(stand(), stand()) == set()


@pytest.mark.parametrize(
    ("before", "after", "counted"),
    [
        ({}, {"status": "completed"}, {"completed"}),
        ({}, {"status": "stopped"}, {"stopped"}),
        ({"status": "not_started"}, {}, {"begun"}),
        ({"status": "never"}, {}, {"begun"}),
        ({"status": "completed"}, {}, {"reopened"}),
        ({"status": "stopped"}, {"status": "completed"}, {"completed"}),
        ({}, {"on_hold_since": DAY}, {"on_hold"}),
        ({"on_hold_since": DAY}, {}, {"resumed"}),
        ({"on_hold_since": DAY}, {"status": "stopped"}, {"stopped"}),
        ({}, {"forecast_end": LATER}, {"slipped"}),
        ({"forecast_end": LATER}, {"forecast_end": LATER, "actual_end": DAY}, {"sooner"}),
        ({"forecast_end": LATER}, {"forecast_end": LATER, "runs_until": LATER}, {"rescheduled"}),
        ({}, {"runs_until": LATER}, {"rescheduled", "slipped"}),
        ({"runs_until": None}, {"runs_until": None, "forecast_end": LATER}, set()),
        ({}, {"confidence": "on_track"}, {"back"}),
        ({"confidence": "off_track"}, {}, set()),
        ({}, {"confidence": "off_track"}, {"worse"}),
        ({}, {"confidence": ""}, set()),
        ({}, {"verdict": "on_track"}, {"assessed_better"}),
        ({}, {"verdict": "off_track"}, {"assessed_worse"}),
        ({"verdict": ""}, {}, set()),
        ({}, {"title": "Other"}, {"renamed"}),
        ({}, {"title_nl": "Anders"}, {"renamed"}),
        ({"told": True}, {"told": True}, {"reported"}),
        ({"amended": True}, {"amended": True}, {"amended"}),
    ],
)
def test_each_kind_of_change(before: dict[str, Any], after: dict[str, Any], counted: set[str]) -> None:
    assert kinds(stand(**before), stand(**after)) == counted


@pytest.mark.parametrize("before", [None, stand(in_plan=False, title="Other")])
def test_an_action_that_came_is_added_and_nothing_about_the_plan_is_compared(before: Stand | None) -> None:
    assert kinds(before, stand(runs_until=LATER)) - {"begun"} == {"added"}


@pytest.mark.parametrize("after", [None, stand(in_plan=False, status="completed")])
def test_an_action_that_went_is_withdrawn_and_not_completed(after: Stand | None) -> None:
    assert kinds(stand(), after) == {"withdrawn"}


def test_moves_add_up_to_the_actions_in_the_plan_on_both_sides() -> None:
    pairs = [
        Candidate(stand(), stand(status="completed")),
        Candidate(stand(), stand()),
        Candidate(stand(status="not_started"), stand()),
        Candidate(None, stand()),
        Candidate(stand(), stand(in_plan=False)),
    ]
    moves = moves_of(pairs, lambda **asked: asked["moved"])
    assert moves is not None
    assert (moves["of"], moves["stayed"]) == (3, 1)
    assert sum(cell["count"] for row in moves["rows"] for cell in row["cells"]) == 3
    assert [cell["count"] for cell in moves["totals"]] == [1, 2]
    cells = {cell["url"]: cell["count"] for row in moves["rows"] for cell in row["cells"] if cell["count"]}
    assert cells == {"ongoing.completed": 1, "ongoing.ongoing": 1, "not_started.ongoing": 1}


def test_without_actions_on_both_sides_nothing_moved() -> None:
    assert moves_of([Candidate(None, stand())], lambda **asked: "") is None
