"""Vague dates: an interval written as one day and a precision.

A start takes the first day of its interval, an end or due date the last, and the precision says how wide the
interval was.
"""

import datetime

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Precision(models.TextChoices):
    DAY = "day", pgettext_lazy("precision", "day")
    MONTH = "month", pgettext_lazy("precision", "month")
    QUARTER = "quarter", pgettext_lazy("precision", "quarter")
    SEASON = "season", pgettext_lazy("precision", "season")
    YEAR = "year", pgettext_lazy("precision", "year")


MONTHS = {"month": 1, "quarter": 3, "year": 12}


def last_day_of(day: datetime.date, precision: str) -> datetime.date:
    """The last day of the month, the quarter or the year that holds the day; of any other precision the day itself."""
    length = MONTHS.get(precision)
    if length is None:
        return day
    month = (day.month - 1) // length * length + length
    following = datetime.date(day.year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def interval_of(
    day: datetime.date, precision: str, *, starts: bool = False
) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that a vague date may mean; `starts` says that the day is the first of a season."""
    if precision == "season":
        return (day, _months_on(day, 3)) if starts else (_months_on(day, -3), day)
    length = MONTHS.get(precision)
    if length is None:
        return day, day
    return day.replace(month=(day.month - 1) // length * length + 1, day=1), last_day_of(day, precision)


def _months_on(day: datetime.date, months: int) -> datetime.date:
    """The last day of an interval that begins on the day, or the first of one that ends on it."""
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
