"""Days in Brussels, also on the days on which the clock changes and late in the evening."""

import datetime

import pytest

from actionplan.base.days import day_of, end_of, start_of

UTC = datetime.UTC


def test_an_instant_falls_on_the_day_that_it_is_in_brussels() -> None:
    for instant, day in {
        datetime.datetime(2022, 12, 31, 22, 59, tzinfo=UTC): datetime.date(2022, 12, 31),
        datetime.datetime(2022, 12, 31, 23, 0, tzinfo=UTC): datetime.date(2023, 1, 1),
        datetime.datetime(2022, 6, 30, 21, 59, tzinfo=UTC): datetime.date(2022, 6, 30),
        datetime.datetime(2022, 6, 30, 22, 0, tzinfo=UTC): datetime.date(2022, 7, 1),
    }.items():
        assert day_of(instant) == day


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        day_of(datetime.datetime(2022, 1, 1))


def test_a_day_is_as_long_as_the_clock_makes_it_and_holds_its_first_and_last_instant() -> None:
    for day, hours in {
        datetime.date(2022, 3, 27): 23,
        datetime.date(2022, 10, 30): 25,
        datetime.date(2022, 6, 1): 24,
    }.items():
        moment = datetime.timedelta(microseconds=1)
        length = end_of(day).astimezone(UTC) - start_of(day).astimezone(UTC)
        assert length == datetime.timedelta(hours=hours) - moment
        assert day_of(start_of(day)) == day_of(end_of(day)) == day
        assert day_of(end_of(day) + moment) != day
