"""Lines that are counted by columns count as they would one by one: thousands as no plan prints them, the same ones each time."""

import datetime
import random
from collections.abc import Iterable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from actionplan.portal.dashboards import budget_read
from actionplan.portal.dashboards.budget_counted import CountedLines
from actionplan.portal.dashboards.budget_read import WHOLE, ReadLines
from actionplan.portal.dashboards.budget_shares import Share, Source
from actionplan.portal.places import AreaNamed, MinisterNamed, ObjectiveNamed, OrganisationNamed, Places
from budgets.planned import Period, PlannedLine, cents_by_year, planned_total
from budgets.states import BudgetKind
from objectives.models import Plan

pytestmark = pytest.mark.plain
PLAN = Plan(pk=1, start=datetime.date(2020, 1, 1), end=datetime.date(2024, 12, 31))
PLACES = Places(
    objectives={key: ObjectiveNamed(key, key + 1, "", "") for key in range(4)},
    policy_areas={key: AreaNamed(key, f"area{key}", "", "") for key in range(4)},
    ministers={key: MinisterNamed(key, f"minister{key}", "", "") for key in range(4)},
    organisations={key: OrganisationNamed(key, f"body{key}", f"Body {key}", "") for key in range(4)},
)
DAYS = [
    "2020-09-01/2024-12-31",
    "/",
    "2021-04-01/",
    "/2022-06-30",
    "2021-01-15/2025-01-14",
    "2023-01-01/2022-01-01",
]
LAST = 5000
"""Keys of actions fall while their order rises."""
SHOWN = SimpleNamespace(places=PLACES, plan=PLAN, moment=SimpleNamespace(plan_day=datetime.date(2022, 6, 1)))


def rows_of_lines(chance: random.Random) -> Iterable[tuple[Any, ...]]:
    """Several actions with several lines, each paid by nobody who is named, by one or by several; some rows come twice."""
    line = 0
    for action in range(1, 400):
        under = [chance.choice([None, *range(4)]) for _part in range(3)]
        of_action = (LAST - action, f"1.{action}", chance.randrange(4), *under)
        for place in range(1, chance.randrange(1, 6)):
            line += 1
            kind = chance.choice([*BudgetKind.values, BudgetKind.AMOUNT])
            amount: tuple[Any, ...] = (None, False, None)
            if kind == BudgetKind.AMOUNT:
                amount = chance.randrange(10**9), chance.choice([True, False]), chance.choice(DAYS)
            for nth, paid_by in enumerate(shares(chance)):
                row = (action * 10, place, nth, *of_action, line, str(kind), *paid_by, *amount)
                yield from [(*row, True)] * chance.choice([1, 1, 1, 2])


def printed(row: tuple[Any, ...]) -> PlannedLine:
    """The line with an amount that a row tells."""
    cents, per_year, days = row[14:17]
    start, end = (datetime.date.fromisoformat(day) if day else None for day in days.split("/"))
    return PlannedLine(row[9], row[3], cents, per_year, Period(start or PLAN.start, end or PLAN.end))


def shares(chance: random.Random) -> list[tuple[Any, ...]]:
    one = chance.randrange(4), ""
    return chance.choice(
        [
            [(None, None, None)],
            [(WHOLE, *one)],
            [(3333, *one)],
            [(9000, None, "EU"), (1000, *one)],
            [(WHOLE, None, "EU"), (WHOLE, *one)],
        ]
    )


def spread(lines: Iterable[PlannedLine], _on: Any, *, are_there: bool) -> list[PlannedLine]:
    """Every seventh by its lead, of which every other one no longer adds up to its total."""
    assert are_there
    found = list(lines)
    for place in range(0, len(found), 7):
        total = planned_total(found[place]) + place % 2
        found[place] = found[place]._replace(spread={2021: total - 1, 2023: Decimal(1)})
    return found


@pytest.fixture(params=range(3))
def read(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ReadLines:
    monkeypatch.setattr(budget_read, "with_spreads", spread)
    rows = list(rows_of_lines(random.Random(request.param)))
    random.Random(request.param).shuffle(rows)
    return ReadLines(rows, SHOWN)  # type: ignore[arg-type]


def test_columns_count_as_lines_do(read: ReadLines) -> None:
    found, one_by_one = read.counted(), CountedLines.of(dict(read), read.actions)
    assert len(read) > 500
    for name in ["action_of", "planned", "divided", "spread_by_leads"]:
        assert getattr(found, name) == getattr(one_by_one, name), name
    for name, words in one_by_one.under.items():
        assert found.under[name] == words, name


def test_they_stand_in_the_plans_order(read: ReadLines) -> None:
    places = [(LAST - line.key.action, line.key.place) for line in read.values()]
    assert places == sorted(places)
    assert list(read.counted().planned) == [key for key, line in read.items() if line.has_amount]
    assert list(read.actions) == sorted(read.actions, reverse=True)


def test_a_line_is_planned_as_the_rule_has_it(read: ReadLines) -> None:
    lines = {row[9]: printed(row) for row in read.rows if row[10] == BudgetKind.AMOUNT}
    spreads = {line.line: line for line in spread(lines.values(), None, are_there=True)}
    for key, line in read.items():
        assert line.has_amount == (key in lines)
        assert line.planned == (cents_by_year(spreads[key]) if line.has_amount else {})
        assert line.is_derived == (not line.has_amount or spreads[key].is_derived)
    assert {line.is_derived for line in read.values()} == {True, False}


def test_each_who_pays_has_a_share_in_their_order(read: ReadLines) -> None:
    seen = {line.shares for line in read.values() if len(line.shares) == 2}
    union, body = Source("named.EU", "EU"), Source("organisation.body1", "Body 1", "")
    assert (Share(union, Decimal("90.00")), Share(body, Decimal("10.00"))) in seen
    assert (Share(body, Decimal("10.00")), Share(union, Decimal("90.00"))) not in seen
    alone = {line.shares for line in read.values() if len(line.shares) == 1}
    assert (Share(body, Decimal("33.33")),) in alone


def test_actions_that_have_no_line_in_force_stand_in_the_same_order(read: ReadLines) -> None:
    more = [(25, 2500, "1.2a", 0, 1, 2, 3), (1, 1000, "1.0", 3, None, None, None)]
    found = read.actions_with(more)
    assert list(found) == [
        1000,
        *(key for key in read.actions if key >= LAST - 2),
        2500,
        *(key for key in read.actions if key < LAST - 2),
    ]
    assert found[2500][:6] == (2500, "1.2a", "1", "area1", "minister2", "body3")
    assert {key: found[key] for key in read.actions} == read.actions


def test_without_a_line_there_is_nothing() -> None:
    read = ReadLines([], SHOWN)  # type: ignore[arg-type]
    assert (dict(read), read.actions) == ({}, {})
