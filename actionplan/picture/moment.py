"""The moment that everything shown is about: when it was known, on which day it is reckoned, and on which basis."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from actionplan.base.days import day_of, end_of
from actionplan.reporting.states import Basis


class NotADay(ValueError):
    """What was asked for is not a day that has come."""


@dataclass(frozen=True, slots=True)
class Moment:
    """*Known at* decides which reports and which rows of the plan are in force, *reckoned on* is the day for schedule and
    freshness.

    `is_now` says that whatever is open now is asked for, not what held at an instant. Of a closed round, `round` is its code
    and `closing` the number of the closing that froze it.
    """

    known_at: datetime.datetime
    reckoned_on: datetime.date
    basis: str = Basis.ACCEPTED
    is_now: bool = False
    round: str = ""
    closing: int = 0
    about: str = ""
    """The code of the round that is being closed, or would be: then it is asked what was heard since it opened."""

    @property
    def plan_day(self) -> datetime.date:
        """The day on which rows of the plan must be in force."""
        return day_of(self.known_at)

    @classmethod
    def now(cls, now: datetime.datetime, basis: str = Basis.ACCEPTED) -> Moment:
        """Reckoned on today, also when the plan has ended."""
        return cls(now, day_of(now), basis, is_now=True)

    @classmethod
    def end_of_day(cls, day: datetime.date, basis: str = Basis.ACCEPTED) -> Moment:
        """The end of a day in Brussels."""
        return cls(end_of(day), day, basis)

    @classmethod
    def asked(cls, text: str, now: datetime.datetime, basis: str = Basis.ACCEPTED) -> Moment:
        """The end of the day that an address names, such as `2022-12-31`. Raises NotADay when malformed or in the future."""
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError as error:
            raise NotADay from error
        if day > day_of(now) or day.year < 1900 or text != day.isoformat():
            raise NotADay
        return cls.end_of_day(day, basis)
