"""The dates of the story: four moments of reporting over two years, then days of 2023; on working days and in working hours."""

from __future__ import annotations

import datetime

from actionplan.base.days import BRUSSELS

STORY_BEGINS = datetime.datetime(2021, 5, 3, 9, tzinfo=BRUSSELS)
"""When the accounts are made, before the first report."""
STORY_DAY = datetime.date(2023, 1, 20)
"""The day of the real progress report whose counts the story reaches: 9 completed, 40 ongoing, 1 not started."""
STORY_ENDS = datetime.datetime(2023, 6, 12, 9, tzinfo=BRUSSELS)
"""What is told happened before; then the clock of the demo begins to run, in the middle of a round."""

_FIRST_DAYS = {
    "2021-06": datetime.date(2021, 6, 7),
    "2021-12": datetime.date(2021, 12, 1),
    "2022-06": datetime.date(2022, 6, 7),
    "2022-12": datetime.date(2022, 11, 28),
}
_LASTS = 16
"""Days over which the reports of a moment come in."""


def working_day(day: datetime.date) -> datetime.date:
    """The day itself or the next working day: not at weekends, nor between Christmas and New Year."""
    while day.weekday() >= 5 or (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1):
        day += datetime.timedelta(days=1)
    return day


def day_of_report(when: str | datetime.date, number: int) -> datetime.date:
    """The day in a script, or a day within the moment in it; `number` spreads them."""
    if isinstance(when, str):
        return working_day(_FIRST_DAYS[when] + datetime.timedelta(days=number * 5 % _LASTS))
    return working_day(when)


def instant_of_report(day: datetime.date, number: int) -> datetime.datetime:
    """Between ten in the morning and a quarter to five."""
    return datetime.datetime.combine(
        day, datetime.time(10 + number * 3 % 7, number * 7 % 46), tzinfo=BRUSSELS
    )


def instant_of_review(
    submitted: datetime.datetime, number: int, on: datetime.date | None = None
) -> datetime.datetime:
    """On the day; by default within two weeks, and never after the story's day."""
    within = working_day(submitted.date() + datetime.timedelta(days=4 + number % 6))
    day = on or min(within, STORY_DAY)
    return max(
        datetime.datetime.combine(
            day, datetime.time(11 + number % 5, 50 - number * 11 % 47), tzinfo=BRUSSELS
        ),
        submitted + datetime.timedelta(minutes=20),
    )
