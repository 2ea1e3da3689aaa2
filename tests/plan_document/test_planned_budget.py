"""`planned_budget` and the planned amounts read from the plan's rows."""

import csv
import datetime
import io
import json
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from actionplan.picture import live
from actionplan.picture.moment import Moment
from actionplan.picture.money import by_year
from actionplan.picture.picture import LinePicture, Picture
from actions.models import Action
from budgets.models import BudgetTerms
from budgets.states import BudgetKind
from objectives.models import Plan
from tests.factories import BudgetLineFactory

ON = datetime.date(2024, 12, 31)
BY_YEAR = {
    2019: "188000.00",
    2020: "948402.39",
    2021: "3156942.68",
    2022: "2781533.50",
    2023: "2602936.24",
    2024: "2263472.87",
    2025: "4791.25",
}
TOTAL = Decimal("11946078.93")
WITHOUT_AMOUNT = 36


def printed(**options: Any) -> list[dict[str, str]]:
    stream = io.StringIO()
    call_command("planned_budget", stdout=stream, **options)
    return list(csv.DictReader(io.StringIO(stream.getvalue())))


def test_however_it_is_added_up_the_sum_and_the_count_are_the_same(printed_plan: Plan) -> None:
    actual = {by: printed(by=by) for by in ["year", "objective", "minister", "policy_area"]}
    for by, rows in actual.items():
        assert sum(Decimal(row["planned"]) for row in rows) == TOTAL, by
        assert sum(int(row["lines_without_amount"]) for row in rows) == WITHOUT_AMOUNT, by
        assert max(Counter((row["key"], row["year"]) for row in rows).values()) == 1, by
    # unless something else is asked for, by calendar year
    assert printed() == actual["year"]
    assert list(actual["year"][0]) == ["key", "year", "planned", "lines_without_amount"]
    assert {int(row["year"]): row["planned"] for row in actual["year"]} == BY_YEAR
    assert all(row["key"] == row["year"] for row in actual["year"])
    # an action counts under its first coordinating minister, and one whose lead has no policy area under none
    keys = {by: list(dict.fromkeys(row["key"] for row in rows)) for by, rows in actual.items()}
    assert keys["minister"] == [
        *["home_affairs", "education", "welfare", "justice", "brussels_youth_media", "economy"]
    ]
    assert keys["policy_area"] == ["KBBJ", "OV", "CJSM", "WVG", "WSE", "none"]
    none = [tuple(row.values()) for row in actual["policy_area"] if row["key"] == "none"]
    assert none == [("none", "2020", "0.00", "2")]
    # JSON holds the same rows
    stream = io.StringIO()
    call_command("planned_budget", by="objective", format="json", stdout=stream)
    rows = json.loads(stream.getvalue())
    assert [{name: str(value) for name, value in row.items()} for row in rows] == actual["objective"]
    assert rows[0] == {"key": "1", "year": 2020, "planned": "538860.15", "lines_without_amount": 2}
    with pytest.raises(CommandError, match="There is no plan 2030-2034"):
        printed(plan="2030-2034")


def test_by_line_it_prints_the_place_of_the_line_in_its_action(printed_plan: Plan) -> None:
    rows = printed(by="line")
    assert list(rows[0]) == ["action", "line", "year", "planned"]
    assert [tuple(row.values()) for row in rows if row["action"] == "4.3"] == [
        ("4.3", "1", "2021", "50000.00"),
        ("4.3", "2", "2021", "126027.40"),
        ("4.3", "2", "2022", "500000.00"),
        ("4.3", "2", "2023", "500000.00"),
        ("4.3", "2", "2024", "500000.00"),
    ]
    assert sum(Decimal(row["planned"]) for row in rows) == TOTAL


def read_on(plan: Plan, day: datetime.date = ON) -> Picture:
    return live.read(plan, Moment.end_of_day(day))


def line_of(picture: Picture, code: str) -> LinePicture:
    action = picture.actions.get(code)
    assert action is not None
    return action.lines[0]


def test_planned_amounts_of_lines_and_actions(printed_plan: Plan) -> None:
    """A yearly amount counts for its whole period; lines without an amount are known by their kind."""
    picture = read_on(printed_plan)
    assert line_of(picture, "1.1").total == Decimal("208640.00")
    assert sum(line.total for action in picture.actions for line in action.lines) == TOTAL
    years = by_year([picture.actions.get("4.3")])
    assert {year: sums["planned"] for year, sums in years.items()} == {
        2021: Decimal("176027.40"),
        2022: Decimal("500000.00"),
        2023: Decimal("500000.00"),
        2024: Decimal("500000.00"),
    }
    without = [
        (action.code, line.kind) for action in picture.actions for line in action.lines if line.is_unknown
    ]
    assert len(without) == WITHOUT_AMOUNT
    assert ("5.2", "external_fund") in without


def test_an_amended_line_is_planned_as_in_force_and_a_withdrawn_action_no_more(printed_plan: Plan) -> None:
    terms = BudgetTerms.objects.get(line__action__code="1.5")
    amended = datetime.date(2021, 6, 1)
    BudgetTerms.objects.filter(pk=terms.pk).update(in_force_until=amended)
    terms.pk, terms.amount, terms.in_force_from = None, Decimal("95000.00"), amended
    terms.save(force_insert=True)
    for day, amount in [(datetime.date(2021, 5, 31), "85000.00"), (amended, "95000.00")]:
        assert line_of(read_on(printed_plan, day), "1.5").total == Decimal(amount)
    Action.objects.filter(code="4.2").update(in_force_until=datetime.date(2023, 1, 1))
    assert "4.2" not in [action.code for action in read_on(printed_plan).actions]


@pytest.mark.parametrize(
    ("kind", "is_unknown"),
    [
        (BudgetKind.REGULAR_RESOURCES, True),
        (BudgetKind.TO_BE_DECIDED, True),
        (BudgetKind.NO_COST, False),
    ],
)
def test_a_line_without_an_amount_has_nothing_planned_and_is_unknown_unless_it_costs_nothing(
    db: None, kind: BudgetKind, is_unknown: bool
) -> None:
    line = BudgetLineFactory(terms__kind=kind)
    (action,) = live.read(line.action.plan, Moment.end_of_day(ON)).actions
    assert [(line.has_amount, line.is_unknown, line.planned) for line in action.lines] == [
        (False, is_unknown, {})
    ]
    assert sum(int(row["lines_without_amount"]) for row in printed(plan=line.action.plan.code)) == is_unknown
