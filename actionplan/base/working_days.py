"""The days on which the Flemish administration works: not at weekends, nor on its holidays."""

from __future__ import annotations

import datetime

FIXED_HOLIDAYS = {
    (1, 1),
    (1, 2),
    (5, 1),
    (7, 11),
    (7, 21),
    (8, 15),
    (11, 1),
    (11, 2),
    (11, 11),
    (12, 25),
    (12, 26),
}
"""Month and day."""
AFTER_EASTER = (1, 39, 50)
"""Days after Easter Sunday: Easter Monday, Ascension Day, Whit Monday."""


def easter(year: int) -> datetime.date:
    """Easter Sunday of a Gregorian year (the computation of Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    corrected = (century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 19 * golden + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - corrected - of_century % 4) % 7
    late = (golden + 11 * corrected + 22 * weekday) // 451
    month, day = divmod(corrected + weekday - 7 * late + 114, 31)
    return datetime.date(year, month, day + 1)


def is_working_day(day: datetime.date) -> bool:
    holidays = {easter(day.year) + datetime.timedelta(days=days) for days in AFTER_EASTER}
    return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS and day not in holidays


def working_day(day: datetime.date) -> datetime.date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += datetime.timedelta(days=1)
    return day
