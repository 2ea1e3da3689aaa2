"""The overview's numbers a second way: points of attention, recency, parts, the worst verdict in each cell, its money."""

from typing import Any

import pytest

from actionplan.accounts.models import User
from actionplan.portal.dashboards.counting import Counted
from actionplan.portal.dashboards.matrix import matrices
from actionplan.portal.dashboards.money_shown import money_shown
from actionplan.portal.dashboards.overview_page import overview_page
from actionplan.portal.dashboards.shown import shown_of
from actionplan.portal.tallies import measures
from actionplan.reporting.models import Round
from actionplan.reporting.reviewing import return_report
from tests.personas import SmallPlan
from tests.reporting_factories import drafted, hand_in, noon
from tests.second_way import answers, attention, money
from tests.second_way.exported import exported
from tests.second_way.plain import Plain, Stand, counted, plain_of
from tests.two_ways import (
    PLAN,
    TwoWays,
    as_codes,
    asked,
    at_every_moment,
    at_moments_of_the_amended_plan,
    both,
    of_parts,
)

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


def the_points_of_attention_agree(two: TwoWays) -> None:
    lines = {line.key: line for line in two.lines}
    overspent = attention.overspent(two.lines, two.spent)
    actions = {lines[key].action for key in overspent}
    expected = {stand.key: attention.reasons(stand, actions) for stand in two.stands}
    page = overview_page(two.shown, "status", asked().now)
    found = {str(reason["code"]): reason["count"] for reason in page["attention"]}
    assert found == attention.counts(expected)
    assert page["counted"].needing["count"] == sum(bool(of_action) for of_action in expected.values())
    order = attention.worst_first(two.stands, expected)
    assert page["counted"].worst(len(two.stands)) == order
    codes = {stand.key: stand.code for stand in two.stands}
    assert [point.action.code for point in page["points"]] == [codes[key] for key in order[:10]]


@at_every_moment
def test_points_of_attention(plain: Plain, text: str, basis: str) -> None:
    the_points_of_attention_agree(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_points_of_attention_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    the_points_of_attention_agree(both(plain_amended, text, basis))


def the_money_of_the_overview_agrees(two: TwoWays) -> None:
    found, keys = money_shown(two.shown), {stand.key for stand in two.stands}
    years = {
        year.year: {
            name: amount
            for name in ["planned", "committed", "paid"]
            if (amount := getattr(year, name)) is not None
        }
        for year in [*found.years, found.total]
    }
    expected: dict[int, Any] = money.by_year(two.lines, two.spent, keys)
    expected[0] = money.total(two.lines, two.spent, keys)
    without_forecast = {
        year: {name: amount for name, amount in sums.items() if name != "forecast"}
        for year, sums in expected.items()
    }
    assert years == {year: sums for year, sums in without_forecast.items() if sums or year == 0}
    assert found.without_amount == sum(line.amount is None for line in two.lines)
    overspent = attention.overspent(two.lines, two.spent)
    assert sorted((one.planned, one.paid) for one in found.overspent(found.overspent_actions)) == sorted(
        overspent.values()
    )


@at_every_moment
def test_the_money_of_the_overview(plain: Plain, text: str, basis: str) -> None:
    the_money_of_the_overview_agrees(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_the_money_of_the_overview_of_the_amended_plan(plain_amended: Plain, text: str, basis: str) -> None:
    the_money_of_the_overview_agrees(both(plain_amended, text, basis))


def what_is_counted_of_the_whole_agrees(two: TwoWays) -> None:
    found, stands = Counted(two.shown), two.stands
    assert found.total == len(stands)
    assert found.unreviewed["count"] == sum(stand.awaits_review for stand in stands)
    assert found.continuous == sum(stand.is_continuous for stand in stands)
    assert found.differing == [stand.key for stand in stands if stand.voices_differ]
    assert of_parts(found.freshness()) == counted(stands, "freshness")


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
    found = Counted(two.shown)
    for measure in measures():
        for grouping in found.groupings(measure):
            rows = {group.part.value: group for group in grouping.groups}
            under = under_each(two.stands, grouping.name)
            assert {value: group.total for value, group in rows.items()} == {
                value: len(stands) for value, stands in under.items()
            }
            for value, stands in under.items():
                assert of_parts(rows[value].segments) == as_codes(counted(stands, measure.name))


def under_each(stands: list[Stand], name: str) -> dict[str, list[Stand]]:
    values = {getattr(stand, name) for stand in stands}
    return {value: [stand for stand in stands if getattr(stand, name) == value] for value in values}


def the_worst_verdicts_agree(two: TwoWays) -> None:
    for matrix in matrices(two.shown):
        under = under_each(two.stands, matrix.name)
        for row in matrix.rows:
            of_row = under[row.part.value]
            assert worst(row.total) == attention.worst_verdict(of_row)
            for column, cell in zip(matrix.columns, row.cells, strict=True):
                stands = [stand for stand in of_row if stand.objective == column.value]
                assert cell.count == len(stands)
                if stands:
                    assert worst(cell) == attention.worst_verdict(stands)
        for column, cell in zip(matrix.columns, matrix.totals, strict=True):
            stands = [stand for stand in two.stands if stand.objective == column.value]
            assert (cell.count, worst(cell)) == (len(stands), attention.worst_verdict(stands))
        assert worst(matrix.total) == attention.worst_verdict(two.stands)


def worst(cell: Any) -> tuple[str, bool]:
    return cell.verdict, cell.only_continuous


@at_every_moment
def test_the_worst_verdict_in_each_cell_of_the_matrix(plain: Plain, text: str, basis: str) -> None:
    the_worst_verdicts_agree(both(plain, text, basis))


@at_moments_of_the_amended_plan
def test_the_worst_verdict_in_each_cell_of_the_amended_plan(
    plain_amended: Plain, text: str, basis: str
) -> None:
    the_worst_verdicts_agree(both(plain_amended, text, basis))


def test_the_round_under_way_says_how_many_leads_answered(
    opened: Round, small_plan: SmallPlan, contributor: User, coordinator: User, auditor: User
) -> None:
    handed_in, returned, drawn_up = small_plan.with_money, small_plan.joint, small_plan.limited
    lead, at = handed_in.leads.get().organisation, noon(2022, 12, 5)
    hand_in(handed_in, lead, contributor, at)
    report = hand_in(returned, lead, contributor, at)
    return_report(report=report, remark="Sample.", by=coordinator, at=noon(2022, 12, 6))
    drafted(drawn_up, lead, contributor, at)
    request = asked()
    line = overview_page(shown_of(request, opened.plan, "overview"), "status", noon(2022, 12, 7))[
        "round_line"
    ]
    found = answers.answered(plain_of(exported(), PLAN), opened.code)
    assert f"{found[0]} of {found[1]} answered" in line.sentence
    assert found == (1, 4)
