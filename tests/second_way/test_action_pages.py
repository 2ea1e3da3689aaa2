"""The money and the people of each action's page, by year, are worked out a second way: live and of a closed round."""

from decimal import Decimal
from typing import Any

import pytest

from actionplan.pages.action.read import action_page
from actions.models import Action
from tests.second_way import money
from tests.second_way.two_ways import Told, asked

pytestmark = pytest.mark.django_db
MEASURES = ["planned", *money.OF_ACTIONS]
MOMENTS = {
    "story": [("2023-01-20", "reported"), ("2022-12", "accepted")],
    "amended": [("2022-10-15", "reported"), ("2022-06", "accepted")],
}


def years_of(page: dict[str, Any]) -> dict[int, dict[str, Decimal]]:
    years = {}
    for row in page["years_of_money"]:
        found = dict(zip(MEASURES, [cell.amount for cell in row.cells], strict=False))
        found["full_time_equivalents"] = row.full_time_equivalents
        years[row.year] = {name: amount for name, amount in found.items() if amount is not None}
    return {year: amounts for year, amounts in years.items() if amounts}


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.again)])
def test_the_years_of_each_action(told_plan: Told, every: int) -> None:
    request: Any = asked()
    rows = {row.pk: row for row in Action.objects.all()}
    people = 0
    for two in [told_plan.at(*moment) for moment in MOMENTS[told_plan.name]]:
        for stand in two.stands[::every]:
            page = action_page(request, rows[stand.key], two.choices)
            expected = money.by_year(two.lines, two.spent, {stand.key}, money.OF_ACTIONS)
            assert years_of(page) == {year: sums for year, sums in expected.items() if sums}, stand.code
            found = [amounts for amounts in expected.values() if "full_time_equivalents" in amounts]
            assert page["has_people"] == bool(found), stand.code
            people += len(found)
    assert (people > 0) == (told_plan.name == "story")
