"""The points of the quality of reporting a second way: counted for the whole and by objective, and as each organisation's list."""

import pytest

from actionplan.accounts.models import User
from actionplan.pages.quality.read import (
    PointCount,
    QualityFilter,
    Reporter,
    counts_by_objective,
    point_counts,
    rows_of,
)
from actionplan.picture.quality import Point
from tests.second_way.quality import Answer, Quality
from tests.second_way.two_ways import Told, TwoWays

pytestmark = pytest.mark.django_db


def the_quality_agrees(two: TwoWays) -> None:
    quality, choices = Quality(two.plain, two.when), two.choices
    assert of_points(point_counts(choices, choices.actions)) == quality.counts(two.stands)
    for objective, counts in counts_by_objective(choices):
        stands = [stand for stand in two.stands if stand.objective == str(objective.number)]
        assert of_points(counts) == quality.counts(stands), objective
    left_open = {stand.code: quality.of(stand) for stand in two.stands}
    assert {action.code for action in QualityFilter().of(choices.actions)} == {
        code for code, points in left_open.items() if any(points.values())
    }
    for body in {stand.organisation for stand in two.stands}:
        the_lists_agree(
            two,
            body,
            {stand.code: left_open[stand.code] for stand in two.stands if stand.organisation == body},
        )


def the_lists_agree(two: TwoWays, body: str, left_open: dict[str, dict[str, Answer]]) -> None:
    """What an organisation has left to do: over all points, and on each of them; an action a row."""
    actions = two.choices.actions.led_by(body)
    assert [action.code for action in actions] == list(left_open)
    reporter = Reporter.of(User.objects.get(username="auditor"), two.choices)
    for point in [None, *Point]:
        chosen = QualityFilter(point)
        rows = rows_of(two.choices, chosen.of(actions), chosen, reporter)
        assert all(row.sentences for row in rows)
        assert [row.action.code for row in rows] == [
            code
            for code, points in left_open.items()
            if (any(points.values()) if point is None else points[str(point)])
        ], point


def of_points(found: list[PointCount]) -> dict[str, tuple[int, int]]:
    """Applies to, not met."""
    return {str(one.point): (one.applies, one.unmet) for one in found}


def test_the_quality_of_reporting(told_plan: Told) -> None:
    for two in told_plan.at_every_moment:
        the_quality_agrees(two)
