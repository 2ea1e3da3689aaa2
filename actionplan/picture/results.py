"""What the rules find of an action, beside what is printed and what people reported."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

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
class OverspentLine:
    """A line on which more was paid, over all organisations and years, than is planned."""

    place: int
    planned: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class OutOfStepLine:
    """A line on which more was paid than planned, or less up to and including the last full year, or where that is unknown.

    `silent` are the planned years up to then of which nobody said what was paid.
    """

    place: int
    how: str
    """`more`, `less` or `unknown`: nobody said what was paid, though money was planned by then."""
    planned: Decimal
    paid: Decimal = Decimal("0.00")
    silent: tuple[int, ...] = ()


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
