"""The points of quality: when each applies, when it is met, and what it asks to do."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from actionplan.reporting.milestone_states import Promised, Told
from actionplan.reporting.quality import PLACE, Line, Looked, Point, judged
from actionplan.reporting.states import Confidence, MilestoneState, Schedule
from actions.states import Recurrence
from tests.test_milestone_states import ACHIEVED, DROPPED, ON, promised, told

ONE, PASSED = Decimal(1), ON - datetime.timedelta(days=1)
YEAR = datetime.date(2021, 1, 1)


def said(point: Point, *promises: Promised, **facts: Any) -> list[str] | None:
    """The sentences of the point; None where it does not apply."""
    looked = Looked(**{"on": ON, "schedule": Schedule.RUNNING, "promises": list(promises)} | facts)
    gaps = judged(looked)[PLACE[point]]
    return gaps if gaps is None else [gap.sentence for gap in gaps]


def recurring(*rows: Told, **facts: Any) -> Promised:
    return promised(due=None, recurrence=Recurrence.YEARLY, told=rows, expected=(YEAR,), **facts)


def test_without_anything_no_point_applies() -> None:
    assert set(judged(Looked(on=ON, schedule=Schedule.RUNNING))) == {None}


@pytest.mark.parametrize("one", [promised(), recurring()])
def test_a_date_or_a_frequency_dates_a_milestone(one: Promised) -> None:
    assert said(Point.DATED, one) == []


def test_a_milestone_without_a_date_asks_for_one() -> None:
    assert said(Point.DATED, promised(), promised(due=None)) == [
        "“Handbook” has no date, and a report cannot give it one: ask the Platform to amend the plan."
    ]


@pytest.mark.parametrize("state", [ACHIEVED, DROPPED])
def test_what_is_achieved_or_dropped_needs_no_date_any_more(state: MilestoneState) -> None:
    assert said(Point.DATED, promised(due=None, told=told(state, ON))) is None


def test_what_is_done_once_is_its_own_target() -> None:
    assert said(Point.TARGETS, promised()) is None


@pytest.mark.parametrize(
    "one", [recurring(), promised(unit="courses"), promised(told=told(ACHIEVED, ON, number=ONE))]
)
def test_what_is_counted_needs_a_target(one: Promised) -> None:
    assert said(Point.TARGETS, one) == [
        "“Handbook” is counted and has no target, and a report cannot give it one: "
        "ask the Platform to amend the plan."
    ]


def test_a_number_to_reach_is_a_target() -> None:
    assert said(Point.TARGETS, recurring(target_from=ONE), promised(target_from=ONE)) == []


def test_a_target_waits_for_its_number_until_it_is_due() -> None:
    assert said(Point.ACHIEVEMENTS, promised(target_from=ONE, due=ON + datetime.timedelta(days=1))) is None


@pytest.mark.parametrize("one", [promised(due=PASSED), promised(due=None, told=told(ACHIEVED, ON))])
def test_once_due_or_achieved_a_target_asks_for_its_number(one: Promised) -> None:
    with_target = promised(due=one.due, told=one.told, target_from=ONE)
    assert said(Point.ACHIEVEMENTS, with_target) == ["“Handbook” has a target. Say which number was reached."]


def test_a_number_beside_a_target_is_enough_also_when_it_is_below() -> None:
    assert (
        said(Point.ACHIEVEMENTS, promised(target_from=Decimal(9), told=told(ACHIEVED, ON, number=ONE))) == []
    )


def test_each_due_period_with_a_target_asks_for_its_number() -> None:
    assert said(Point.ACHIEVEMENTS, recurring(target_from=ONE)) == [
        "“Handbook” has a target. Say which number was reached in 1 period that is due."
    ]
    assert said(Point.ACHIEVEMENTS, recurring(Told(YEAR, ACHIEVED, ON, ONE), target_from=ONE)) == []


def test_what_is_not_overdue_needs_no_forecast() -> None:
    assert said(Point.FORECAST, runs_until=PASSED, schedule=Schedule.DONE) is None


@pytest.mark.parametrize("forecast", [None, PASSED])
def test_what_is_overdue_asks_for_a_forecast_of_a_day_to_come(forecast: datetime.date | None) -> None:
    facts = {"runs_until": PASSED, "schedule": Schedule.OVERDUE, "forecast_end": forecast}
    assert said(Point.FORECAST, **facts) == [
        "The planned end, 29 June 2022, has passed. Give a new forecast."
    ]


def test_a_forecast_of_today_is_one() -> None:
    facts = {"runs_until": PASSED, "schedule": Schedule.OVERDUE, "forecast_end": ON}
    assert said(Point.FORECAST, **facts) == []


def test_money_is_asked_on_each_line_with_an_amount() -> None:
    lines = [Line("Grants", "Subsidies", True), Line("Staff", "", False), Line("", "", False)]
    assert said(Point.MONEY, lines=lines) == [
        "Nothing committed or paid is reported on “Staff”. Fill it in, also when it is zero.",
        "Nothing committed or paid is reported on the budget line. Fill it in, also when it is zero.",
    ]


def test_money_is_not_asked_before_the_action_starts() -> None:
    lines = [Line("Grants", "", False)]
    assert said(Point.MONEY, lines=lines, schedule=Schedule.NOT_TO_START_YET) is None


@pytest.mark.parametrize("confidence", [Confidence.NEEDS_ATTENTION, Confidence.OFF_TRACK])
def test_an_obstacle_is_asked_of_what_is_not_on_track(confidence: str) -> None:
    assert said(Point.OBSTACLES, confidence=confidence) == ["It is not on track. Name the obstacle."]
    assert said(Point.OBSTACLES, confidence=confidence, names_obstacle=True) == []


def test_what_is_on_track_needs_no_obstacle() -> None:
    assert said(Point.OBSTACLES, confidence=Confidence.ON_TRACK) is None


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        ({"names_source": True, "unsourced_amounts": 4}, []),
        ({}, ["The report names no source. Name one."]),
        ({"unsourced_amounts": 0}, []),
        (
            {"unsourced_amounts": 0, "unsourced_milestones": 1},
            ["1 figure has no source. Name it there, or one for the whole report."],
        ),
        (
            {"unsourced_amounts": 1, "unsourced_milestones": 1},
            ["2 figures have no source. Name it there, or one for the whole report."],
        ),
    ],
)
def test_a_report_or_each_of_its_figures_names_its_source(
    facts: dict[str, Any], sentences: list[str]
) -> None:
    assert said(Point.SOURCE, has_report=True, **facts) == sentences


def test_where_nothing_is_reported_no_source_is_asked() -> None:
    assert said(Point.SOURCE, names_source=False) is None
