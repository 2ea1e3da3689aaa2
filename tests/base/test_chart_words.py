"""The sentences beside the charts: they state what the charts show with its main figures, and claim nothing else."""

from decimal import Decimal
from typing import Any

from django.utils.translation import override

from actionplan.base import chart_words

MILLION = Decimal(1_000_000)


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
    assert chart_words.money([]) == chart_words.money_added_up([]) == nothing


def test_money_says_its_sums_and_the_year_in_which_most_is_planned() -> None:
    years = [(2020, MILLION, MILLION, Decimal(0)), (2021, 2 * MILLION, None, MILLION)]
    assert chart_words.money(years).replace("\u00a0", " ") == (
        "Planned from 2020 to 2021 is €3.0 million, most of it in 2021 (€2.0 million). "
        "Over all years, committed is €1.0 million, paid is €1.0 million."
    )


def test_what_was_reported_of_one_kind_alone_is_said_so() -> None:
    assert chart_words.money([(2020, None, MILLION, None)]).replace("\u00a0", " ") == (
        "Nothing is planned with an amount. "
        "Over all years, committed is €1.0 million; nothing was reported as paid."
    )
    assert "Over all years, paid is €5; nothing was reported as committed." in chart_words.money(
        [(2020, None, None, Decimal(5))]
    )


def test_money_that_is_added_up_stops_at_the_last_year_that_paid_is_known_for_and_commitments_are_of_all_years() -> (
    None
):
    years = [
        (2020, MILLION, MILLION, Decimal(5)),
        (2021, 2 * MILLION, MILLION, None),
        (2022, 3 * MILLION, None, None),
    ]
    assert chart_words.money_added_up(years).replace("\u00a0", " ") == (
        "Up to and including 2020: €1.0 million planned, €5 paid. "
        "Over all years: €3.0 million planned, €1.0 million committed."
    )
    # Of which nothing is spent, to the end.
    assert chart_words.money_added_up([(2020, MILLION, None, None)]).replace("\u00a0", " ") == (
        "Up to and including 2020: €1.0 million planned. Nothing was reported as paid. "
        "Over all years: €1.0 million planned."
    )


def test_the_sentences_are_dutch_in_dutch() -> None:
    with override("nl"):
        assert chart_words.money([(2020, MILLION, None, None)]).replace("\u00a0", " ") == (
            "Gepland is € 1,0 miljoen in 2020. Er werd niets gemeld als vastgelegd of vereffend."
        )
