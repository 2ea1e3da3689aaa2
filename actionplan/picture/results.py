"""What the rules find of an action, beside what is printed and what people reported."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from actionplan.base.formatting import share

Day = datetime.date


@dataclass(frozen=True, slots=True)
class Slip:
    """Forecast or actual end against the ends promised, in days (positive is later), and how often the forecast moved."""

    end: Day
    is_actual: bool
    against_adopted: int | None
    against_in_force: int | None
    moved: int

    @property
    def most(self) -> int | None:
        """Against the one end or the other, whichever is more; None where neither was promised."""
        known = [days for days in (self.against_adopted, self.against_in_force) if days is not None]
        return max(known, default=None)


@dataclass(frozen=True, slots=True)
class OutOfStepLine:
    """A line with an amount on which, over all organisations, more was paid than is planned over all years, or too little in the
    years that are over, or nobody said what was paid.

    `silent` are the planned years that are over of which nobody said what was paid.
    """

    place: int
    how: str
    """`more`, `less` or `unknown`: nobody said what was paid, though money was planned by then."""
    planned: Decimal
    """Over all years where more was paid, else for the years that are over; so with `paid`."""
    paid: Decimal = Decimal("0.00")
    silent: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PaidOfPlanned:
    """Paid in the calendar years that are over, on lines with an amount, and planned on them for those years, in euro."""

    until: int
    """The last of those years."""
    planned: Decimal
    """Nothing where no year is over for which something is planned."""
    paid: Decimal | None
    """None where nobody said."""

    @property
    def percent(self) -> Decimal | None:
        return share(self.paid, self.planned)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something left to do on a point of quality: what, of which milestone (key) or line (place), and how many."""

    what: str
    about: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class PointPicture:
    """A point of quality that applies to an action; it is met where nothing is left to do."""

    code: str
    gaps: tuple[Gap, ...] = ()

    @property
    def is_met(self) -> bool:
        return not self.gaps
