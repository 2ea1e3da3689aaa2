"""Days and months as people type them: in numbers, or as pages print them, in either language."""

from __future__ import annotations

import calendar
import datetime
import re

from django.utils.dates import MONTHS, MONTHS_3

from .folding import fold, in_each_language

_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})(?P<between>[/.-])(?P<month>[0-9]{1,2})(?P=between)(?P<year>[0-9]{4}|[0-9]{2})"
)
_DAY_IN_WORDS = re.compile(r"(?P<day>[0-9]{1,2})\.?\s+(?P<month>[^\W\d]+)\.?\s+(?P<year>[0-9]{4}|[0-9]{2})")
MONTH_FORMATS = ["%Y-%m", "%m/%Y", "%m-%Y"]
_MONTH_IN_WORDS = re.compile(r"(?P<month>[^\W\d]+)\.?\s+(?P<year>[0-9]{4})")
_CENTURY = 2000
"""Of a year in two digits."""


def read_day(text: str) -> datetime.date | None:
    """`31/12/2022`, `31/12/22`, `2022-12-31`, `31 December 2022`, `31 dec 22`; None for anything else."""
    try:
        return datetime.date(*_parts(text))
    except ValueError:
        return None


def names_no_day(text: str) -> bool:
    """Whether it is written like a day, and no month has it: `31/02/2023`."""
    try:
        _parts(text)
    except ValueError:
        return False
    return read_day(text) is None


def last_day_instead(text: str) -> datetime.date | None:
    """The last day of the month, of a day that comes after it: 30 June 2022 of `31/6/2022`; None for anything else."""
    try:
        year, month, day = _parts(text)
        last = datetime.date(year, month, calendar.monthrange(year, month)[1])
    except ValueError:
        return None
    return last if day > last.day else None


def read_month(text: str) -> datetime.date | None:
    """The first day of `2022-12`, `12/2022`, `December 2022`, `dec 2022`; None for anything else."""
    for known in MONTH_FORMATS:
        try:
            return datetime.datetime.strptime(text.strip(), known).date()
        except ValueError:
            continue
    match = _MONTH_IN_WORDS.fullmatch(text.strip())
    month = _month(match["month"]) if match else None
    try:
        return datetime.date(int(match["year"]), month, 1) if match and month else None
    except ValueError:  # the year 0
        return None


def _parts(text: str) -> tuple[int, int, int]:
    """Year, month and day as they were typed, whether or not there is such a day. Raises ValueError for anything else."""
    text = text.strip()
    match = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text) or _DAY_IN_WORDS.fullmatch(text)
    month = match and (int(match["month"]) if match["month"].isdigit() else _month(match["month"]))
    if match is None or month is None:
        raise ValueError(text)
    year = int(match["year"])
    return year if len(match["year"]) > 2 else _CENTURY + year, month, int(match["day"])


def _month(name: str) -> int | None:
    """The number of a month from its name in either language, its first three or more letters, or its abbreviation (mrt)."""
    folded = fold(name)
    for number, label in MONTHS.items():
        names = in_each_language(label)
        if folded in in_each_language(MONTHS_3[number]):
            return number
        if len(folded) >= 3 and any(whole.startswith(folded) for whole in names):
            return number
    return None
