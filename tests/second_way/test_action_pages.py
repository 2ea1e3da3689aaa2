"""The money and the people of each action's page, by year, are worked out a second way: live and of closed rounds."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from actionplan.accounts.models import User
from tests.second_way import money
from tests.second_way.plain import Plain
from tests.second_way.two_ways import BASES, DAYS, PLAN, ROUNDS, is_round, when_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
MEASURES = ["planned", *money.OF_ACTIONS]
IN_EVERY_RUN = {("2023-01-20", "reported"), ("2022-12", "accepted")}
"""Each opens fifty pages; the others wait for --full."""
MOMENTS = [
    pytest.param(text, basis, marks=[] if (text, basis) in IN_EVERY_RUN else [pytest.mark.again])
    for text in [*DAYS, *ROUNDS]
    for basis in BASES
]


def years_of(page: Any) -> dict[int, dict[str, Decimal]]:
    years = {}
    for row in page["years_of_money"]:
        found = dict(zip(MEASURES, [cell["amount"] for cell in row.cells], strict=False))
        found["full_time_equivalents"] = row.full_time_equivalents
        years[row.year] = {name: amount for name, amount in found.items() if amount is not None}
    return {year: amounts for year, amounts in years.items() if amounts}


@pytest.mark.parametrize(("text", "basis"), MOMENTS)
def test_the_years_of_each_action(
    plain: Plain, client_of: Callable[[User], Client], settings: Any, text: str, basis: str
) -> None:
    settings.DEBUG = True  # demo accounts
    client, when = client_of(User.objects.get(username="auditor")), when_of(text, basis)
    lines, spent = money.lines_of(plain, when.plan_day), money.spent(plain, when)
    people, seen = 0, 0
    for stand in plain.at(when):
        code = plain.by_key["actions.action"][stand.key]["code"]
        on = {"round" if is_round(text) else "on": text}
        shown = client.get(f"/{PLAN}/actions/{code}/", {"basis": basis, **on}).context
        expected = money.by_year(lines, spent, {stand.key}, money.OF_ACTIONS)
        assert years_of(shown) == expected, code
        found = [amounts for amounts in expected.values() if "full_time_equivalents" in amounts]
        assert shown["has_people"] == bool(found), code
        people, seen = people + len(found), seen + len(expected)
    assert seen
    assert (people > 0) == bool(_people(spent))


def _people(spent: list[Any]) -> list[Any]:
    return [row for row in spent if row["full_time_equivalents"] is not None]
