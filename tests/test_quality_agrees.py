"""The points of the quality of reporting a second way: counted for the whole and by objective, and as each organisation's list."""

import pytest

from actionplan.accounts.models import User
from actionplan.portal.dashboards.quality_facts import Examination, Examined
from actionplan.portal.dashboards.quality_figures import Count, Wanted, by_objective, totals
from actionplan.portal.dashboards.quality_list import Doers, rows_of
from actionplan.portal.dashboards.quality_live import examined_shown
from actionplan.reporting.quality import Point
from tests.second_way.plain import Plain
from tests.second_way.quality import Answer, Quality
from tests.two_ways import TwoWays, at_every_moment, at_moments_of_the_amended_plan, both

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


def the_quality_agrees(two: TwoWays) -> None:
    quality, examined = Quality(two.plain, two.when), examined_shown(two.shown)
    assert of_points(totals(examined, two.shown)) == quality.counts(two.stands)
    for row in by_objective(examined, two.shown):
        stands = [stand for stand in two.stands if stand.objective == row.part.value]
        assert of_points(row.counts) == quality.counts(stands), row.part.value
    left_open = {stand.code: quality.of(stand) for stand in two.stands}
    codes = {todo.action.action: todo.action.code for todo in examined.in_full(examined)}
    assert {codes[one.key] for one in examined if one.has_gaps} == {
        code for code, points in left_open.items() if any(points.values())
    }
    for body in {stand.organisation for stand in two.stands}:
        of_body = {stand.code: left_open[stand.code] for stand in two.stands if stand.organisation == body}
        the_lists_agree(two, of_body, examined, [one for one in examined if one.lead == body])


def the_lists_agree(
    two: TwoWays, left_open: dict[str, dict[str, Answer]], examined: Examination, of_body: list[Examined]
) -> None:
    """What an organisation has left to do: over all points, and on each of them; an action a row."""
    assert [todo.action.code for todo in examined.in_full(of_body)] == list(left_open)
    doers = Doers(User.objects.get(username="auditor"))
    for point in [None, *Point]:
        wanted = Wanted(point)
        rows = rows_of(examined.in_full(wanted.of(of_body)), wanted, two.shown, doers)
        assert all(row.gaps for row in rows)
        assert [row.action.code for row in rows] == [
            code
            for code, points in left_open.items()
            if (any(points.values()) if point is None else points[str(point)])
        ], point


def of_points(found: list[Count]) -> dict[str, tuple[int, int]]:
    """Applies to, not met."""
    return {str(one.point): (one.asked, one.unmet) for one in found}


@at_every_moment
def test_the_quality_of_reporting(plain: Plain, text: str, basis: str) -> None:
    the_quality_agrees(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_the_quality_of_reporting_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    the_quality_agrees(both(plain_amended, text, basis))
