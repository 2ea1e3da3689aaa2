"""How a report that a lead handed in had fared by a moment: whether it counted, whether it waited for the Platform."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from actionplan.reporting.states import Basis, ReportState

from .moment import Moment


class HandedIn(NamedTuple):
    forecast_end: datetime.date | None
    state: str
    """Of today."""
    submitted_at: datetime.datetime
    reviewed_at: datetime.datetime | None
    taken_back_at: datetime.datetime | None


def forecasts_at(handed_in: Iterable[HandedIn], moment: Moment) -> tuple[datetime.date, ...]:
    """The forecast ends of those that had counted by the moment, on its basis, in their order."""
    return tuple(one.forecast_end for one in handed_in if one.forecast_end and _had_counted(one, moment))


def _had_counted(report: HandedIn, moment: Moment) -> bool:
    was_reviewed = _had_come(report.reviewed_at, moment)
    if moment.basis == Basis.ACCEPTED:
        return report.state == ReportState.ACCEPTED and was_reviewed
    was_returned = report.state == ReportState.RETURNED and was_reviewed
    was_taken_back = _had_come(report.taken_back_at, moment)
    return report.submitted_at <= moment.known_at and not was_returned and not was_taken_back


def _had_come(at: datetime.datetime | None, moment: Moment) -> bool:
    return at is not None and at <= moment.known_at


def waits_since(handed_in: Iterable[HandedIn], moment: Moment) -> datetime.datetime | None:
    """When the last was handed in that was neither reviewed nor taken back by the moment; on the reported basis it counts."""
    if moment.basis != Basis.ACCEPTED:
        return None
    waiting = [
        one.submitted_at
        for one in handed_in
        if one.submitted_at <= moment.known_at
        and not _had_come(one.reviewed_at, moment)
        and not _had_come(one.taken_back_at, moment)
    ]
    return max(waiting, default=None)
