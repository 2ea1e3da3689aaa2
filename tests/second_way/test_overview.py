"""The overview's numbers a second way: distributions, points of attention, recency, parts, who carries what, its money.

For twelve days, four rounds, both bases; each dashboard has a file of its own. What the story has nothing of, an amended plan has
(`tests.second_way.amended_plan`): `test_something_of_everything.py` says that no number is zero in both.
"""

from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.pages.overview.read import (
    Distribution,
    MatrixCell,
    attention_of,
    disagreements_of,
    figures_of,
    matrix_of,
    money_of,
)
from actionplan.pages.rounds.words import line_of_round_under_way
from actionplan.picture.measures import measures
from actionplan.reporting.models import Round
from actionplan.reports.reviewing import return_report
from tests.personas import SmallPlan
from tests.reporting_factories import drafted, hand_in, noon
from tests.second_way import answers, attention, money
from tests.second_way.exported import exported
from tests.second_way.plain import Plain, Stand, counted, plain_of
from tests.second_way.two_ways import (
    PLAN,
    TwoWays,
    as_codes,
    at_every_moment,
    at_moments_of_the_amended_plan,
    both,
    of_parts,
)

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


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


@at_every_moment
def test_the_distributions(plain: Plain, text: str, basis: str) -> None:
    the_distributions_agree(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_the_distributions_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    the_distributions_agree(both(plain_amended, text, basis))


def the_points_of_attention_agree(two: TwoWays) -> None:
    lines = {line.key: line for line in two.lines}
    overspent = attention.overspent(two.lines, two.spent)
    actions = {lines[key].action for key in overspent}
    expected = {stand.key: attention.reasons(stand, actions) for stand in two.stands}
    found = attention_of(two.choices)
    assert of_parts(found.reasons) == attention.counts(expected)
    assert found.all.count == sum(bool(of_action) for of_action in expected.values())
    order = attention.worst_first(two.stands, expected)
    assert [action.pk for action in two.choices.actions.worst_first()] == order
    assert [point.action.pk for point in found.worst] == order[:10]


@at_every_moment
def test_points_of_attention(plain: Plain, text: str, basis: str) -> None:
    the_points_of_attention_agree(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_points_of_attention_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    the_points_of_attention_agree(both(plain_amended, text, basis))


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


def amounts(cells: list[dict[str, Any]]) -> dict[str, Any]:
    return {cell["head"].lower(): cell["amount"] for cell in cells if cell["amount"] is not None}


@at_every_moment
def test_the_money(plain: Plain, text: str, basis: str) -> None:
    the_money_agrees(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_the_money_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    the_money_agrees(both(plain_amended, text, basis))


def what_is_counted_of_the_whole_agrees(two: TwoWays) -> None:
    figures, stands = figures_of(two.choices, ""), two.stands
    assert figures.whole.count == len(stands)
    assert figures.unreviewed.count == sum(stand.awaits_review for stand in stands)
    assert figures.continuous.count == sum(stand.is_continuous for stand in stands)
    assert of_parts(figures.freshness) == counted(stands, "freshness")
    differing = [stand.key for stand in stands if stand.voices_differ]
    found = disagreements_of(two.choices)
    assert found.all.count == len(differing)
    assert [one.action.pk for one in found.first] == differing[:5]


@at_every_moment
def test_recency_reviews_and_disagreements(plain: Plain, text: str, basis: str) -> None:
    what_is_counted_of_the_whole_agrees(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_recency_reviews_and_disagreements_of_the_amended_plan(
    plain_amended: Plain, text: str, basis: str
) -> None:
    what_is_counted_of_the_whole_agrees(both(plain_amended, text, basis))


@at_every_moment
def test_every_part_by_every_measure(plain: Plain, text: str, basis: str) -> None:
    two = both(plain, text, basis)
    for measure in measures():
        for table in figures_of(two.choices, measure.name).tables:
            rows = {row.part.value: row for row in table.parts}
            under = under_each(two.stands, table.name)
            assert {value: row.count for value, row in rows.items()} == {
                value: len(stands) for value, stands in under.items()
            }
            for value, stands in under.items():
                assert of_parts(rows[value].segments) == as_codes(counted(stands, measure.name))


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


@at_every_moment
def test_who_carries_what_with_the_worst_verdict(plain: Plain, text: str, basis: str) -> None:
    who_carries_what_agrees(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_who_carries_what_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    who_carries_what_agrees(both(plain_amended, text, basis))


def test_the_round_under_way_says_how_many_leads_answered(
    opened: Round, small_plan: SmallPlan, contributor: User, coordinator: User, auditor: User
) -> None:
    handed_in, returned, drawn_up = small_plan.with_money, small_plan.joint, small_plan.limited
    lead, at = handed_in.leads.get().organisation, noon(2022, 12, 5)
    hand_in(handed_in, lead, contributor, at)
    report = hand_in(returned, lead, contributor, at)
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 12, 6))
    drafted(drawn_up, lead, contributor, at)
    line = line_of_round_under_way(opened.plan, noon(2022, 12, 7))
    found = answers.answered(plain_of(exported(), PLAN), opened.code)
    assert line is not None
    assert f"{found[0]} of {found[1]} answered" in line.sentence
    assert found == (1, 4)
