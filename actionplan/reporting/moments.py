"""The two moments and the basis of everything that is shown (design: "Basis" and "Two moments").

Known at: which standings, and which rows of the plan, are in force. Reckoned on: the day for schedule and
staleness. `?on=2022-12-31` sets both to the end of that day in Brussels.
"""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass

from actionplan.base.brussels import day_of, end_of, start_of
from objectives.models import Plan

from .states import Basis

SOON = datetime.timedelta(days=90)
STALE_AFTER = datetime.timedelta(days=184)


class NotADay(ValueError):
    """What was asked for is not a day that has come."""


@dataclass(frozen=True)
class Moment:
    known_at: datetime.datetime
    reckoned_on: datetime.date
    basis: str = Basis.ACCEPTED
    asked_day: datetime.date | None = None
    """The day that was asked for; None when the moment is now."""
    is_latest: bool = False
    """Whether what still holds is asked for, instead of what held at an instant (`latest`)."""

    @property
    def plan_day(self) -> datetime.date:
        """The day on which rows of the plan must be in force."""
        return day_of(self.known_at)

    @property
    def soon(self) -> datetime.date:
        """The last day of the ninety that follow the day reckoned on."""
        return self.reckoned_on + SOON

    @property
    def stale_before(self) -> datetime.datetime:
        """Without rounds: what was last reported before this instant is stale."""
        return start_of(self.reckoned_on - STALE_AFTER)

    @property
    def is_now(self) -> bool:
        return self.asked_day is None

    def on_basis(self, basis: str) -> Moment:
        return dataclasses.replace(self, basis=basis)

    @classmethod
    def now(cls, now: datetime.datetime, plan: Plan, basis: str = Basis.ACCEPTED) -> Moment:
        """Known now; reckoned on today or, once the plan has ended, on its last day."""
        return cls(known_at=now, reckoned_on=min(day_of(now), plan.end), basis=basis)

    @classmethod
    def latest(cls, now: datetime.datetime, plan: Plan, basis: str = Basis.ACCEPTED) -> Moment:
        """The same for a page, which is made of several questions: whatever still holds when it asks, with its review."""
        return dataclasses.replace(cls.now(now, plan, basis), is_latest=True)

    @classmethod
    def end_of_day(cls, day: datetime.date, basis: str = Basis.ACCEPTED) -> Moment:
        return cls(known_at=end_of(day), reckoned_on=day, basis=basis, asked_day=day)

    @classmethod
    def asked(cls, text: str, now: datetime.datetime, plan: Plan, basis: str = Basis.ACCEPTED) -> Moment:
        """The moment that a page's `?on=` asks for; an empty text is the latest. Raises NotADay when malformed or in the future."""
        if not text:
            return cls.latest(now, plan, basis)
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError as error:
            raise NotADay from error
        if day > day_of(now) or day.year < 1900 or text != day.isoformat():
            raise NotADay
        return cls.end_of_day(day, basis)
