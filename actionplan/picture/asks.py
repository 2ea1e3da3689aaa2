"""What the Platform asks with its verdicts, of whom and by when, as a picture has it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskPicture:
    """What is asked with the verdict on a report (by primary key), and has not ended by the moment.

    Of one organisation or one minister, by key; `due` is the last day.
    """

    report: int
    organisation: str | None
    minister: str | None
    due: datetime.date
    asked_at: datetime.datetime

    def days_late(self, on: datetime.date) -> int:
        """Days since the last day; 0 until it has passed."""
        return max((on - self.due).days, 0)
