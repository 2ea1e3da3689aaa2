"""The overview's numbers a second way: distributions, points of attention, recency, parts, who carries what, its money.

Each dashboard has a file of its own. What the story has nothing of, the amended plan has (`amended_plan.py`):
`test_something_of_everything.py` says that no number is zero in both.
"""

from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.pages.figures import MoneyCell
from actionplan.pages.overview.read import (
    Distribution,
    MatrixCell,
    attention_of,
    disagreements_of,
    figures_of,
    matrix_of,
    money_of,
)
from actionplan.picture.sentences import measures
from tests.second_way import attention, money
from tests.second_way.plain import Stand, counted
from tests.second_way.review import taken_over
from tests.second_way.two_ways import Told, TwoWays, as_codes, of_parts

pytestmark = pytest.mark.django_db


def the_distributions_agree(two: TwoWays) -> None:
    figures, stands = figures_of(two.choices, ""), two.stands
    continuous = [stand for stand in stands if stand.is_continuous]
    others = [stand for stand in stands if not stand.is_continuous]
    agrees([figures.status, figures.schedule], stands)
    agrees(figures.sure, others)
    agrees(figures.sure_of_continuous, continuous)


def agrees(distributions: list[Distribution], stands: list[Stand]) -> None:
    for one in distributions:
        name = one.measure.name
        assert of_parts(one.segments) == as_codes(counted(stands, name)), name


def the_points_of_attention_agree(two: TwoWays) -> None:
    expected = attention.reasons(two.plain, two.stands, two.when, two.lines, two.spent)
    found = attention_of(two.choices, User.objects.get(username="auditor"))
    assert of_parts(found.reasons) == attention.counts(expected)
    assert found.all.count == sum(bool(of_action) for of_action in expected.values())
    order = attention.worst_first(two.stands, expected)
    assert [action.pk for action in two.choices.actions.worst_first()] == order
    assert [point.action.pk for point in found.worst] == order[:10]
    assert found.waiting.count == sum(stand.freshness == "waiting" for stand in two.stands)


def the_money_agrees(two: TwoWays) -> None:
    found, keys = money_of(two.choices), {stand.key for stand in two.stands}
    expected: dict[int, Any] = money.by_year(two.lines, two.spent, keys)
    without_forecast = {
        year: {name: amount for name, amount in sums.items() if name != "forecast"}
        for year, sums in expected.items()
    }
    years = {year: amounts(sums) for year, sums in found.years}
    assert years == {year: sums for year, sums in without_forecast.items() if sums}
    total = money.total(two.lines, two.spent, keys)
    assert amounts(found.total) == {name: amount for name, amount in total.items() if name != "forecast"}
    assert found.without_amount == sum(line.amount is None for line in two.lines)


def amounts(cells: list[MoneyCell]) -> dict[str, Any]:
    return {str(cell.head).lower(): cell.amount for cell in cells if cell.amount is not None}


def every_part_by_every_measure_agrees(two: TwoWays) -> None:
    for measure in measures():
        for table in figures_of(two.choices, measure.name).tables:
            rows = {row.part.value: row for row in table.parts}
            under = under_each(two.stands, table.name)
            assert {value: row.count for value, row in rows.items()} == {
                value: len(stands) for value, stands in under.items()
            }
            for value, stands in under.items():
                assert of_parts(rows[value].segments) == as_codes(counted(stands, measure.name))


def what_is_counted_of_the_whole_agrees(two: TwoWays) -> None:
    figures, stands = figures_of(two.choices, ""), two.stands
    assert figures.whole.count == len(stands)
    assert figures.unreviewed.count == sum(stand.awaits_review for stand in stands)
    assert figures.taken_over.count == sum(taken_over(stand, two.when) for stand in stands)
    assert figures.continuous.count == sum(stand.is_continuous for stand in stands)
    assert of_parts(figures.freshness) == counted(stands, "freshness")
    differing = [stand.key for stand in stands if stand.voices_differ]
    found = disagreements_of(two.choices)
    assert found.all.count == len(differing)
    assert [one.action.pk for one in found.first] == differing[:5]


def under_each(stands: list[Stand], name: str) -> dict[str, list[Stand]]:
    values = {getattr(stand, name) for stand in stands}
    return {value: [stand for stand in stands if getattr(stand, name) == value] for value in values}


def who_carries_what_agrees(two: TwoWays) -> None:
    for matrix in [matrix_of(two.choices, "policy_area"), matrix_of(two.choices, "minister")]:
        objectives = [part.value for part in matrix.columns]
        assert set(objectives) == {stand.objective for stand in two.stands}
        under = under_each(two.stands, matrix.name)
        assert {row.part.value for row in matrix.rows} == set(under)
        for row in matrix.rows:
            the_cells_agree(row.cells, objectives, under[row.part.value])
        the_cells_agree(matrix.sums, objectives, two.stands)


def the_cells_agree(cells: list[MatrixCell], objectives: list[str], stands: list[Stand]) -> None:
    """Of each objective, and of all together."""
    of_each = [[stand for stand in stands if stand.objective == number] for number in objectives]
    for cell, of_cell in zip(cells, [*of_each, stands], strict=True):
        assert cell.count == len(of_cell)
        if of_cell:
            assert (cell.verdict, cell.only_continuous) == attention.worst_verdict(of_cell)


def test_the_overview(told_plan: Told) -> None:
    for two in told_plan.at_every_moment:
        the_distributions_agree(two)
        the_points_of_attention_agree(two)
        the_money_agrees(two)
        what_is_counted_of_the_whole_agrees(two)
        every_part_by_every_measure_agrees(two)
        who_carries_what_agrees(two)
