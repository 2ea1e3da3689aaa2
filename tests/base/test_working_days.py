"""Working days of the Flemish administration."""

import datetime

import pytest

from actionplan.base.working_days import easter, is_working_day, working_day


@pytest.mark.parametrize("day", ["2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2038-04-25"])
def test_easter_is_as_the_calendar_says(day: str) -> None:
    assert easter(int(day[:4])).isoformat() == day


@pytest.mark.parametrize(
    "day", ["2023-01-01", "2023-01-02", "2023-04-10", "2023-05-18", "2023-05-29", "2023-07-11", "2023-07-22"]
)
def test_weekends_and_holidays_are_no_working_days(day: str) -> None:
    assert not is_working_day(datetime.date.fromisoformat(day))


def test_the_first_working_day_after_new_year() -> None:
    assert working_day(datetime.date(2023, 1, 1)) == datetime.date(2023, 1, 3)
    assert working_day(datetime.date(2023, 6, 12)) == datetime.date(2023, 6, 12)
