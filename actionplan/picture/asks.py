"""What the Platform asks with its verdicts, of whom and by when, as a picture has it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from .by_name import columns, read_as


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


def read_asks(rows: QuerySet) -> Mapping[Any, list[tuple[Any, Any, AskPicture]]]:
    """By action: since when it is asked, until when (None: still), and what."""
    asks: dict[int, list[tuple[Any, Any, AskPicture]]] = defaultdict(list)
    facts = columns("report", "due", "asked_at", organisation="organisation__key", minister="minister__key")
    for action, until, ask in read_as(AskPicture, rows.order_by("due", "pk"), facts, "action", "ended_at"):
        asks[action].append((ask.asked_at, until, ask))
    return asks
