"""The moment of a picture: when it was known, on which day it is computed, and on which basis."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from actionplan.base.days import day_of, end_of
from actionplan.reporting.states import Basis


class InvalidDay(ValueError):
    """The text is not a day, or not one that has come."""


@dataclass(frozen=True, slots=True)
class Moment:
    """`known_at` decides which reports and rows of the plan hold; `reckoned_on` is the day for schedule and
    freshness.

    With `is_now`, rows that are open now are read, not those that held at an instant. For a closed round,
    `round` is its code and `closing` the number of the closing that froze it.
    """

    known_at: datetime.datetime
    reckoned_on: datetime.date
    basis: str = Basis.ACCEPTED
    is_now: bool = False
    round: str = ""
    closing: int = 0
    about: str = ""
    """The code of the round being closed, or previewed as closed: freshness counts from its opening."""

    @property
    def plan_day(self) -> datetime.date:
        """The day on which rows of the plan must be in force."""
        return day_of(self.known_at)

    @classmethod
    def now(cls, now: datetime.datetime, basis: str = Basis.ACCEPTED) -> Moment:
        """Now, reckoned on today, even if the plan has ended."""
        return cls(now, day_of(now), basis, is_now=True)

    @classmethod
    def end_of_day(cls, day: datetime.date, basis: str = Basis.ACCEPTED) -> Moment:
        """The end of a day in Brussels."""
        return cls(end_of(day), day, basis)

    @classmethod
    def parse(cls, text: str, now: datetime.datetime, basis: str = Basis.ACCEPTED) -> Moment:
        """The end of a day given as `2022-12-31`. Raises InvalidDay if malformed or in the future."""
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError as error:
            raise InvalidDay from error
        if day > day_of(now) or day.year < 1900 or text != day.isoformat():
            raise InvalidDay
        return cls.end_of_day(day, basis)
