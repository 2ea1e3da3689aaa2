"""Columns of thousands of rows: named tuples made of them."""

from typing import NamedTuple

import pytest

from actionplan.base.columns import made_of


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
