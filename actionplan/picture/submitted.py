"""Reports that leads submitted, as they were at a moment: whether they counted or awaited review."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from actionplan.reporting.states import Basis, ReportState

from .moment import Moment
from .picture import ReportPicture


class SubmittedReport(NamedTuple):
    forecast_end: datetime.date | None
    state: str
    """The current state, not that of the moment."""
    submitted_at: datetime.datetime
    reviewed_at: datetime.datetime | None
    taken_back_at: datetime.datetime | None


def forecasts_at(submitted: Iterable[SubmittedReport], moment: Moment) -> tuple[datetime.date, ...]:
    """The forecast ends of the reports that had counted by the moment, on its basis, in order."""
    return tuple(
        report.forecast_end for report in submitted if report.forecast_end and _had_counted(report, moment)
    )


def _had_counted(report: SubmittedReport, moment: Moment) -> bool:
    was_reviewed = _happened_by(report.reviewed_at, moment)
    if moment.basis == Basis.ACCEPTED:
        return report.state == ReportState.ACCEPTED and was_reviewed
    was_returned = report.state == ReportState.RETURNED and was_reviewed
    was_taken_back = _happened_by(report.taken_back_at, moment)
    return report.submitted_at <= moment.known_at and not was_returned and not was_taken_back


def _happened_by(at: datetime.datetime | None, moment: Moment) -> bool:
    return at is not None and at <= moment.known_at


def waits_since(submitted: Iterable[SubmittedReport], moment: Moment) -> datetime.datetime | None:
    """When the last report awaiting review was submitted; None on the reported basis, where it counts."""
    if moment.basis != Basis.ACCEPTED:
        return None
    waiting = [
        report.submitted_at
        for report in submitted
        if report.submitted_at <= moment.known_at
        and not _happened_by(report.reviewed_at, moment)
        and not _happened_by(report.taken_back_at, moment)
    ]
    return max(waiting, default=None)


def as_known(report: ReportPicture, moment: Moment) -> ReportPicture:
    """The report without a review that came after the moment."""
    if moment.is_now or report.reviewed_at is None or report.reviewed_at <= moment.known_at:
        return report
    return replace(report, reviewed_by=None, reviewed_at=None, reviewed_within=False, verdict="")
