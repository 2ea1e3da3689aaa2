"""Rules of money on pictures, without a database: who pays what of an amount, and what is out of step with the plan."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from actionplan.picture.bodies import Thresholds
from actionplan.picture.money import (
    amounts_of,
    by_payer,
    commitments_of,
    divided,
    is_shared,
    last_full_year,
    out_of_step_lines,
    payers_of,
    summed,
)
from actionplan.picture.picture import FundingPicture, SpendingPicture

from .builders import action, line, report, spent

pytestmark = pytest.mark.plain


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
    said = [report(pk, spending=(spent(2022, paid="0.01"),)) for pk in (1, 2, 3)]
    one = action(*said, lines=(line(funding=(half,)),))
    parts = list(by_payer(amount for amount in amounts_of([one]) if amount.measure == "paid"))
    assert summed(parts) == {"named.EU": {"paid": euro("0.02")}, "none": {"paid": euro("0.01")}}
    assert len(parts) == 6


def test_what_one_organisation_committed_is_not_set_against_what_another_paid() -> None:
    lead = report(1, spending=(spent(2021, committed=1000, paid=400), spent(2022, committed=62000)))
    partner = report(2, spending=(spent(2021, committed=500, paid=600), spent(2022, paid=70000)))
    found = summed((amount.year, amount) for amount in commitments_of([action(lead, partner)]))
    assert found == {
        2021: {"open": euro(500)},
        2022: {"committed_only": euro(62000), "paid_only": euro(70000)},
    }


def out_of_step(
    *spending: SpendingPicture, limits: Thresholds | None = None
) -> list[tuple[str, Decimal, Decimal, tuple[int, ...]]]:
    """Of a line with 1,000 planned in each of 2021, 2022 and 2023, on the last day of 2022."""
    planned = line(amount=euro(3000), start=datetime.date(2021, 1, 1), end=datetime.date(2023, 12, 31))
    one = replace(
        action(report(spending=spending), lines=(planned,)), reckoned_on=datetime.date(2022, 12, 31)
    )
    found = out_of_step_lines(one, limits or Thresholds())
    return [(one.how, one.paid, one.planned, one.silent) for one in found]


def test_too_much_is_over_all_years() -> None:
    assert out_of_step(spent(2023, paid=3001)) == [("more", euro(3001), euro(3000), ())]
    assert out_of_step(spent(2021, paid=3000)) == []


def test_too_little_is_up_to_the_last_full_year_and_says_of_which_years_nothing_is_known() -> None:
    assert out_of_step(spent(2021, paid=999), spent(2023, paid=1000)) == [
        ("less", euro(999), euro(2000), (2022,))
    ]
    assert out_of_step(spent(2021, paid=1000)) == []


def test_nothing_said_of_what_was_paid_is_unknown_and_not_too_little() -> None:
    assert out_of_step(spent(2021, committed=500)) == [("unknown", euro(0), euro(2000), ())]
    assert out_of_step(spent(2021, committed=500, paid=0)) == [("less", euro(0), euro(2000), (2022,))]


def test_other_thresholds_name_other_lines() -> None:
    limits = Thresholds(overspent_above=50, underspent_below=0)
    assert out_of_step(spent(2021, paid=0), limits=limits) == []
    assert out_of_step(spent(2021, paid=1501), limits=limits) == [("more", euro(1501), euro(3000), ())]


def test_a_year_is_full_on_its_last_day() -> None:
    assert last_full_year(datetime.date(2022, 12, 31)) == 2022
    assert last_full_year(datetime.date(2022, 12, 30)) == 2021
