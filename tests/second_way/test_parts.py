"""The parts of the plan a second way: which actions a dashboard is about when a part is chosen, on every page the same."""

from typing import Any

import pytest

from actionplan.pages.milestones.read import promises_of
from actionplan.pages.overview.read import money_of
from actionplan.picture.money import by_year
from tests.second_way import milestones, money, parts
from tests.second_way.two_ways import Told, TwoWays, both, of_the_amended_plan, of_the_story

pytestmark = pytest.mark.django_db


@of_the_story
def test_each_part_of_the_story_counts_its_own_actions(told_plan: Told) -> None:
    for text in ["2021-06-10", "2022-12"]:
        whole = told_plan.at(text, "accepted")
        for name, part in every_part(whole):
            once = whole.choices.actions.in_scope({name: part})
            assert {action.pk for action in once} == parts.counting_once(whole.stands, name, part), part
            also = whole.choices.actions.in_scope({name: part}, also=True)
            expected = parts.with_any_part(told_plan.plain, whole.when, name, part)
            assert {action.pk for action in also} == expected, part


def every_part(whole: TwoWays) -> list[tuple[str, str]]:
    return [(name, part.value) for name in parts.NAMES for part in whole.choices.parts_of(name)]


@of_the_amended_plan
@pytest.mark.parametrize(("text", "basis"), [("2022-08-31", "reported"), ("2022-12", "accepted")])
def test_every_dashboard_is_about_the_same_part(told_plan: Told, text: str, basis: str) -> None:
    plain = told_plan.plain
    for name, part in every_part(told_plan.at(text, basis)):
        two = both(plain, text, basis, **{name: part, "also": "on"})
        keys = parts.with_any_part(plain, two.when, name, part)
        promised = [stand for stand in two.stands if stand.key in keys]
        assert [action.pk for action in two.choices.actions] == [stand.key for stand in promised]
        found = [(action.code, milestone.key) for action, milestone in promises_of(two.choices)]
        assert found == [(one.code, one.key) for one in milestones.each(plain, promised, two.when)]
        sums = money.by_year(two.lines, two.spent, keys)
        assert by_year(two.choices.actions) == sums
        the_money_of_the_overview_agrees(two, sums, keys)


def the_money_of_the_overview_agrees(two: TwoWays, sums: dict[int, Any], keys: set[int]) -> None:
    shown = money_of(two.choices)
    for place, measure in enumerate(["planned", "committed", "paid"]):
        known = {year: of[measure] for year, of in sums.items() if measure in of}
        found = {year: of[place]["amount"] for year, of in shown.years}
        assert {year: amount for year, amount in found.items() if amount is not None} == known, measure
    silent = [line for line in two.lines if line.amount is None and line.action in keys]
    assert shown.without_amount == len(silent)
