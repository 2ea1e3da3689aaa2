"""The rule of planned amounts: pro rata by day, both ends included, rounded so that the years add up."""

import calendar
import datetime
import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplan.base.money import cents, in_cents
from budgets.planned import (
    Period,
    PlannedLine,
    days_by_year,
    period_of_action,
    period_of_line,
    planned_by_year,
    planned_from_year_on,
    planned_total,
)

PLAN = Period(datetime.date(2020, 1, 1), datetime.date(2024, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def line(amount: str, start: str, end: str, *, per_year: bool = False) -> PlannedLine:
    return PlannedLine(in_cents(Decimal(amount)), per_year, Period(day(start), day(end)))


def test_a_yearly_amount_counts_the_share_of_each_year_that_lies_in_the_period() -> None:
    network = line("104320", "2021-04-01", "2023-03-31", per_year=True)
    assert planned_by_year(network) == {
        2021: cents(Decimal(104320) * 275 / 365),
        2022: Decimal("104320.00"),
        2023: cents(Decimal(104320) * 90 / 365),
    }
    assert planned_by_year(network) == {
        2021: Decimal("78597.26"),
        2022: Decimal("104320.00"),
        2023: Decimal("25722.74"),
    }
    assert planned_total(network) == Decimal("208640.00")


def test_a_total_is_spread_over_the_days_of_its_period() -> None:
    spread = planned_by_year(line("85000", "2020-01-01", "2021-12-31"))
    assert spread == {2020: Decimal("42558.14"), 2021: Decimal("42441.86")}


def test_a_leap_year_counts_its_own_days() -> None:
    half = planned_by_year(line("36600", "2020-01-01", "2020-02-29", per_year=True))
    assert half == {2020: Decimal("6000.00")}
    assert planned_by_year(line("36500", "2021-01-01", "2021-02-28", per_year=True)) == {
        2021: Decimal("5900.00")
    }


def test_a_period_of_one_day_counts_that_day() -> None:
    assert planned_by_year(line("365", "2021-07-01", "2021-07-01", per_year=True)) == {2021: Decimal("1.00")}
    assert planned_by_year(line("365", "2021-07-01", "2021-07-01")) == {2021: Decimal("365.00")}


def test_years_before_and_after_the_plan_are_kept() -> None:
    assert set(planned_by_year(line("188000", "2019-01-01", "2023-12-31", per_year=True))) == {
        2019,
        2020,
        2021,
        2022,
        2023,
    }
    assert planned_by_year(line("500000", "2021-01-15", "2025-01-14"))[2025] == Decimal("4791.25")


def test_the_last_year_takes_the_difference() -> None:
    thirds = planned_by_year(line("100", "2021-01-01", "2023-12-31"))
    assert thirds == {2021: Decimal("33.33"), 2022: Decimal("33.33"), 2023: Decimal("33.34")}


def test_half_a_cent_is_rounded_up() -> None:
    assert planned_by_year(line("0.01", "2021-01-01", "2022-12-31")) == {
        2021: Decimal("0.01"),
        2022: Decimal("0.00"),
    }


def test_a_period_that_ends_before_it_starts_plans_nothing() -> None:
    backwards = line("100", "2022-01-01", "2021-12-31")
    assert planned_by_year(backwards) == {}
    assert planned_total(backwards) == Decimal("0.00")


def test_an_open_period_has_no_days() -> None:
    with pytest.raises(ValueError, match="closed period"):
        days_by_year(Period(day("2021-01-01"), None))


def test_a_line_takes_its_own_period_before_its_phase_and_its_action() -> None:
    own, phase, action = Period(day("2021-01-01"), None), Period(day("2022-01-01"), None), Period(None, None)
    assert period_of_line(own, phase, action, PLAN) == Period(day("2021-01-01"), PLAN.end)
    assert period_of_line(Period(None, None), phase, action, PLAN) == Period(day("2022-01-01"), PLAN.end)
    assert period_of_line(Period(None, None), None, action, PLAN) == PLAN


def test_an_action_without_an_end_in_one_phase_has_no_end() -> None:
    closed, unending = Period(day("2021-01-01"), day("2021-12-31")), Period(day("2020-06-01"), None)
    assert period_of_action([closed]) == closed
    assert period_of_action([closed, unending]) == Period(day("2020-06-01"), None)
    assert period_of_action([]) == Period(None, None)


DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2060, 12, 31))
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@st.composite
def lines(draw: st.DrawFn) -> PlannedLine:
    first, last = sorted([draw(DAYS), draw(DAYS)])
    return PlannedLine(in_cents(draw(AMOUNTS)), draw(st.booleans()), Period(first, last))


@given(lines())
def test_the_years_add_up_to_the_total(planned: PlannedLine) -> None:
    assert sum(planned_by_year(planned).values()) == planned_total(planned)


@given(lines())
def test_each_year_has_cents_and_all_years_of_the_period_are_there(planned: PlannedLine) -> None:
    years = planned_by_year(planned)
    assert list(years) == list(range(planned.period.start.year, planned.period.end.year + 1))
    assert all(amount == cents(amount) for amount in years.values())


