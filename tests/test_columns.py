"""Columns of thousands of rows: named tuples made of them, actions counted by them."""

from collections import Counter
from typing import NamedTuple

import pytest

from actionplan.base.columns import made_of
from actionplan.portal.dashboards.facts import ActionFact, Facts


class Pair(NamedTuple):
    one: int
    other: str


def test_named_tuples_are_those_that_are_made_one_by_one() -> None:
    found = list(made_of(Pair, [1, 2], iter("ab")))
    assert found == [Pair(1, "a"), Pair(2, "b")]
    assert {type(row) for row in found} == {Pair}
    assert list(made_of(Pair, [], [])) == []


def test_columns_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(made_of(Pair, [1, 2], ["a"]))


@pytest.mark.parametrize("columns", [[[1]], [[1], ["a"], ["b"]]])
def test_a_column_too_few_or_too_many_is_refused(columns: list[list[object]]) -> None:
    with pytest.raises(TypeError, match="Pair has 2 fields"):
        made_of(Pair, *columns)


def fact(key: int, objective: int, status: str, *, continuous: bool = False) -> tuple[object, ...]:
    return (
        key,
        key,
        objective,
        "OV",
        "justice",
        status,
        "",
        "",
        "running",
        "fresh",
        False,
        False,
        continuous,
    )


FACTS = [fact(7, 1, "ongoing"), fact(8, 2, "ongoing", continuous=True), fact(9, 1, "completed")]


def test_actions_are_counted_by_one_thing_or_by_several_together() -> None:
    facts = Facts(FACTS, {"objective": {1: "first", 2: "second"}})
    assert facts.counted("status") == Counter(ongoing=2, completed=1)
    assert facts.counted("objective", "status") == Counter(
        {("first", "ongoing"): 1, ("second", "ongoing"): 1, ("first", "completed"): 1}
    )
    assert list(facts["key"]) == [7, 8, 9]


def test_each_action_can_be_looked_at() -> None:
    facts = Facts(FACTS)
    assert len(facts) == 3
    assert list(facts) == [ActionFact(*row) for row in FACTS]


def test_of_no_action_every_count_is_empty() -> None:
    facts = Facts([])
    assert not facts
    assert facts.counted("status") == facts.counted("objective", "status") == Counter()
