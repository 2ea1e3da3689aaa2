"""Days are days in Brussels, whatever the server's time zone; and rows that are in force for a period.

An amendment ends one row and begins another (`replace` of replacing.py). One pair of days everywhere:
`in_force_from` is inclusive, empty means "as adopted"; `in_force_until` is exclusive, empty means "still".
"""

from __future__ import annotations

import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

BRUSSELS = ZoneInfo("Europe/Brussels")
ONE_YEAR = datetime.timedelta(days=365)
HALF_YEAR = datetime.timedelta(days=184)
"""The longer half of a calendar year."""


def day_of(instant: datetime.datetime) -> datetime.date:
    """The day in Brussels on which an aware instant falls."""
    if instant.tzinfo is None:
        raise ValueError("an aware instant is needed")
    return instant.astimezone(BRUSSELS).date()


def start_of(day: datetime.date) -> datetime.datetime:
    """The first instant of a day in Brussels."""
    return datetime.datetime.combine(day, datetime.time(), tzinfo=BRUSSELS)


def start_of_year(year: int) -> datetime.datetime:
    """The first instant of a calendar year in Brussels."""
    return start_of(datetime.date(year, 1, 1))


def end_of(day: datetime.date) -> datetime.datetime:
    """The last instant of a day in Brussels (inclusive, to the microsecond)."""
    return start_of(day + datetime.timedelta(days=1)) - datetime.timedelta(microseconds=1)


def days_past(last_day: datetime.date, on: datetime.date) -> int:
    """Days since a last day; 0 until it has passed."""
    return max((on - last_day).days, 0)


def in_force_q(on: datetime.date, prefix: str = "") -> Q:
    """The condition that a row is in force on the day `on`; `prefix` is a path such as `"leads__"`."""
    begun = Q(**{f"{prefix}in_force_from__isnull": True}) | Q(**{f"{prefix}in_force_from__lte": on})
    not_ended = Q(**{f"{prefix}in_force_until__isnull": True}) | Q(**{f"{prefix}in_force_until__gt": on})
    return begun & not_ended


class InForceQuerySet(models.QuerySet):
    def in_force(self, on: datetime.date) -> Self:
        """Rows in force on the day `on`."""
        return self.filter(in_force_q(on))

    def open(self) -> Self:
        """Rows that have not been ended."""
        return self.filter(in_force_until__isnull=True)


class InForce(models.Model):
    in_force_from = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("First day in force. Empty: as adopted.")
    )
    in_force_until = models.DateField(
        _("in force until"),
        null=True,
        blank=True,
        help_text=_("First day no longer in force. Empty: still in force."),
    )

    class Meta:
        abstract = True

    def is_in_force(self, on: datetime.date) -> bool:
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and (self.in_force_until is None or self.in_force_until > on)

    def is_edited_from(self, day: datetime.date | None) -> bool:
        """Whether `replace` edits or deletes the row, which was never in force before this day."""
        return day is None or self.in_force_from == day

    @property
    def last_day(self) -> datetime.date | None:
        """The last day in force, inclusive; None while the row has not been ended."""
        return self.in_force_until and self.in_force_until - datetime.timedelta(days=1)


def days_in_order(app_model: str) -> models.CheckConstraint:
    """The constraint that a row ends after it begins; `app_model` makes its name unique."""
    return models.CheckConstraint(
        name=f"{app_model}_days_in_order",
        condition=Q(in_force_from__isnull=True)
        | Q(in_force_until__isnull=True)
        | Q(in_force_until__gt=models.F("in_force_from")),
        violation_error_message=_("The last day must come after the first."),
    )


def one_open(app_model: str, *identity: str, **conditions: Any) -> models.UniqueConstraint:
    """The constraint that at most one row with these values has not been ended."""
    return models.UniqueConstraint(
        fields=list(identity),
        condition=Q(in_force_until__isnull=True, **conditions),
        name=f"{app_model}_one_open",
    )


def days_overlap(first: InForce, second: InForce) -> bool:
    """Whether two rows share a day in force."""
    starts_before_end = (
        first.in_force_from is None
        or second.in_force_until is None
        or first.in_force_from < second.in_force_until
    )
    ends_after_start = (
        second.in_force_from is None
        or first.in_force_until is None
        or second.in_force_from < first.in_force_until
    )
    return starts_before_end and ends_after_start
