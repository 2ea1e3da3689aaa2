"""What became of a milestone by a day: each of its states at its edge, and periods of recurring ones."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from actionplan.reporting.milestone_states import MilestoneSchedule, Promised, Told
from actionplan.reporting.states import MilestoneState
from actions.states import MilestoneOrigin, Recurrence

ON = datetime.date(2022, 6, 30)
DAY = datetime.timedelta(days=1)
OPEN, ACHIEVED, DROPPED = MilestoneState.OPEN, MilestoneState.ACHIEVED, MilestoneState.DROPPED


def promised(**facts: Any) -> Promised:
    said: dict[str, Any] = {
        "key": "handbook",
        "place": 1,
        "origin": MilestoneOrigin.PLAN,
        "title": "Handbook",
        "title_nl": "Handboek",
        "due": ON,
        "due_precision": "day",
        "recurrence": "",
        "target_from": None,
        "target_to": None,
        "unit": "",
        "on": ON,
    }
    return Promised(**said | facts)


def told(state: str, achieved_on: datetime.date | None = None, **more: Any) -> tuple[Told, ...]:
    return (Told(state=state, achieved_on=achieved_on, **more),)


@pytest.mark.parametrize(
    ("facts", "schedule", "days_late"),
    [
        ({}, MilestoneSchedule.OPEN, 0),
        ({"due": ON - DAY}, MilestoneSchedule.MISSED, 1),
        ({"due": ON - DAY, "told": told(OPEN)}, MilestoneSchedule.MISSED, 1),
        ({"told": told(ACHIEVED, ON)}, MilestoneSchedule.ON_TIME, 0),
        ({"told": told(ACHIEVED, ON + DAY), "on": ON + 9 * DAY}, MilestoneSchedule.LATE, 1),
        ({"told": told(ACHIEVED)}, MilestoneSchedule.LATE, 0),
        ({"due": ON - DAY, "told": told(DROPPED)}, MilestoneSchedule.DROPPED, 0),
        ({"due": None}, MilestoneSchedule.UNDATED, 0),
        ({"due": None, "told": told(ACHIEVED, ON)}, MilestoneSchedule.UNDATED, 0),
        ({"due": None, "told": told(DROPPED)}, MilestoneSchedule.DROPPED, 0),
        ({"due": None, "recurrence": Recurrence.YEARLY}, MilestoneSchedule.RECURRING, 0),
    ],
)
def test_a_milestone_is_in_one_state(
    facts: dict[str, Any], schedule: MilestoneSchedule, days_late: int
) -> None:
    one = promised(**facts)
    assert (one.schedule, one.days_late) == (schedule, days_late)


@pytest.mark.parametrize(
    ("facts", "is_due"),
    [
        ({}, True),
        ({"due": ON + DAY}, False),
        ({"due": ON + DAY, "told": told(ACHIEVED, ON)}, False),
        ({"told": told(DROPPED)}, False),
        ({"due": None}, False),
    ],
)
def test_it_is_due_from_its_day_on_unless_it_was_dropped(facts: dict[str, Any], is_due: bool) -> None:
    assert promised(**facts).is_due is is_due


@pytest.mark.parametrize(("days", "is_soon"), [(-1, False), (0, True), (90, True), (91, False)])
def test_the_next_ninety_days_begin_with_the_day_itself(days: int, is_soon: bool) -> None:
    assert promised(due=ON + days * DAY).is_soon is is_soon


def test_what_is_achieved_is_not_soon() -> None:
    assert not promised(due=ON + DAY, told=told(ACHIEVED, ON)).is_soon


def test_periods_are_due_once_over_or_achieved_and_never_when_dropped() -> None:
    years = [datetime.date(year, 1, 1) for year in [2019, 2020, 2021, 2022]]
    one = promised(
        due=None,
        recurrence=Recurrence.YEARLY,
        expected=tuple(years),
        told=(
            Told(years[1], DROPPED),
            Told(years[2], OPEN, number=Decimal(1)),
            Told(years[3], ACHIEVED, ON, Decimal(3)),
        ),
    )
    assert one.due_periods == {years[0], years[2], years[3]}
    assert one.periods == (3, 2, 1)
