"""The numbers of milestones a second way: by state, by year, period by period."""

import datetime
from collections import Counter
from typing import Any

import pytest
from django.http import QueryDict

from actionplan.portal.dashboards.milestone_figures import Wanted, counts, years
from actionplan.portal.dashboards.milestone_outcomes import outcomes_shown
from actionplan.portal.dashboards.milestone_promises import PromiseFact
from actionplan.portal.dashboards.milestone_rows import rows_of, table_of
from actionplan.portal.dashboards.milestone_sources import Sources
from actionplan.portal.dashboards.shown import Shown
from tests.second_way import milestones
from tests.second_way.milestones import Became
from tests.second_way.plain import Plain
from tests.two_ways import TwoWays, at_every_moment, at_moments_of_the_amended_plan, both

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
IN_BARS = ["achieved_on_time", "achieved_late", "missed", "open", "dropped"]


def in_full(shown: Shown) -> list[PromiseFact]:
    """All of them, in the plan's order."""
    outcomes = outcomes_shown(shown)
    facts = outcomes.in_full(outcomes)
    return [facts[one.key] for one in outcomes]


def the_counts_agree(two: TwoWays) -> None:
    each = milestones.each(two.plain, two.stands, two.when)
    outcomes = outcomes_shown(two.shown)
    assert len(outcomes) == len(each)
    found = {one["code"]: one["count"] for one in counts(outcomes, two.shown, Wanted()) if one["count"]}
    expected = Counter(one.kind for one in each)
    expected += Counter({"due": sum(one.is_due for one in each), "soon": sum(one.is_soon for one in each)})
    assert found == expected
    soon = Wanted.asked(QueryDict("state=soon&by=year")).of(outcomes)
    facts = outcomes.in_full(soon)
    first = sorted((one.due, one.code) for one in each if one.is_soon)
    assert sorted((one.due, facts[one.key].action.code) for one in soon) == first


@at_every_moment
def test_how_many_of_each_state(plain: Plain, text: str, basis: str) -> None:
    the_counts_agree(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_how_many_of_each_state_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    the_counts_agree(both(plain_amended, text, basis))


def the_years_agree(two: TwoWays) -> None:
    dated = [one for one in milestones.each(two.plain, two.stands, two.when) if one.due]
    found = {
        year.year: (year.total, year.due, [part["count"] for part in year.parts])
        for year in years(outcomes_shown(two.shown), two.shown)
    }
    of_years = [one.due.year for one in dated if one.due]
    assert sorted(found) == list(range(min(of_years), max(of_years) + 1))
    for year, told in found.items():
        assert told == of_year([one for one in dated if one.due and one.due.year == year]), year


def of_year(each: list[Became]) -> tuple[int, int, list[int]]:
    kinds = Counter(one.kind for one in each)
    return len(each), sum(one.is_due for one in each), [kinds[name] for name in IN_BARS]


@at_every_moment
def test_milestones_by_year(plain: Plain, text: str, basis: str) -> None:
    the_years_agree(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_milestones_by_year_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    the_years_agree(both(plain_amended, text, basis))


def the_rows_agree(two: TwoWays) -> None:
    """As the file has them: days late, periods due, told of and achieved."""
    found = rows_of(in_full(two.shown), two.shown, Sources())
    heads, *rows = table_of(found)
    names = ["Code", "Last day on which it is in time", "Days late", "Periods due", "Reported", "Achieved"]
    places = [heads.index(name) for name in names]
    each = milestones.each(two.plain, two.stands, two.when)
    assert [[row[place] for place in places] for row in rows] == [row_of(one) for one in each]
    assert [row.milestone.once.number for row in found] == [one.number for one in each]
    of_years = [
        {year.words: (year.due, year.achieved) for year in row.years if row.milestone.recurrence}
        for row in found
    ]
    assert of_years == [one.by_year for one in each]


def row_of(one: Became) -> list[Any]:
    due: datetime.date | None = one.due
    return [one.code, due, one.days_late or None, *(one.periods or [None, None, None])]


@at_every_moment
def test_each_milestone_and_its_periods(plain: Plain, text: str, basis: str) -> None:
    the_rows_agree(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_each_milestone_and_its_periods_of_the_amended_plan(
    plain_amended: Plain, text: str, basis: str
) -> None:
    the_rows_agree(both(plain_amended, text, basis))
