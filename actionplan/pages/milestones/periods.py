"""A recurring milestone by year: how many periods are due, how many achieved, the number reached."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from actionplan.picture.picture import MilestonePicture, ReportedMilestonePicture
from actionplan.picture.sentences import period_words
from actionplan.reporting.states import MilestoneState
from actions.states import Recurrence


@dataclass(frozen=True)
class PeriodsOfYear:
    """A calendar year, or two for a milestone every two years; `number` is the sum of what was reported."""

    words: str
    due: int
    achieved: int
    number: Decimal | None
    state: str = ""
    """The word for the state of its one period; empty if it recurs by month."""


def periods_by_year(milestone: MilestonePicture) -> list[PeriodsOfYear]:
    """Without years in which nothing is due or reported."""
    monthly = milestone.recurrence == Recurrence.MONTHLY
    reported = {row.period_start: row for row in milestone.told if row.period_start}
    years: dict[str, list[datetime.date]] = defaultdict(list)
    for start in sorted({*milestone.due_periods, *reported}):
        years[str(start.year) if monthly else period_words(milestone.recurrence, start)].append(start)
    periods = []
    for words, starts in years.items():
        rows = [reported[start] for start in starts if start in reported]
        numbers = [row.number for row in rows if row.number is not None]
        periods.append(
            PeriodsOfYear(
                words,
                due=sum(start in milestone.due_periods for start in starts),
                achieved=sum(row.state == MilestoneState.ACHIEVED for row in rows),
                number=sum(numbers, Decimal()) if numbers else None,
                state="" if monthly else _state_words(rows),
            )
        )
    return periods


def _state_words(rows: list[ReportedMilestonePicture]) -> str:
    return str(MilestoneState(rows[0].state).label) if rows else _("nothing said")
