"""Days and months as people type them: in numbers, or as pages print them, in either language."""

from __future__ import annotations

import datetime
import re

from django.utils.dates import MONTHS, MONTHS_3

from .folding import fold, in_each_language

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]
MONTH_FORMATS = ["%Y-%m", "%m/%Y", "%m-%Y"]
_LIKE_A_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}")
_WITH_MONTH = re.compile(r"((?P<day>[0-9]{1,2})\.?\s+)?(?P<month>[^\W\d]+)\.?\s+(?P<year>[0-9]{4})")


def read_day(text: str) -> datetime.date | None:
    """`31/12/2022`, `2022-12-31`, `31 December 2022`, `31 dec 2022`; None for anything else."""
    return _in_numbers(text, DAY_FORMATS) or _in_words(text, with_day=True)


def read_month(text: str) -> datetime.date | None:
    """The first day of `2022-12`, `12/2022`, `December 2022`, `dec 2022`; None for anything else."""
    return _in_numbers(text, MONTH_FORMATS) or _in_words(text, with_day=False)


def names_no_day(text: str) -> bool:
    """Whether it is written like a day, and no month has it: `31/02/2023`."""
    with_month = _WITH_MONTH.fullmatch(text.strip())
    is_like_a_day = _LIKE_A_DAY.fullmatch(text.strip()) or (
        with_month and with_month["day"] and _month(with_month["month"])
    )
    return bool(is_like_a_day) and read_day(text) is None


def _in_numbers(text: str, formats: list[str]) -> datetime.date | None:
    for known in formats:
        try:
            return datetime.datetime.strptime(text.strip(), known).date()
        except ValueError:
            continue
    return None


def _in_words(text: str, *, with_day: bool) -> datetime.date | None:
    match = _WITH_MONTH.fullmatch(text.strip())
    month = _month(match["month"]) if match and bool(match["day"]) == with_day else None
    if match is None or month is None:
        return None
    try:
        return datetime.date(int(match["year"]), month, int(match["day"] or 1))
    except ValueError:
        return None


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
