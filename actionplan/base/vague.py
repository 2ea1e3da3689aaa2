"""Vague dates: an interval written as one day and a precision.

A start takes the first day of its interval, an end or due date the last, and the precision says how wide the
interval was.
"""

import datetime
import re

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from . import formatting
from .folding import fold, in_each_language
from .typed_days import read_day, read_month

YEAR = re.compile(r"[0-9]{4}")
QUARTER = re.compile(r"[QK](?P<quarter>[1-4])\s*[/-]?\s*(?P<year>[0-9]{4})", re.IGNORECASE)
YEAR_AND_QUARTER = re.compile(r"(?P<year>[0-9]{4})\s*[/-]?\s*[QK](?P<quarter>[1-4])", re.IGNORECASE)


class Precision(models.TextChoices):
    DAY = "day", pgettext_lazy("precision", "day")
    MONTH = "month", pgettext_lazy("precision", "month")
    QUARTER = "quarter", pgettext_lazy("precision", "quarter")
    SEASON = "season", pgettext_lazy("precision", "season")
    YEAR = "year", pgettext_lazy("precision", "year")


MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
TURN_OF_SEASONS = 22
"""The day of March, June, September and December on which a season begins."""


def first_day_of(day: datetime.date, precision: str) -> datetime.date:
    """The first day of the month, quarter, season or year that holds the day; of precision *day* the day
    itself.

    A season begins on the 22nd of March, June, September or December.
    """
    if precision == Precision.SEASON:
        place = day.year * 12 + day.month - (1 if day.day >= TURN_OF_SEASONS else 2)
        place -= (place + 1) % 3
        return datetime.date(place // 12, place % 12 + 1, TURN_OF_SEASONS)
    length = MONTHS_IN.get(precision)
    return day.replace(month=(day.month - 1) // length * length + 1, day=1) if length else day


def last_day_of(day: datetime.date, precision: str) -> datetime.date:
    """The last day of the month, quarter, season or year of the day; of precision *day* the day itself."""
    if precision == Precision.DAY:
        return day
    return _months_on(
        first_day_of(day, precision), 3 if precision == Precision.SEASON else MONTHS_IN[precision]
    )


def read_vague(text: str) -> tuple[datetime.date, Precision] | None:
    """The first day of what somebody typed, and how exact that is; None for anything that is no day.

    `15/03/2024`, `15 March 2024`, `03/2024`, `March 2024`, `Q1 2024`, `first quarter of 2024`, `spring 2024`, `2024`, in either
    language.
    """
    text = " ".join(text.split())
    if day := read_day(text):
        return day, Precision.DAY
    if month := read_month(text):
        return month, Precision.MONTH
    try:
        if YEAR.fullmatch(text):
            return datetime.date(int(text), 1, 1), Precision.YEAR
        if match := QUARTER.fullmatch(text) or YEAR_AND_QUARTER.fullmatch(text):
            return datetime.date(int(match["year"]), int(match["quarter"]) * 3 - 2, 1), Precision.QUARTER
        return _in_words(text)
    except ValueError:  # the year 0
        return None


def _in_words(text: str) -> tuple[datetime.date, Precision] | None:
    """A quarter or a season as pages print it; a winter is named after the year in which it begins."""
    year = text[-4:]
    if not (year.isascii() and year.isdigit()):
        return None
    quarters = zip((1, 4, 7, 10), formatting.QUARTERS, strict=True)
    seasons = zip((12, 3, 6, 9), formatting.SEASONS, strict=True)
    known = [(month, 1, Precision.QUARTER, words) for month, words in quarters]
    known += [(month, TURN_OF_SEASONS, Precision.SEASON, words) for month, words in seasons]
    for month, day, precision, words in known:
        if fold(text) in {fold(name % {"year": year}) for name in in_each_language(words)}:
            return datetime.date(int(year), month, day), precision
    return None


def why_not_precise(day: datetime.date, precision: str, *, starts: bool) -> str:
    """What is wrong with a day that is more precise than its precision; empty if nothing is.

    A start must be the first day of its interval, an end or due day the last.
    """
    meant = first_day_of(day, precision) if starts else last_day_of(day, precision)
    if day == meant:
        return ""
    return _(
        "%(day)s is finer than the precision “%(precision)s”: write %(meant)s, or a finer precision."
    ) % {
        "day": formatting.day(day),
        "precision": Precision(precision).label,
        "meant": formatting.day(meant),
    }


def interval_of(
    day: datetime.date, precision: str, *, starts: bool = False
) -> tuple[datetime.date, datetime.date]:
    """The first and last day that a vague date may mean; with `starts` the day is the first of a season."""
    if precision == "season":
        return (day, _months_on(day, 3)) if starts else (_months_on(day, -3), day)
    return first_day_of(day, precision), last_day_of(day, precision)


def _months_on(day: datetime.date, months: int) -> datetime.date:
    """The last day of an interval from the day; with negative `months`, the first of one until it."""
    place = day.year * 12 + day.month - 1 + months
    moved = datetime.date(place // 12, place % 12 + 1, min(day.day, 28))
    return moved - datetime.timedelta(days=1 if months > 0 else -1)


def precision_field(label: str | Promise) -> models.CharField:
    """The precision of the date beside it; empty where that date is empty."""
    return models.CharField(label, max_length=7, choices=Precision.choices, blank=True, default="")  # type: ignore[arg-type]


def dated_as_precise(app_model: str, date: str, precision: str) -> models.CheckConstraint:
    """The constraint that a date has a known precision and an absent date has none."""
    return models.CheckConstraint(
        name=f"{app_model}_{date}_has_precision",
        condition=(models.Q(**{f"{date}__isnull": True, precision: ""}))
        | models.Q(**{f"{date}__isnull": False, f"{precision}__in": Precision.values}),
    )
