"""The Platform's verdict on an action: that of its newest review of a lead's report, until the next one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .picture import ReportPicture
    from .submitted import SubmittedReport


@dataclass(frozen=True, slots=True)
class VerdictPicture:
    """A verdict, the report (by primary key) that it was given on, and the review; people are given by primary key."""

    report: int
    submitted_at: datetime.datetime
    """When that report was submitted."""
    verdict: str
    taken_over: bool
    """Whether it is the lead's own word, taken over when several were accepted at once."""
    reviewed_by: int | None
    reviewed_at: datetime.datetime
    reviewed_within: bool


def verdict_on(report: ReportPicture | SubmittedReport | None) -> VerdictPicture | None:
    """The verdict on this report; None if it got none."""
    if report is None or report.reviewed_at is None or not report.verdict:
        return None
    return VerdictPicture(
        report.pk,
        report.submitted_at,
        report.verdict,
        report.verdict_taken_over,
        report.reviewed_by,
        report.reviewed_at,
        report.reviewed_within,
    )
