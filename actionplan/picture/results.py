"""The results of the rules about an action."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from actionplan.base.formatting import share

Day = datetime.date


@dataclass(frozen=True, slots=True)
class Slip:
    """The actual or forecast end against promised ends, in days (positive: later); how often it moved."""

    end: Day
    is_actual: bool
    against_adopted: int | None
    against_in_force: int | None
    moved: int

    @property
    def most(self) -> int | None:
        """The larger of the two slips; None if no end was promised."""
        known = [days for days in (self.against_adopted, self.against_in_force) if days is not None]
        return max(known, default=None)


@dataclass(frozen=True, slots=True)
class FreshLimit:
    """From which instant on an action must have been reported on, and why: the opening of a round, or an age."""

    since: datetime.datetime
    round: str = ""
    """The code of the round that opened then."""
    days: int | None = None
    """Where no round set it: how old a report may be."""


@dataclass(frozen=True, slots=True)
class DueItem:
    """A milestone, or the end of the action (without a key), that was due; see `deliveries`."""

    key: str
    due: Day
    delivery: str
    delivered_on: Day | None = None
    expected_on: Day | None = None
    """The new date that the lead gives; None if that has passed too."""
    achieved_since: Day | None = None
    """When it was delivered, if that is after the day reckoned on: it is not delivered then."""
    passed_expectation: Day | None = None
    """The new date that the lead gave, if that has passed too."""


@dataclass(frozen=True, slots=True)
class ComingItem:
    """A milestone, or the end of the action (without a key), that is coming; see `deliveries`."""

    key: str
    day: Day
    in_force: Day | None
    """The day in force, if the lead expects it on another; None if `day` is that, or nothing is in force."""


@dataclass(frozen=True, slots=True)
class OutOfStepLine:
    """A line with an amount on which all organisations together paid more than planned over all years, or too
    little in the years that are over, or on which nobody reported what was paid.

    `silent` are the planned years that are over for which nobody reported what was paid.
    """

    place: int
    how: str
    """`more`, `less`, or `unknown`: nobody reported what was paid, though money was planned by then."""
    planned: Decimal
    """Over all years if more was paid, otherwise for the years that are over; `paid` likewise."""
    paid: Decimal = Decimal("0.00")
    silent: tuple[int, ...] = ()
    paid_in_all: Decimal | None = None
    """If too little was paid in the years that are over, and anything in a later one: paid over all years."""


@dataclass(frozen=True, slots=True)
class SilentFunder:
    """A partner (key) that funds a line and reported nothing on it."""

    place: int
    organisation: str


@dataclass(frozen=True, slots=True)
class UnknownPayment:
    """A line and year of which a figure of what was paid was withdrawn, or a line that a silent partner funds."""

    code: str
    """Of the action."""
    place: int | None
    """None if the action has one line."""
    year: int | None
    """None for a silent partner."""


@dataclass(frozen=True, slots=True)
class PaidOfPlanned:
    """Paid and planned in the calendar years that are over, in euro, as the tables by year add them up."""

    until: int
    """The last of those years."""
    planned: Decimal
    """Zero if nothing is planned for a year that is over."""
    paid: Decimal | None
    """None if nobody reported it."""
    unknown: tuple[UnknownPayment, ...] = ()
    """What `paid` lacks: at least so much was paid."""
    without_amount: Decimal = Decimal(0)
    """Of `paid`, on lines without an amount: nothing is planned on them, so it stays out of the percentage."""

    @property
    def percent(self) -> Decimal | None:
        return share(None if self.paid is None else self.paid - self.without_amount, self.planned)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something left to do on a point: what, about which milestone (key) or line (place), how many."""

    what: str
    about: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class PointPicture:
    """A point of quality that applies to an action; it is met if it has no gaps."""

    code: str
    gaps: tuple[Gap, ...] = ()

    @property
    def is_met(self) -> bool:
        return not self.gaps
