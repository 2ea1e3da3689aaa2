"""The overview's numbers a second way: points of attention, distributions, parts, its money, and who carries what.

Each dashboard has a file of its own. What the story has nothing of, the amended plan has (`amended_plan.py`):
`test_something_of_everything.py` says that no number is zero in both.
"""

from collections import Counter
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from actionplan.pages.actions.read import attention_in
from actionplan.pages.carriers.read import MatrixCell, matrix_of
from actionplan.pages.figures import MoneyCell
from actionplan.pages.overview.money import money_of
from actionplan.pages.overview.read import BREAKDOWNS, breakdown_of, stand_of
from tests.second_way import attention, money
from tests.second_way.parts import with_any_part
from tests.second_way.plain import Stand, counted
from tests.second_way.review import taken_over
from tests.second_way.two_ways import Told, TwoWays, as_codes, of_parts

pytestmark = pytest.mark.django_db


DONE = ("completed", "stopped")
WORSE = ["on_track", "needs_attention", "off_track"]
SCHEDULES = {
    "overdue": ["overdue", "should_have_started"],
    "ends_soon": ["ends_soon"],
    "running": ["running", "continuous", "no_end_date", "not_to_start_yet"],
    "done": ["done"],
}


def how_it_stands_agrees(two: TwoWays) -> None:
    """What is done is not counted in how well it goes."""
    found, stands = stand_of(two.choices), two.stands
    assert of_parts(found.status) == as_codes(counted(stands, "status"))
    schedules = counted(stands, "schedule")
    assert {part["code"]: part["count"] for part in found.schedule} == {
        code: sum(schedules.get(one, 0) for one in codes) for code, codes in SCHEDULES.items()
    }
    going = [stand for stand in stands if stand.status not in DONE]
    assert found.going.count == len(going)
    assert of_parts(found.verdicts) == as_codes(counted(going, "verdict"))
    for row in found.judged:
        code = "" if row.code == "none" else row.code
        assert row.platform.count == sum(stand.verdict == code for stand in going)
        assert row.leads.count == sum(stand.confidence == code for stand in going)
    stricter = [
        stand
        for stand in going
        if stand.assessed_otherwise and WORSE.index(stand.verdict) > WORSE.index(stand.confidence)
    ]
    assert found.stricter.count == len(stricter)
    assert [code for code, _url in found.stricter.first] == [stand.code for stand in stricter[:8]]
    assert found.taken_over.count == sum(map(taken_over, going))


def the_points_of_attention_agree(two: TwoWays) -> None:
    expected = attention.reasons(two.plain, two.stands, two.when, two.lines, two.spent)
    found = attention_in(two.choices)
    assert of_parts(found["reasons"]) == attention.counts(expected)
    assert found["all"].count == sum(bool(of_action) for of_action in expected.values())
    order = attention.worst_first(two.stands, expected)
    assert [action.pk for action in two.choices.actions.worst_first()] == order
    assert found["all"].count == sum(part["count"] for part in found["reasons"])
    assert found["unreviewed"].count == sum(stand.has_report_to_review for stand in two.stands)
    assert found["waiting"].count == sum(stand.freshness == "waiting" for stand in two.stands)


def the_money_agrees(two: TwoWays) -> None:
    found, keys = money_of(two.choices), {stand.key for stand in two.stands}
    expected: dict[int, Any] = money.by_year(two.lines, two.spent, keys)
    without_forecast = {
        year: {name: amount for name, amount in sums.items() if name != "forecast"}
        for year, sums in expected.items()
    }
    years = {of.year: amounts(of.cells) for of in found.years}
    assert years == {year: sums for year, sums in without_forecast.items() if sums}
    total = money.total(two.lines, two.spent, keys)
    assert amounts(found.total) == {name: amount for name, amount in total.items() if name != "forecast"}
    until = {
        year: sums for year, sums in without_forecast.items() if sums and year <= found.paid_of_planned.until
    }
    for measure, amount in amounts(found.until).items():
        assert amount == sum(sums[measure] for sums in until.values() if measure in sums)
    lacking = sum(line.amount is None and line.kind != "no_cost" for line in two.lines)
    assert bool(found.without_amount) == bool(lacking)
    assert not lacking or f" {lacking} ha" in found.without_amount


def amounts(cells: list[MoneyCell]) -> dict[str, Any]:
    return {str(cell.head).lower(): cell.amount for cell in cells if cell.amount is not None}


def every_breakdown_agrees(two: TwoWays) -> None:
    """Each action once, and also as partner or involved."""
    reasons = attention.reasons(two.plain, two.stands, two.when, two.lines, two.spent)
    wider = replace(two.choices, scope=replace(two.choices.scope, also=True))
    for name, choices in product(BREAKDOWNS, [two.choices, wider]):
        rows = {row.part.value: row for row in breakdown_of(choices, name).rows}
        under = under_each(two.stands, name)
        if choices is wider:
            under = with_any_part_in_each(two, name, [part.value for part in choices.parts_of(name)])
        assert {value: row.all.count for value, row in rows.items()} == {
            value: len(stands) for value, stands in under.items()
        }
        for value, stands in under.items():
            row = rows[value]
            assert row.attention.count == sum(bool(reasons[stand.key]) for stand in stands)
            marks = Counter(
                stand.status if stand.status in DONE else stand.verdict or "none" for stand in stands
            )
            if len(stands) > 25:
                assert {mark.sign: mark.count for mark in row.marks} == marks
            else:
                assert Counter(mark.sign for mark in row.marks) == marks


def under_each(stands: list[Stand], name: str) -> dict[str, list[Stand]]:
    values = {getattr(stand, name) for stand in stands}
    return {value: [stand for stand in stands if getattr(stand, name) == value] for value in values}


def with_any_part_in_each(two: TwoWays, name: str, values: list[str]) -> dict[str, list[Stand]]:
    keys = {value: with_any_part(two.plain, two.when, name, value) for value in values}
    return {value: [stand for stand in two.stands if stand.key in of] for value, of in keys.items() if of}


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
            assert cell.verdict == attention.worst_verdict(of_cell)


def test_the_overview(told_plan: Told) -> None:
    for two in told_plan.at_every_moment:
        how_it_stands_agrees(two)
        the_points_of_attention_agree(two)
        the_money_agrees(two)
        every_breakdown_agrees(two)
        who_carries_what_agrees(two)
