"""What looks alike is judged as each would be: thousands of actions as nobody would report them, the same ones each time."""

import datetime
import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model

from actionplan.portal.dashboards import quality_live
from actionplan.portal.dashboards.scope import Scope
from actionplan.portal.places import Places
from actionplan.reporting.moments import Moment
from actionplan.reporting.quality import Point, results_of
from actionplan.reporting.states import Confidence, MilestoneState, Schedule
from actions.states import MilestoneOrigin, Recurrence
from objectives.models import Plan

pytestmark = pytest.mark.plain
ON = datetime.date(2022, 9, 15)
PLAN = Plan(pk=1, start=datetime.date(2020, 1, 1), end=datetime.date(2024, 12, 31))
ACTIONS = range(1, 3001)


class Chance:
    """Rows as the queries of a dashboard give them, with whatever may stand in a column."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.milestones = [
            (action, action * 10 + nth) for action in ACTIONS for nth in range(self.random.randrange(4))
        ]

    def day(self) -> datetime.date | None:
        return self.random.choice(
            [None, ON, *(ON + datetime.timedelta(days=shift) for shift in (-400, -1, 1, 90))]
        )

    def text(self) -> str | None:
        day = self.day()
        return day.isoformat() if day else None

    def stand(self, action: int) -> tuple[Any, ...]:
        choice = self.random.choice
        word = choice([None, action + 50_000])
        said = [choice([True, False]), choice([True, False]), choice([None, 0, 2]), choice([None, 0, 1])]
        facts = [choice(Schedule.values), choice(["", *Confidence.values]), self.text()]
        return (
            action,
            action,
            7,
            3,
            word,
            self.text(),
            self.text(),
            *facts,
            *(said if word else [False, False, None, None]),
        )

    def terms(self, action: int, milestone: int) -> tuple[Any, ...]:
        choice = self.random.choice
        recurrence = choice(["", "", *Recurrence.values])
        due = None if recurrence else self.day()
        words = (recurrence, choice(["", "campaigns"]), choice([None, 300]))
        since = datetime.date(choice([2020, 2021]), 3, 1)
        return (
            action,
            milestone % 10,
            milestone + 90_000,
            milestone,
            choice(MilestoneOrigin.values),
            since,
            due,
            *words,
        )

    def told(self, milestone: int) -> list[tuple[Any, ...]]:
        choice = self.random.choice
        starts = [None, *(datetime.date(year, 1, 1) for year in range(2020, 2024))]
        among = sorted(
            self.random.sample(starts, self.random.randrange(4)), key=lambda day: day or datetime.date.min
        )
        return [(milestone, start, choice(MilestoneState.values), choice([None, 0, 500])) for start in among]

    def lines(self, action: int) -> list[tuple[Any, ...]]:
        count = self.random.randrange(3)
        return [(action, nth, "", "", self.random.choice([0, 1])) for nth in range(count)]


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Chance:
    chance = Chance(20_241_231)
    told = [row for _action, milestone in chance.milestones for row in chance.told(milestone)]
    given: dict[str, list[Any]] = {
        "live_stands": [chance.stand(action) for action in ACTIONS],
        "live_terms": [chance.terms(*one) for one in chance.milestones],
        "live_told": told,
        "live_lines": [line for action in ACTIONS for line in chance.lines(action)],
        "titles_of_actions": [(action, f"1.{action}", "", "") for action in ACTIONS],
        "titles_of_milestones": [],
    }
    for name, found in given.items():
        monkeypatch.setattr(quality_live, name, answering(found))
    return chance


def answering(rows: list[Any]) -> Callable[..., list[Any]]:
    return lambda *_values, **_shape: rows


class Anywhere(Places):
    def in_addresses(self, name: str) -> dict[Model | int | None, str]:
        return {7: "ovj", 3: "1"}


def test_every_result_is_that_of_the_rules(rows: Chance) -> None:
    moment = Moment.end_of_day(ON)
    examination = quality_live.examined_live(PLAN, moment, Scope(), Anywhere())
    todos = examination.in_full(examination)
    assert [one.key for one in examination] == [todo.action.action for todo in todos]
    for one, todo in zip(examination, todos, strict=True):
        assert one.results == results_of(todo.points), todo
    for point in Point:
        assert {one.on(point) for one in examination} == {None, True, False}, point
