"""Rules of money on pictures, without a database: who pays what of an amount, and what is out of step with the plan."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from actionplan.documents.plan_figures import paid_table
from actionplan.picture.money import (
    amounts_of,
    by_payer,
    by_year,
    commitments_of,
    divided,
    has_open_commitments,
    is_shared,
    last_year_over,
    out_of_step_lines,
    paid_of_planned,
    payers_of,
    summed,
    total,
)
from actionplan.picture.picture import ActionPicture, FundingPicture, SpendingPicture
from actionplan.picture.planned_words import without_amount_words
from actionplan.picture.reasons import REASON_SENTENCES
from actionplan.picture.results import SilentFunder
from actionplan.picture.sentences import (
    at_least,
    paid_of_planned_words,
)
from actionplan.picture.unknown_figures import unknown_payments_words
from actionplan.reporting.states import Attention

from .builders import action, line, report, spent


def euro(text: str | int) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))


EU, ABB = FundingPicture(None, "EU", Decimal("33.33")), FundingPicture("kbbj_abb", "", Decimal("33.33"))


def test_parts_of_an_amount_add_up_to_it_whatever_is_rounded() -> None:
    assert divided(euro("0.05"), payers_of(line(funding=(EU, ABB)))) == {
        "named.EU": euro("0.02"),
        "organisation.kbbj_abb": euro("0.01"),
        "none": euro("0.02"),
    }


def test_a_line_without_shares_is_of_no_named_source() -> None:
    assert payers_of(line()) == payers_of(None) == [("none", Decimal(100))]
    assert not is_shared(line())
    assert not is_shared(line(funding=(FundingPicture(None, "EU", Decimal(100)),)))
    assert is_shared(line(funding=(EU,)))


def test_what_several_organisations_said_is_divided_as_their_sum_is() -> None:
    half = FundingPicture(None, "EU", Decimal(50))
    reports = [report(pk, spending=(spent(2022, paid="0.01"),)) for pk in (1, 2, 3)]
    paid = action(*reports, lines=(line(funding=(half,)),))
    parts = list(by_payer(amount for amount in amounts_of([paid]) if amount.measure == "paid"))
    assert summed(parts) == {"named.EU": {"paid": euro("0.02")}, "none": {"paid": euro("0.01")}}
    assert len(parts) == 6


def test_what_one_organisation_committed_is_not_set_against_what_another_paid() -> None:
    lead = report(1, spending=(spent(2021, committed=1000, paid=400), spent(2022, committed=62000)))
    partner = report(2, spending=(spent(2021, committed=500, paid=600), spent(2022, paid=70000)))
    sums = summed((amount.year, amount) for amount in commitments_of([action(lead, partner)]))
    assert sums == {
        2021: {"open": euro(500)},
        2022: {"committed_only": euro(62000), "paid_only": euro(70000)},
    }


def three_years(*spending: SpendingPicture) -> ActionPicture:
    """With a line of 1,000 planned in each of 2021, 2022 and 2023, on the last day of 2022."""
    planned = line(amount=euro(3000), start=datetime.date(2021, 1, 1), end=datetime.date(2023, 12, 31))
    action_with_line = action(
        report(spending=spending), lines=(planned, line(2, kind="no_cost", amount=None))
    )
    return replace(action_with_line, reckoned_on=datetime.date(2022, 12, 31))


def out_of_step(*spending: SpendingPicture) -> list[tuple[str, Decimal, Decimal, tuple[int, ...]]]:
    lines = out_of_step_lines(three_years(*spending))
    return [(line.how, line.paid, line.planned, line.silent) for line in lines]


def test_too_much_is_over_all_years() -> None:
    assert out_of_step(spent(2022, paid=3001)) == [("more", euro(3001), euro(3000), ())]
    assert out_of_step(spent(2021, paid=3000)) == []
    # a line can be both: all of it was paid in a year that is not over, and more
    assert out_of_step(spent(2023, paid=3001)) == [
        ("more", euro(3001), euro(3000), ()),
        ("less", euro(0), euro(2000), (2021, 2022)),
    ]


def test_too_little_is_in_the_years_that_are_over_and_says_of_which_years_nothing_is_known() -> None:
    assert out_of_step(spent(2021, paid=999), spent(2023, paid=1000)) == [
        ("less", euro(999), euro(2000), (2022,))
    ]
    assert out_of_step(spent(2021, paid=1000)) == []


def test_too_little_says_what_was_paid_in_a_year_that_is_not_over() -> None:
    planned = line(amount=euro(2000), start=datetime.date(2021, 1, 1), end=datetime.date(2021, 12, 31))
    words = "Paid €0.00 up to and including 2021: less than half of the €2,000.00 planned."
    paid, later = spent(2021, paid=0), spent(2022, paid=2000)
    for spending, said in [
        ((paid,), words),
        ((paid, later), f"{words} Paid in all, this year included: €2,000.00."),
    ]:
        late = action(report(spending=spending), lines=(planned,))
        assert list(REASON_SENTENCES[Attention.UNDERSPENT](late)) == [said]


@pytest.mark.parametrize("status", ["completed", "stopped"])
def test_too_little_is_never_said_of_an_action_that_is_done_on_any_surface(status: str) -> None:
    planned = line(amount=euro(2000), start=datetime.date(2021, 1, 1), end=datetime.date(2021, 12, 31))
    spending = spent(2021, paid=0), spent(2022, paid=2000)
    done = action(report(status=status, confidence="", spending=spending), lines=(planned,))
    assert (done.out_of_step, done.attention) == ((), ())
    too_much = action(report(status=status, spending=(spent(2022, paid=2001),)), lines=(planned,))
    assert [one.how for one in too_much.out_of_step] == ["more"]


def test_nothing_said_of_what_was_paid_is_unknown_and_not_too_little() -> None:
    assert out_of_step(spent(2021, committed=500)) == [("unknown", euro(0), euro(2000), ())]
    assert out_of_step(spent(2021, committed=500, paid=0)) == [("less", euro(0), euro(2000), (2022,))]


def paid_of(*spending: SpendingPicture, on: datetime.date = datetime.date(2022, 12, 31)) -> list[object]:
    result = paid_of_planned([three_years(*spending)], on)
    return [result.until, result.paid, result.planned, result.percent]


def test_the_percentage_is_what_was_paid_in_the_years_that_are_over_of_what_was_planned_for_them() -> None:
    assert paid_of(spent(2021, paid=500), spent(2022, paid=300), spent(2023, paid=900)) == [
        2022,
        euro(800),
        euro(2000),
        40,
    ]
    # what is paid on a line without an amount is in the table, and so in the sentence, but not in the percentage
    assert paid_of(spent(2021, paid=500), spent(2021, 2, paid=300))[1:] == [euro(800), euro(2000), 25]
    # not said is unknown, not nothing
    assert paid_of(spent(2023, paid=900)) == [2022, None, euro(2000), None]
    # no year is over for which something is planned
    assert paid_of(spent(2021, paid=500), on=datetime.date(2021, 12, 30)) == [2020, None, euro(0), None]
    assert paid_of(spent(2021, paid=500), on=datetime.date(2021, 12, 31)) == [2021, euro(500), euro(1000), 50]


def test_where_a_figure_was_withdrawn_planned_stays_whole_and_at_least_so_much_was_paid() -> None:
    spending = spent(2021, paid=500), spent(2022, paid=300), spent(2022, withdrawn="paid")
    share = paid_of_planned([three_years(*spending)], datetime.date(2022, 12, 31))
    assert (share.paid, share.planned, share.percent) == (euro(800), euro(2000), 40)
    assert paid_of_planned_words(share) == (
        "Up to and including 2022, at least €800 was paid of €2,000 planned (at least 40%); "
        "the payment of line 1 of 1.1 in 2022 was withdrawn."
    )
    # one of a year that is not over is not in the percentage
    later = paid_of_planned([three_years(*spending)], datetime.date(2021, 12, 31))
    assert (unknown_payments_words(later), at_least("50%", later)) == ([], "50%")


def test_a_silent_partner_makes_it_at_least_so_much_once_its_line_has_begun() -> None:
    one = three_years(spent(2021, paid=500), spent(2022, paid=300))
    silent = replace(one, silent_funders=(SilentFunder(1, "kbbj_abb"),), lines=one.lines[:1])
    assert paid_of_planned_words(paid_of_planned([silent], datetime.date(2022, 12, 31))) == (
        "Up to and including 2022, at least €800 was paid of €2,000 planned (at least 40%); "
        "a partner that funds 1.1 reported nothing."
    )
    assert not paid_of_planned([silent], datetime.date(2020, 12, 31)).unknown


def test_the_sentence_says_what_the_years_add_up_to() -> None:
    """What is paid on a line without an amount, or on one that left the plan, is said and stays out of the percentage."""
    actions = [three_years(spent(2021, paid=500), spent(2022, 2, paid=70), spent(2022, 9, paid=30))]
    share = paid_of_planned(actions, datetime.date(2022, 12, 31))
    until = total(sums for year, sums in by_year(actions).items() if year <= share.until)
    assert {"planned": share.planned, "paid": share.paid} == until
    assert share.percent == (until["paid"] - 100) * 100 / until["planned"]
    assert paid_of_planned_words(share) == (
        "Up to and including 2022, €600 was paid of €2,000 planned (25%); "
        "€100 of it on lines without an amount, which the percentage leaves out."
    )


def test_the_workbook_says_what_the_percentage_leaves_out() -> None:
    spending = spent(2021, paid=500), spent(2022, 2, paid=70)
    [table] = paid_table([three_years(*spending)], datetime.date(2022, 12, 31))
    assert list(table.rows) == [["2022", euro(2000), euro(570), 25, euro(70)]]
    # nothing was planned: what was paid is said
    [table] = paid_table([three_years(spent(2020, 2, paid=70))], datetime.date(2020, 12, 31))
    assert list(table.rows) == [["2020", euro(0), euro(70), None, euro(70)]]


def test_where_nothing_was_planned_the_sentence_says_what_was_paid() -> None:
    until = datetime.date(2020, 12, 31)
    assert paid_of_planned_words(paid_of_planned([three_years(spent(2020, 2, paid=70))], until)) == (
        "Nothing was planned with an amount in a year that is over, but €70 was paid."
    )
    assert paid_of_planned_words(paid_of_planned([three_years()], until)) == (
        "Nothing was planned with an amount in a year that is over."
    )


def test_a_line_at_no_cost_is_not_without_an_amount() -> None:
    lines = line(), line(2, kind="no_cost", amount=None), line(3, kind="to_be_decided", amount=None)
    assert without_amount_words([action(lines=lines)]) == (
        "Of 3 budget lines, 1 has no amount in the plan: what it costs is unknown, not zero."
    )
    assert without_amount_words([action(lines=lines[:2])]) == ""


def test_a_commitment_is_open_while_less_is_paid_over_the_years_or_nobody_says_what_is_paid() -> None:
    for rows, is_open in [
        ([spent(2021, committed=100, paid=60)], True),
        ([spent(2021, committed=100, paid=60), spent(2022, committed=0, paid=40)], False),
        ([spent(2021, committed=100)], True),
        ([spent(2021, paid=100)], False),
    ]:
        assert has_open_commitments(action(report(spending=tuple(rows)), lines=(line(),))) is is_open, rows


def test_a_year_is_over_on_its_last_day() -> None:
    assert last_year_over(datetime.date(2022, 12, 31)) == 2022
    assert last_year_over(datetime.date(2022, 12, 30)) == 2021
