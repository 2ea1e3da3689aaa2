"""The sentences beside the charts: they state what the charts show with its main figures, and claim nothing else."""

from typing import Any

from django.utils.translation import override

from actionplan.base import chart_words


def parts(**counts: int) -> list[dict[str, Any]]:
    return [{"label": label.replace("_", " "), "count": count} for label, count in counts.items()]


def test_a_distribution_leaves_out_what_counts_nothing() -> None:
    for counts, said in [
        (
            {"completed": 9, "ongoing": 40, "not_started": 1, "stopped": 0},
            "Of 50 actions, 9 are completed, 40 ongoing, 1 not started.",
        ),
        ({"completed": 1, "ongoing": 4}, "Of 5 actions, 1 is completed, 4 ongoing."),
        ({"ongoing": 1}, "Of 1 action, 1 is ongoing."),
        ({"ongoing": 3, "stopped": 0}, "All 3 actions are ongoing."),
    ]:
        assert chart_words.states(parts(**counts), "actions") == said


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


def test_the_sentences_are_dutch_in_dutch() -> None:
    with override("nl"):
        assert chart_words.states(parts(afgerond=9, lopend=40), "actions") == (
            "Van 49 acties zijn er 9 afgerond, 40 lopend."
        )
