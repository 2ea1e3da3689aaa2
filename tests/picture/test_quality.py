"""The points of quality: when each applies, when it is met, and what it asks to do."""

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from actionplan.picture.picture import (
    MilestonePicture,
    ReportedMilestonePicture,
    ReportPicture,
    SpendingPicture,
)
from actionplan.picture.quality import Point, points_of
from actionplan.picture.schedule import has_new_forecast
from actionplan.picture.sentences import gap_words
from actionplan.reporting.states import Confidence, MilestoneState, Schedule
from actions.states import Recurrence
from budgets.planned import Period
from budgets.states import BudgetKind

from .builders import ON, action, line, milestone, report, spent, told

ACHIEVED, DROPPED = MilestoneState.ACHIEVED, MilestoneState.DROPPED
DAY = datetime.timedelta(days=1)
ONE, PASSED = Decimal(1), ON - DAY
YEAR = datetime.date(2021, 1, 1)


def said(
    point: Point, *milestones: MilestonePicture, word: ReportPicture | None = None, **facts: Any
) -> list[str] | None:
    """The sentences of the point; None where it does not apply."""
    subject = replace(action(*filter(None, [word]), **facts), milestones=milestones)
    point_picture = next((each for each in points_of(subject) if each.code == point), None)
    return [gap_words(gap, subject) for gap in point_picture.gaps] if point_picture else None


def recurring(*rows: ReportedMilestonePicture, **facts: Any) -> MilestonePicture:
    """Yearly, in 2021 alone."""
    runs = Period(YEAR, datetime.date(2021, 12, 31))
    return milestone(*rows, recurrence=Recurrence.YEARLY, runs=runs, **facts)


def test_without_anything_no_point_applies() -> None:
    assert points_of(action(milestones=())) == ()


def test_a_milestone_without_a_date_asks_for_one_until_it_is_achieved_or_dropped() -> None:
    assert said(Point.DATED, milestone()) == said(Point.DATED, recurring()) == []
    assert said(Point.DATED, milestone(), milestone(due=None)) == [
        "“Handbook” has no date, and a report cannot give it one: ask the Platform to amend the plan."
    ]
    for state in [ACHIEVED, DROPPED]:
        assert said(Point.DATED, milestone(told(state, ON), due=None)) is None


def test_what_is_counted_needs_a_target_and_what_is_done_once_is_its_own() -> None:
    assert said(Point.TARGETS, milestone()) is None
    for counted_milestone in [
        recurring(),
        milestone(unit="courses"),
        milestone(told(ACHIEVED, ON, number=ONE)),
    ]:
        assert said(Point.TARGETS, counted_milestone) == [
            "“Handbook” is counted and has no target, and a report cannot give it one: "
            "ask the Platform to amend the plan."
        ]
    assert said(Point.TARGETS, recurring(target_from=ONE), milestone(target_from=ONE)) == []


def test_a_target_waits_for_its_number_until_it_is_due() -> None:
    assert said(Point.ACHIEVEMENTS, milestone(target_from=ONE, due=ON + datetime.timedelta(days=1))) is None


@pytest.mark.parametrize("one", [milestone(due=PASSED), milestone(told(ACHIEVED, ON), due=None)])
def test_once_due_or_achieved_a_target_asks_for_its_number(one: MilestonePicture) -> None:
    with_target = milestone(*one.told, due=one.due, target_from=ONE)
    assert said(Point.ACHIEVEMENTS, with_target) == ["“Handbook” has a target. Say which number was reached."]


def test_a_number_beside_a_target_is_enough_also_when_it_is_below() -> None:
    assert said(Point.ACHIEVEMENTS, milestone(told(ACHIEVED, ON, number=ONE), target_from=Decimal(9))) == []


def test_each_due_period_with_a_target_asks_for_its_number() -> None:
    assert said(Point.ACHIEVEMENTS, recurring(target_from=ONE)) == [
        "“Handbook” has a target. Say which number was reached in 1 period that is due."
    ]
    assert (
        said(
            Point.ACHIEVEMENTS, recurring(told(ACHIEVED, ON, number=ONE, period_start=YEAR), target_from=ONE)
        )
        == []
    )


