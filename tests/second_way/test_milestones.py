"""The numbers of milestones a second way: by state, period by period."""

import datetime
from collections import Counter
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from actionplan.pages.coming.read import Until, coming_in
from actionplan.pages.milestones.periods import periods_by_year
from actionplan.pages.milestones.read import (
    MilestoneFilter,
    as_table,
    promises_of,
    rows_of,
    states_of,
)
from actionplan.picture.due_in_words import counts_by
from actionplan.reminders.coming import ComingKind
from tests.second_way import due, milestones
from tests.second_way.milestones import Became
from tests.second_way.two_ways import Told, TwoWays

pytestmark = pytest.mark.django_db


def the_counts_agree(two: TwoWays) -> None:
    each, promises = milestones.each(two.plain, two.stands, two.when), promises_of(two.choices)
    assert len(promises) == len(each)
    states = states_of(two.choices, promises, MilestoneFilter())
    expected = Counter(one.outcome for one in each)
    expected += Counter({"due": sum(one.is_due for one in each), "soon": sum(one.is_soon for one in each)})
    assert {str(state.code): state.count for state in states if state.count} == expected


def the_rows_agree(two: TwoWays) -> None:
    """As the file has them: days late, periods due, told of and achieved."""
    promises = promises_of(two.choices)
    heads, *rows = as_table(rows_of(two.choices, promises))
    names = [
        "Code",
        "Last day on which it is in time",
        "Days past its date",
        "Periods due",
        "Reported",
        "Achieved",
    ]
    places = [heads.index(name) for name in names]
    each = milestones.each(two.plain, two.stands, two.when)
    assert [[row[place] for place in places] for row in rows] == [row_of(one) for one in each]
    assert [one.once and one.once.number for _action, one in promises] == [one.number for one in each]
    of_years = [
        {year.words: (year.due, year.achieved) for year in periods_by_year(one) if one.recurrence}
        for _action, one in promises
    ]
    assert of_years == [one.by_year for one in each]


def row_of(one: Became) -> list[Any]:
    due: datetime.date | None = one.due
    return [one.code, due, one.days_late or None, *(one.periods or [None, None, None])]


def what_fell_due_agrees(two: TwoWays) -> None:
    """Each item, and its counts by minister and by lead."""
    each = {stand.code: due.items(two.plain, stand, two.when) for stand in two.stands}
    found = {action.code: action.due_items for action in two.choices.actions}
    assert {
        code: [(one.key, one.due, one.delivery, one.expected_on) for one in items or ()]
        for code, items in found.items()
    } == {code: [tuple(item) for item in items] for code, items in each.items()}
    for name, of_stand in [("minister", "minister"), ("lead", "organisation")]:
        expected: dict[str, Counter[str]] = {}
        for stand in two.stands:
            if became := [item.became for item in each[stand.code]]:
                expected.setdefault(getattr(stand, of_stand), Counter()).update(became)
        assert {
            key or "none": counted for key, counted in counts_by(two.choices.actions, name).items()
        } == expected


def what_is_coming_agrees(two: TwoWays) -> None:
    """And how much has passed and is still open."""
    on = two.when.reckoned_on
    found = coming_in(two.choices, AnonymousUser(), Until(on + datetime.timedelta(days=90)))
    rows = [
        (row.day, row.action.code, row.milestone.key if row.milestone else "")
        for row in found.rows
        if row.action and row.kind in (ComingKind.MILESTONE, ComingKind.END)
    ]
    expected = [
        (day, one.code, key) for one in two.stands for key, day in due.coming(two.plain, one, two.when)
    ]
    assert sorted(rows) == sorted(expected)
    assert [day for day, *_rest in rows] == sorted(day for day, *_rest in rows)
    became = [item.became for one in two.stands for item in due.items(two.plain, one, two.when)]
    assert found.passed_count == became.count("not_delivered") + became.count("still_due")


def test_the_milestones(told_plan: Told) -> None:
    for two in told_plan.at_every_moment:
        what_is_coming_agrees(two)
        what_fell_due_agrees(two)
        the_counts_agree(two)
        the_rows_agree(two)
