"""The periods of recurring milestones."""

import datetime

import pytest

from actions.periods import last_day_of_period, period_of, periods_between
from actions.states import Recurrence

D = datetime.date


@pytest.mark.parametrize(
    ("recurrence", "first", "last", "starts"),
    [
        (Recurrence.MONTHLY, D(2021, 11, 20), D(2022, 2, 1), [(2021, 11), (2021, 12), (2022, 1), (2022, 2)]),
        (Recurrence.YEARLY, D(2020, 7, 1), D(2021, 12, 31), [(2020, 1), (2021, 1)]),
        (Recurrence.SEVERAL_A_YEAR, D(2020, 1, 1), D(2020, 1, 1), [(2020, 1)]),
        (Recurrence.EVERY_TWO_YEARS, D(2021, 3, 1), D(2024, 12, 31), [(2021, 1), (2023, 1)]),
        (Recurrence.EVERY_TWO_YEARS, D(2020, 1, 1), D(2024, 1, 1), [(2020, 1), (2022, 1), (2024, 1)]),
        (Recurrence.YEARLY, D(2022, 2, 1), D(2021, 12, 31), []),
    ],
)
def test_periods_hold_every_day_from_first_to_last(
    recurrence: str, first: D, last: D, starts: list[tuple[int, int]]
) -> None:
    assert list(periods_between(recurrence, first, last)) == [D(year, month, 1) for year, month in starts]


@pytest.mark.parametrize(
    ("recurrence", "start", "last"),
    [
        (Recurrence.MONTHLY, D(2020, 2, 1), D(2020, 2, 29)),
        (Recurrence.MONTHLY, D(2020, 12, 1), D(2020, 12, 31)),
        (Recurrence.SEVERAL_A_YEAR, D(2021, 1, 1), D(2021, 12, 31)),
        (Recurrence.YEARLY, D(2021, 1, 1), D(2021, 12, 31)),
        (Recurrence.EVERY_TWO_YEARS, D(2021, 1, 1), D(2022, 12, 31)),
    ],
)
def test_a_period_lasts_until_the_day_before_the_next(recurrence: str, start: D, last: D) -> None:
    assert last_day_of_period(recurrence, start) == last


def test_two_years_are_counted_from_the_first() -> None:
    days = [D(2020, 5, 1), D(2021, 5, 1), D(2022, 5, 1)]
    assert [period_of(Recurrence.EVERY_TWO_YEARS, day, D(2020, 3, 1)).year for day in days] == [
        2020,
        2020,
        2022,
    ]
    assert [period_of(Recurrence.EVERY_TWO_YEARS, day, D(2021, 3, 1)).year for day in days] == [
        2019,
        2021,
        2021,
    ]