def test_what_is_not_overdue_needs_no_forecast() -> None:
    assert said(Point.FORECAST, runs_until=PASSED, schedule=Schedule.DONE) is None


def test_what_is_overdue_asks_for_a_forecast_of_a_day_to_come() -> None:
    facts = {"runs_until": PASSED, "schedule": Schedule.OVERDUE}
    assert said(Point.FORECAST, **facts) == [
        "The planned end, 29 June 2022, has passed. Give a new forecast."
    ]
    assert said(Point.FORECAST, has_new_forecast=True, **facts) == []


@pytest.mark.parametrize(
    ("forecast", "is_new"), [(None, False), (PASSED, False), (ON, True), (ON + DAY, True)]
)
def test_a_forecast_of_today_is_one(forecast: datetime.date | None, is_new: bool) -> None:
    assert has_new_forecast(action(report(forecast_end=forecast))) is is_new


def test_money_is_asked_on_each_line_with_an_amount() -> None:
    lines = [line(1, label_nl="Subsidies"), line(2, label="Staff"), line(3, label="")]
    lines.append(line(4, label="Rooms", kind=BudgetKind.EXISTING_SUBSIDY))
    reported_of = report(spending=(spent(paid=0), spent(place=2, forecast=1)))
    assert said(Point.MONEY, lines=tuple(lines), word=reported_of) == [
        "Nothing committed or paid is reported on “Staff”. Fill it in, also when it is zero.",
        "Nothing committed or paid is reported on the budget line. Fill it in, also when it is zero.",
    ]


def test_money_is_not_asked_before_the_action_starts() -> None:
    assert said(Point.MONEY, lines=(line(1),), schedule=Schedule.NOT_TO_START_YET) is None


@pytest.mark.parametrize("confidence", [Confidence.NEEDS_ATTENTION, Confidence.OFF_TRACK])
def test_an_obstacle_is_asked_of_what_is_not_on_track(confidence: str) -> None:
    silent, named = (report(confidence=confidence, names_obstacle=yes) for yes in [False, True])
    assert said(Point.OBSTACLES, word=silent) == ["It needs attention or is off track. Name the obstacle."]
    assert said(Point.OBSTACLES, word=named) == []


def test_what_is_on_track_needs_no_obstacle() -> None:
    assert said(Point.OBSTACLES, word=report(confidence=Confidence.ON_TRACK)) is None


SOURCED, UNSOURCED = spent(paid=1, names_source=True), spent(paid=1)
REACHED = told(ACHIEVED, ON)
ONE_IS_MISSING = ["1 figure has no source. Name it there, or one for the whole report."]


@pytest.mark.parametrize(
    ("figures", "names_source", "sentences"),
    [
        ([UNSOURCED], True, []),
        ([], False, ["The report names no source. Name one."]),
        ([SOURCED], False, []),
        ([SOURCED, REACHED], False, ONE_IS_MISSING),
        ([UNSOURCED, spent()], False, ONE_IS_MISSING),
        (
            [UNSOURCED, REACHED],
            False,
            ["2 figures have no source. Name it there, or one for the whole report."],
        ),
        ([told(MilestoneState.OPEN)], False, ["The report names no source. Name one."]),
    ],
)
def test_a_report_or_each_of_its_figures_names_its_source(
    figures: list[SpendingPicture | ReportedMilestonePicture], names_source: bool, sentences: list[str]
) -> None:
    word = report(
        names_source=names_source,
        spending=tuple(figure for figure in figures if isinstance(figure, SpendingPicture)),
        milestones=tuple(figure for figure in figures if isinstance(figure, ReportedMilestonePicture)),
    )
    assert said(Point.SOURCE, word=word) == sentences


def test_where_nothing_is_reported_no_source_is_asked() -> None:
    assert said(Point.SOURCE) is None
