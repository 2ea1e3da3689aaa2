"""What a report says of the money of a budget line in a calendar year."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

Day = datetime.date


def covers_until(year: int, as_of: Day | None) -> Day:
    """The last day that figures of a calendar year cover: all of it, if nobody said as of which day."""
    year_end = datetime.date(year, 12, 31)
    return min(as_of or year_end, year_end)


@dataclass(frozen=True, slots=True)
class SpendingPicture:
    """What a report says about a line in a calendar year."""

    place: int
    year: int
    committed: Decimal | None
    paid: Decimal | None
    forecast: Decimal | None
    full_time_equivalents: Decimal | None
    names_source: bool
    as_of: Day | None = None
    finality: str = ""
    """`provisional` or `final`; empty if nobody said."""
    withdrawn: str = ""
    """The names of the figures that were withdrawn, with a space between: unknown, not zero."""

    @property
    def withdrawn_figures(self) -> list[str]:
        return self.withdrawn.split()

    @property
    def covers_until(self) -> Day:
        """The last day of the year that its figures cover."""
        return covers_until(self.year, self.as_of)

    @property
    def has_amount(self) -> bool:
        """Whether it has any amount in euro."""
        return not (self.committed is None and self.paid is None and self.forecast is None)
