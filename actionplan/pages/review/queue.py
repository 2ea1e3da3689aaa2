"""The queue of reports that wait for review: what the checks found, what may be accepted at once, what comes next."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.picture.cache import picture_at
from actionplan.picture.moment import Moment
from actionplan.picture.sentences import confidence_choices
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Basis
from actionplan.reports.checks import Finding, Level, findings
from actionplan.reports.comparisons import comparisons_of
from actionplan.reports.reviewing import is_within, needs_individual_review
from actions.models import Phase
from objectives.models import Plan


@dataclass(frozen=True)
class Choice:
    """That a report is ticked, and the verdict that stands beside it; none for a contribution."""

    ticked: bool
    verdict: str


@dataclass(frozen=True)
class Chosen:
    """Which reports the address or the form ticks, by key, each with the verdict beside it."""

    verdicts: dict[int, str]
    everything: bool = False
    page: str = ""
    """Of the queue, on which they were ticked."""

    @classmethod
    def sent(cls, data: Any) -> Chosen:
        keys = [int(key) for key in data.getlist("report") if key.isdecimal() and len(key) < 19]
        verdicts = {key: data.get(f"verdict-{key}", "") for key in keys}
        return cls(verdicts, everything=data.get("tick") == "all", page=data.get("page", ""))

    @property
    def query(self) -> str:
        """As the queue's address holds it."""
        beside = {f"verdict-{key}": verdict for key, verdict in self.verdicts.items() if verdict}
        page = {"page": self.page} if self.page.isdecimal() else {}
        return urlencode({**page, "report": list(self.verdicts), **beside}, doseq=True)

    def of(self, report: ProgressReport) -> Choice:
        """The verdict that is proposed is the confidence that the lead reported."""
        verdict = self.verdicts.get(report.pk) or report.confidence
        return Choice(self.everything or report.pk in self.verdicts, verdict if report.is_lead else "")


@dataclass(frozen=True)
class Waiting:
    """A report that waits for review, with how many findings of each level the checks have, worst first."""

    report: ProgressReport
    counts: list[str]
    unchanged_rounds: int
    is_own: bool
    is_within: bool
    """Whether a review by this person is marked as one within the submitting agency."""
    choice: Choice | None
    """None for one that is reviewed on its own."""

    @property
    def verdicts(self) -> list[tuple[str, str]]:
        """The verdicts to choose from, in the words of the report's action."""
        report: Any = self.report  # read with `is_continuous`
        return confidence_choices(continuous=report.is_continuous)


def queue_of(plan: Plan, on: datetime.date) -> QuerySet:
    """The plan's reports that wait for review, oldest first."""
    return reports_to_review(plan, on).waiting_for_review()


def reports_to_review(plan: Plan, on: datetime.date) -> Any:
    """The plan's reports with what a review stands on; `is_continuous` tells which words the action uses."""
    phases = Phase.objects.in_force(on).filter(action=OuterRef("action"), continuous=True)
    rows = ProgressReport.objects.filter(action__plan=plan).with_previous()
    rows = rows.annotate(is_continuous=Exists(phases)).prefetch_related("action__terms")
    return rows.select_related("action__plan", "organisation", "submitted_by", "round")


def waiting_in(
    reports: Iterable[ProgressReport], user: User, at: datetime.datetime, chosen: Chosen
) -> list[Waiting]:
    """The reports of a page of the queue: a fixed number of queries."""
    rows = list(reports)
    picture = picture_at(rows[0].action.plan, Moment.now(at, Basis.REPORTED)) if rows else None
    known = comparisons_of(rows, at, picture)
    found = []
    for report in rows:
        contents, against = known[report.pk]
        problems = findings(contents, against)
        is_own = report.submitted_by_id == user.pk
        alone = is_own or needs_individual_review(problems)
        waiting = Waiting(
            report=report,
            counts=_counts(problems),
            unchanged_rounds=against.unchanged_rounds,
            is_own=is_own,
            is_within=is_within(report, user, at),
            choice=None if alone else chosen.of(report),
        )
        found.append(waiting)
    return found


def _counts(found: list[Finding]) -> list[str]:
    counts = Counter(one.level for one in found)
    return [
        _("%(count)s %(level)s") % {"count": counts[level], "level": level.label}
        for level in Level
        if counts[level]
    ]


@dataclass(frozen=True)
class Neighbours:
    """Where a report stands in the queue, for somebody who leaves their own out: its place and those beside it."""

    place: int
    count: int
    before: tuple[int, str] | None
    """Key of the report and code of its action."""
    after: tuple[int, str] | None
    oldest: tuple[int, str] | None
    """Of the others."""


def neighbours_in_queue(report: ProgressReport, user: User) -> Neighbours:
    """One query; for a report that left the queue, the place where it stood."""
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
