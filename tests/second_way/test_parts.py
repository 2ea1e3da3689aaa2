"""The parts of the plan a second way: which actions a dashboard is about when a part is chosen, on every page the same."""

from typing import Any

import pytest

from actionplan.pages.milestones.read import promises_of
from actionplan.pages.overview.read import money_of
from actionplan.picture.money import by_year
from tests.second_way import milestones, money, parts
from tests.second_way.plain import Plain
from tests.second_way.two_ways import AMENDED_DAYS, AMENDED_ROUNDS, BASES, TwoWays, both

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
STORY = ["2021-06-10", "2022-12-31", "2022-12"]


@pytest.mark.parametrize("name", parts.NAMES)
@pytest.mark.parametrize("text", STORY)
def test_each_part_of_the_story_counts_its_own_actions(plain: Plain, text: str, name: str) -> None:
    whole = both(plain, text, "accepted")
    for part in whole.choices.parts_of(name):
        actions = whole.choices.actions
        once = actions.in_scope({name: part.value})
        assert {action.pk for action in once} == parts.counting_once(whole.stands, name, part.value), (
            part.value
        )
        also = actions.in_scope({name: part.value}, also=True)
        expected = parts.with_any_part(plain, whole.when, name, part.value)
        assert {action.pk for action in also} == expected, part.value


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("text", [AMENDED_DAYS[2], AMENDED_DAYS[3], *AMENDED_ROUNDS[1:]])
def test_every_dashboard_is_about_the_same_part(plain_amended: Plain, text: str, basis: str) -> None:
    whole = both(plain_amended, text, basis)
    for name in parts.NAMES:
        for part in whole.choices.parts_of(name):
            two = both(plain_amended, text, basis, **{name: part.value, "also": "on"})
            keys = parts.with_any_part(plain_amended, two.when, name, part.value)
            assert [action.pk for action in two.choices.actions] == [
                stand.key for stand in two.stands if stand.key in keys
            ]
            assert {action.pk for action in two.choices.actions} == keys
            promised = [stand for stand in two.stands if stand.key in keys]
            each = milestones.each(plain_amended, promised, two.when)
            found = [(action.code, milestone.key) for action, milestone in promises_of(two.choices)]
            assert found == [(one.code, one.key) for one in each]
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