def exact_by_year(planned: PlannedLine) -> dict[int, Fraction]:
    """The rule as people would write it down, in fractions of a euro."""
    days = days_by_year(planned.period)
    whole = {year: sum(days.values()) for year in days}
    if planned.per_year:
        whole = {year: 366 if calendar.isleap(year) else 365 for year in days}
    return {year: Fraction(planned.cents, 100) * count / whole[year] for year, count in days.items()}


def half_up(euro: Fraction) -> Fraction:
    return Fraction(math.floor(euro * 100 + Fraction(1, 2)), 100)


@given(lines())
def test_years_and_total_are_what_exact_fractions_give(planned: PlannedLine) -> None:
    exact = exact_by_year(planned)
    total = half_up(sum(exact.values(), Fraction(0)))
    *before, last = exact
    wanted = {year: half_up(exact[year]) for year in before}
    wanted[last] = total - sum(wanted.values())
    assert planned_by_year(planned) == wanted
    assert planned_total(planned) == total
    assert all(amount.as_tuple().exponent == -2 for amount in planned_by_year(planned).values())


@given(lines())
def test_no_year_is_further_from_its_exact_share_than_rounding_can_bring_it(planned: PlannedLine) -> None:
    years = planned_by_year(planned)
    for year, exact in exact_by_year(planned).items():
        assert abs(Fraction(years[year]) - exact) <= Fraction(len(years), 100)


@given(AMOUNTS, DAYS)
def test_a_total_is_planned_whole(amount: Decimal, start: datetime.date) -> None:
    planned = PlannedLine(in_cents(amount), False, Period(start, start + datetime.timedelta(days=1500)))
    assert planned_total(planned) == amount


@given(AMOUNTS, st.integers(2000, 2050), st.integers(1, 9))
def test_a_yearly_amount_over_whole_years_is_the_amount_each_year(
    amount: Decimal, first: int, count: int
) -> None:
    period = Period(datetime.date(first, 1, 1), datetime.date(first + count - 1, 12, 31))
    assert set(planned_by_year(PlannedLine(in_cents(amount), True, period)).values()) == {amount}


@given(DAYS, DAYS)
def test_every_day_of_a_period_is_counted_once(one: datetime.date, other: datetime.date) -> None:
    first, last = min(one, other), max(one, other)
    assert sum(days_by_year(Period(first, last)).values()) == (last - first).days + 1


# What an amendment changes from a year on

BEFORE = {2021: Decimal("100000.00"), 2022: Decimal("100000.00")}


def test_earlier_years_keep_what_was_planned_and_the_rest_is_spread_by_day() -> None:
    longer = line("250000", "2021-01-01", "2023-12-31")
    assert planned_from_year_on(longer, BEFORE, 2023) == {**BEFORE, 2023: Decimal("50000.00")}
    to_2024 = line("273100", "2021-01-01", "2024-12-31")
    assert planned_from_year_on(to_2024, BEFORE, 2023) == {
        **BEFORE,
        2023: Decimal("36500.00"),
        2024: Decimal("36600.00"),
    }


def test_the_rest_begins_with_the_line_where_that_is_later_than_the_first_of_january() -> None:
    later = line("36500", "2023-07-01", "2023-12-31")
    assert planned_from_year_on(later, {}, 2023) == {2023: Decimal("36500.00")}
    assert planned_from_year_on(later, {}, 2022) == {2023: Decimal("36500.00")}


def test_of_an_amount_per_year_the_new_amount_counts_from_that_year_on() -> None:
    yearly = line("120", "2021-01-01", "2023-12-31", per_year=True)
    before = {2021: Decimal("100.00"), 2022: Decimal("100.00"), 2023: Decimal("100.00")}
    assert planned_from_year_on(yearly, before, 2023) == {**before, 2023: Decimal("120.00")}
    shorter = line("120", "2021-01-01", "2022-12-31", per_year=True)
    assert planned_from_year_on(shorter, before, 2023) == {year: before[year] for year in (2021, 2022)}


def test_an_extension_without_money_leaves_nothing_for_its_year() -> None:
    assert planned_from_year_on(line("200000", "2021-01-01", "2023-12-31"), BEFORE, 2023) == {
        **BEFORE,
        2023: Decimal("0.00"),
    }


def test_the_years_must_be_stated_where_less_than_nothing_or_no_day_is_left() -> None:
    assert planned_from_year_on(line("150000", "2021-01-01", "2023-12-31"), BEFORE, 2023) is None
    assert planned_from_year_on(line("250000", "2021-01-01", "2022-12-31"), BEFORE, 2023) is None
    yearly = line("10000", "2021-01-01", "2022-12-31", per_year=True)
    assert planned_from_year_on(yearly, {}, 2023) is None


def test_years_that_the_plan_states_are_used_and_give_way_to_a_spread_that_adds_up() -> None:
    stated = line("300", "2021-01-01", "2022-12-31")._replace(
        stated={2021: Decimal(400), 2022: Decimal(-100)}
    )
    assert (stated.is_stated, stated.is_derived, planned_total(stated)) == (True, False, Decimal(300))
    assert planned_by_year(stated) == {2021: Decimal(400), 2022: Decimal(-100)}
    spread = stated._replace(spread={2021: Decimal(100), 2022: Decimal(200)})
    assert (spread.is_spread, spread.is_stated) == (True, False)
    assert planned_by_year(spread) == {2021: Decimal(100), 2022: Decimal(200)}
