"""The sentences beside the charts: they state what the charts show with its main figures, and claim nothing else."""

from typing import Any

from actionplan.base import chart_words


def parts(**counts: int) -> list[dict[str, Any]]:
    return [{"label": label.replace("_", " "), "count": count} for label, count in counts.items()]


def test_a_table_of_distributions_says_with_whom_most_are() -> None:
    rows = [("KBBJ", parts(completed=4, ongoing=2)), ("WVG", parts(completed=1, ongoing=9))]
    assert chart_words.most_with(rows, "actions") == (
        "Most are with WVG: 10 of 16 actions, 9 of 11 ongoing. Completed: most with KBBJ, 4 of 5."
    )


def test_nobody_has_most_where_two_have_as_many_or_what_is_with_none() -> None:
    rows = [("KBBJ", parts(ongoing=2)), ("WVG", parts(ongoing=2))]
    assert chart_words.most_with(rows, "reports") == "Of 4 reports asked for: 4 ongoing."
    rows = [("KBBJ", parts(ongoing=1)), ("", parts(ongoing=2))]
    assert chart_words.most_with(rows, "actions") == "Of 3 actions: 3 ongoing."
    nothing = "There is nothing to count."
    assert chart_words.most_with([], "actions") == nothing
