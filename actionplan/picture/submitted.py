"""Reports that leads submitted, as they were at a moment: whether they counted or awaited review, the verdicts on them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from django.db.models import QuerySet

from actionplan.reporting.states import Basis, ReportKind, ReportState

from .by_name import columns, read_as
from .moment import Moment
from .picture import ReportPicture
from .verdicts import VerdictPicture, verdict_on


class SubmittedReport(NamedTuple):
    forecast_end: datetime.date | None
    state: str
    """The current state, not that of the moment."""
    submitted_at: datetime.datetime
    reviewed_by: int | None
    reviewed_at: datetime.datetime | None
    reviewed_within: bool
    verdict: str
    verdict_taken_over: bool
    taken_back_at: datetime.datetime | None
    pk: int


def submitted_reports(rows: QuerySet) -> Mapping[int, list[SubmittedReport]]:
    """Those of leads that were ever submitted, by action, oldest first."""
    by_action: dict[int, list[SubmittedReport]] = defaultdict(list)
    names = ["forecast_end", "state", "submitted_at", "reviewed_by", "reviewed_at", "reviewed_within"]
    names += ["verdict", "verdict_taken_over", "taken_back_at", "pk"]
    rows = rows.filter(kind=ReportKind.LEAD, submitted_at__isnull=False).order_by("submitted_at", "pk")
    for action, report in read_as(SubmittedReport, rows, columns(*names), "action"):
        by_action[action].append(report)
    return by_action


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
    return _happened_by(report.submitted_at, moment) and not was_returned and not was_taken_back


def _happened_by(at: datetime.datetime | None, moment: Moment) -> bool:
    """Now, whatever is read has happened: another request may have written since this one came."""
    return at is not None and (moment.is_now or at <= moment.known_at)


def verdict_at(submitted: Iterable[SubmittedReport], moment: Moment) -> VerdictPicture | None:
    """The verdict of the newest review by the moment, on whatever basis: newer reports take nothing from it."""
    reviewed = (report for report in submitted if _happened_by(report.reviewed_at, moment))
    verdicts = filter(None, map(verdict_on, reviewed))
    return max(verdicts, key=lambda verdict: (verdict.reviewed_at, verdict.report), default=None)


def waits_since(submitted: Iterable[SubmittedReport], moment: Moment) -> datetime.datetime | None:
    """When the last report awaiting review was submitted; None on the reported basis, where it counts."""
    if moment.basis != Basis.ACCEPTED:
        return None
    waiting = [
        report.submitted_at
        for report in submitted
        if _happened_by(report.submitted_at, moment)
        and not _happened_by(report.reviewed_at, moment)
        and not _happened_by(report.taken_back_at, moment)
    ]
    return max(waiting, default=None)


NOT_REVIEWED: dict[str, Any] = {"reviewed_by": None, "reviewed_at": None, "reviewed_within": False}
NOT_REVIEWED |= {"verdict": "", "verdict_taken_over": False}


def as_known(report: ReportPicture, moment: Moment) -> ReportPicture:
    """The report without a review that came after the moment."""
    if moment.is_now or report.reviewed_at is None or report.reviewed_at <= moment.known_at:
        return report
    return replace(report, **NOT_REVIEWED)
