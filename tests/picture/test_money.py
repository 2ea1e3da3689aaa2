"""Rules of money on pictures, without a database: who pays what of an amount, and what is out of step with the plan."""

import datetime
from decimal import Decimal
from typing import Any

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
from actionplan.picture.picture import (
    ActionPicture,
    FundingPicture,
    LinePicture,
    ReportPicture,
    SpendingPicture,
)

pytestmark = pytest.mark.plain


def euro(text: str | int) -> Decimal:
    return Decimal(text).quantize(Decimal("0.01"))


def line(*funding: FundingPicture, place: int = 1, **planned: int) -> LinePicture:
    """`line(y2021=500)`: planned in that year."""
    by_year = {int(year[1:]): euro(amount) for year, amount in planned.items()}
    return LinePicture(
        place, "", "", "amount", euro(1), False, None, None, None, "", "", funding, planned=by_year
    )


def spent(year: int, committed: int | None, paid: int | None, forecast: int | None = None) -> SpendingPicture:
    amounts = [None if one is None else euro(one) for one in (committed, paid, forecast)]
    return SpendingPicture(1, year, *amounts, None, False)


def report(pk: int, *spending: SpendingPicture) -> ReportPicture:
    names = ReportPicture.__dataclass_fields__
    told: dict[str, Any] = {**dict.fromkeys(names), "pk": pk, "spending": spending, "milestones": ()}
    return ReportPicture(**told)


def action(*lines: LinePicture, reports: tuple[ReportPicture, ...] = ()) -> ActionPicture:
    names = ActionPicture.__dataclass_fields__
    told: dict[str, Any] = dict.fromkeys(names)
    day = datetime.date(2022, 12, 31)
    told |= {"pk": 1, "code": "1.1", "lines": lines, "reports": reports, "reckoned_on": day}
    return ActionPicture(**told)


EU, ABB = FundingPicture(None, "EU", Decimal("33.33")), FundingPicture("kbbj_abb", "", Decimal("33.33"))


def test_parts_of_an_amount_add_up_to_it_whatever_is_rounded() -> None:
    assert divided(euro("0.05"), payers_of(line(EU, ABB))) == {
        "named.EU": euro("0.02"),
        "organisation.kbbj_abb": euro("0.01"),
        "none": euro("0.02"),
    }


def test_a_line_without_shares_is_of_no_named_source() -> None:
    assert payers_of(line()) == payers_of(None) == [("none", Decimal(100))]
    assert not is_shared(line())
    assert not is_shared(line(FundingPicture(None, "EU", Decimal(100))))
    assert is_shared(line(EU))


def test_what_several_organisations_said_is_divided_as_their_sum_is() -> None:
    half = FundingPicture(None, "EU", Decimal(50))
    said = [report(pk, SpendingPicture(1, 2022, None, euro("0.01"), None, None, False)) for pk in (1, 2, 3)]
    one = action(line(half), reports=tuple(said))
    parts = list(by_payer(amounts_of([one])))
    assert summed(parts) == {"named.EU": {"paid": euro("0.02")}, "none": {"paid": euro("0.01")}}
    assert len(parts) == 6


def test_what_one_organisation_committed_is_not_set_against_what_another_paid() -> None:
    lead = report(1, spent(2021, 1000, 400), spent(2022, 62000, None))
    partner = report(2, spent(2021, 500, 600), spent(2022, None, 70000))
    found = summed((amount.year, amount) for amount in commitments_of([action(reports=(lead, partner))]))
    assert found == {
        2021: {"open": euro(500)},
        2022: {"committed_only": euro(62000), "paid_only": euro(70000)},
    }


def out_of_step(
    *spending: SpendingPicture, limits: Thresholds | None = None
) -> list[tuple[str, Decimal, Decimal, tuple[int, ...]]]:
    """Of a line with 1,000 planned in each of 2021, 2022 and 2023, on the last day of 2022."""
    one = action(line(y2021=1000, y2022=1000, y2023=1000), reports=(report(1, *spending),))
    found = out_of_step_lines(one, limits or Thresholds())
    return [(one.how, one.paid, one.planned, one.silent) for one in found]


def test_too_much_is_over_all_years() -> None:
    assert out_of_step(spent(2023, None, 3001)) == [("more", euro(3001), euro(3000), ())]
    assert out_of_step(spent(2021, None, 3000)) == []


def test_too_little_is_up_to_the_last_full_year_and_says_of_which_years_nothing_is_known() -> None:
    assert out_of_step(spent(2021, None, 999), spent(2023, None, 1000)) == [
        ("less", euro(999), euro(2000), (2022,))
    ]
    assert out_of_step(spent(2021, None, 1000)) == []


def test_nothing_said_of_what_was_paid_is_unknown_and_not_too_little() -> None:
    assert out_of_step(spent(2021, 500, None)) == [("unknown", euro(0), euro(2000), ())]
    assert out_of_step(spent(2021, 500, 0)) == [("less", euro(0), euro(2000), (2022,))]


def test_other_thresholds_name_other_lines() -> None:
    limits = Thresholds(overspent_above=50, underspent_below=0)
    assert out_of_step(spent(2021, None, 0), limits=limits) == []
    assert out_of_step(spent(2021, None, 1501), limits=limits) == [("more", euro(1501), euro(3000), ())]


def test_a_year_is_full_on_its_last_day() -> None:
    assert last_full_year(datetime.date(2022, 12, 31)) == 2022
    assert last_full_year(datetime.date(2022, 12, 30)) == 2021
