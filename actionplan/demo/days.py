"""The dates of the story: four moments of reporting over two years, on working days and in working hours."""

from __future__ import annotations

import datetime

from actionplan.base.days import BRUSSELS

from .story_day import STORY_DAY

STORY_BEGINS = datetime.datetime(2021, 5, 3, 9, tzinfo=BRUSSELS)
"""When the accounts are made, before the first report."""

SUMMER_2021, WINTER_2021 = "2021-06", "2021-12"
SUMMER_2022, WINTER_2022 = "2022-06", "2022-12"
_FIRST_DAYS = {
    SUMMER_2021: datetime.date(2021, 6, 7),
    WINTER_2021: datetime.date(2021, 12, 1),
    SUMMER_2022: datetime.date(2022, 6, 7),
    WINTER_2022: datetime.date(2022, 11, 28),
}
_LASTS = 16
"""Days over which the reports of a moment come in."""


def working_day(day: datetime.date) -> datetime.date:
    """The day itself or the next working day: not at weekends, nor between Christmas and New Year."""
    while day.weekday() >= 5 or (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1):
        day += datetime.timedelta(days=1)
    return day


def day_of_report(when: str, number: int) -> datetime.date:
    """The day in a script, or a day within the moment in it; `number` spreads them."""
    if when in _FIRST_DAYS:
        return working_day(_FIRST_DAYS[when] + datetime.timedelta(days=number * 5 % _LASTS))
    return working_day(datetime.date.fromisoformat(when))


def instant_of_report(day: datetime.date, number: int) -> datetime.datetime:
    """Between ten in the morning and a quarter to five."""
    return datetime.datetime.combine(
        day, datetime.time(10 + number * 3 % 7, number * 7 % 46), tzinfo=BRUSSELS
    )


def instant_of_review(submitted: datetime.datetime, number: int) -> datetime.datetime:
    """Within two weeks, and never after the story's day."""
    day = min(working_day(submitted.date() + datetime.timedelta(days=4 + number % 6)), STORY_DAY)
    return max(
        datetime.datetime.combine(
            day, datetime.time(11 + number % 5, 50 - number * 11 % 47), tzinfo=BRUSSELS
        ),
        submitted + datetime.timedelta(minutes=20),
    )
