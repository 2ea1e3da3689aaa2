"""The queue of reports that wait for review: findings, what may be accepted together, neighbours."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.base.days import day_of
from actionplan.picture.cache import picture_at
from actionplan.picture.moment import Moment
from actionplan.picture.sentences import confidence_word, status_word
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Basis, Confidence
from actionplan.reports.checks import findings, unchanged_words
from actionplan.reports.comparisons import comparisons_of
from actionplan.reports.findings import Finding, Level
from actionplan.reports.reviewing import is_within, reasons_to_review_singly, review_singly_words
from objectives.models import Plan


@dataclass(frozen=True)
class ReportTick:
    """Whether a report is ticked, and the verdict beside it; empty for one that takes none."""

    ticked: bool
    verdict: str


@dataclass(frozen=True)
class TickedReports:
    """The reports that the address or the form ticks, by key, each with the verdict beside it."""

    verdicts: dict[int, str]
    everything: bool = False
    page: str = ""
    """The page of the queue on which they were ticked."""

    @classmethod
    def from_query(cls, data: Any) -> TickedReports:
        keys = [int(key) for key in data.getlist("report") if key.isdecimal() and len(key) < 19]
        verdicts = {key: data.get(f"verdict-{key}", "") for key in keys}
        return cls(verdicts, everything=data.get("tick") == "all", page=data.get("page", ""))

    @property
    def query(self) -> str:
        """The parameters of the queue's address."""
        beside = {f"verdict-{key}": verdict for key, verdict in self.verdicts.items() if verdict}
        page = {"page": self.page} if self.page.isdecimal() else {}
        return urlencode({**page, "report": list(self.verdicts), **beside}, doseq=True)

    def of(self, report: ProgressReport) -> ReportTick:
        """The proposed verdict is the confidence that the lead reported."""
        verdict = self.verdicts.get(report.pk) or report.confidence
        return ReportTick(
            self.everything or report.pk in self.verdicts, verdict if report.takes_verdict else ""
        )


@dataclass(frozen=True)
class Waiting:
    """A report that waits for review, with its number of findings that ask for a look, by level."""

    report: ProgressReport
    counts: list[str]
    unchanged: str
    """That nothing changed since the report before; empty if something did."""
    days: int
    """Since it was submitted."""
    before: str
    """The confidence of the report before it; empty if either says none, or both the same."""
    is_own: bool
    is_within: bool
    """Whether a review by this person is marked as one within the submitting agency."""
    choice: ReportTick | None
    """None for a report that must be reviewed on its own."""
    reasons: Sequence[str] = ()
    """Why it must be."""

    @property
    def why_singly(self) -> str:
        return review_singly_words(list(self.reasons)) if self.reasons else ""

    @property
    def says(self) -> tuple[str, str]:
        """What the report says in short, as a sign and its word."""
        report = self.report
        if not report.is_lead:
            return "plus", _("partner’s contribution")
        if report.confidence:
            return report.confidence, confidence_word(report.confidence)
        return report.status, status_word(report.status)

    @property
    def before_words(self) -> str:
        return confidence_word(self.before)

    @property
    def verdicts(self) -> list[tuple[str, str]]:
        """The verdicts to choose from: “off track” is given singly."""
        return [(code, str(word)) for code, word in Confidence.choices if code != Confidence.OFF_TRACK]


def queue_of(plan: Plan, on: datetime.date) -> QuerySet:
    """The plan's reports that wait for review, oldest first."""
    return reports_to_review(plan, on).waiting_for_review()


def reports_to_review(plan: Plan, on: datetime.date) -> Any:
    """The plan's reports with what a review needs."""
    rows = ProgressReport.objects.filter(action__plan=plan).with_previous()
    rows = rows.prefetch_related("action__terms")
    return rows.select_related("action__plan", "organisation", "submitted_by", "round")


def waiting_in(
    reports: Iterable[ProgressReport], user: User, at: datetime.datetime, chosen: TickedReports | None = None
) -> list[Waiting]:
    """The reports on a page: a fixed number of queries. On that of the queue they can be ticked, and some are `chosen`."""
    rows = list(reports)
    picture = picture_at(rows[0].action.plan, Moment.now(at, Basis.REPORTED)) if rows else None
    known = comparisons_of(rows, at, picture)
    singly = reasons_to_review_singly(rows, known, chosen.verdicts, user, at) if chosen else {}
    waiting_reports = []
    for report in rows:
        contents, context = known[report.pk]
        results = findings(contents, context)
        is_own, reasons = report.submitted_by_id == user.pk, singly.get(report.pk)
        last = context.last["confidence"] if context.last else ""
        waiting = Waiting(
            report=report,
            counts=_counts(results),
            unchanged=unchanged_words(contents, context),
            days=(day_of(at) - day_of(report.submitted_at or at)).days,
            before=last if report.confidence and last != report.confidence else "",
            is_own=is_own,
            is_within=is_within(report, user, at),
            choice=chosen.of(report) if chosen and not (is_own or reasons) else None,
            reasons=reasons or (),
        )
        waiting_reports.append(waiting)
    return waiting_reports


def _counts(results: list[Finding]) -> list[str]:
    counts = Counter(finding.level for finding in results)
    return [
        _("%(count)s %(level)s") % {"count": counts[level], "level": level.label}
        for level in Level
        if counts[level] and level != Level.INFORMATION
    ]


@dataclass(frozen=True)
class Neighbours:
    """A report's place in the queue without the person's own reports, and those beside it."""

    place: int
    count: int
    before: tuple[int, str] | None
    """Key of the report and code of its action."""
    after: tuple[int, str] | None
    oldest: tuple[int, str] | None
    """Of the other reports."""


def neighbours_in_queue(report: ProgressReport, user: User) -> Neighbours:
    """One query; for a report that left the queue, its former place."""
    rows = ProgressReport.objects.filter(action__plan=report.action.plan_id).waiting_for_review()
    waiting = list(rows.exclude(submitted_by=user).values_list("submitted_at", "pk", "action__code"))
    before = [row[1:] for row in waiting if row[:2] < (report.submitted_at, report.pk)]
    after = [row[1:] for row in waiting if row[:2] > (report.submitted_at, report.pk)]
    return Neighbours(
        place=len(before) + 1,
        count=len(waiting),
        before=before[-1] if before else None,
        after=after[0] if after else None,
        oldest=next(iter([*before, *after]), None),
    )
