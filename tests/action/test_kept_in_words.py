"""What the trail kept of a field, as a person reads it."""

from typing import Any

import pytest

from actionplan.pages.action.trail import kept_in_words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", "extended", "extended or adapted"),
        ("kind", "regular_resources", "within the regular resources"),
        ("start", "2022-03-01", "1 March 2022"),
        ("article", "20201231", "20201231"),
        ("article", "2020-02-31", "2020-02-31"),
        ("continuous", True, "yes"),
        ("2022", "1200", "€1,200.00"),
        ("reasons", ["parole office", 12], "parole office; 12"),
        ("title", "", ""),
        ("due", None, ""),
    ],
)
def test_a_value_is_told_as_what_it_is(field: str, value: Any, words: str) -> None:
    assert kept_in_words(field, value) == words
