"""The page of a handed-in report: its contents as far as they may be read, and who acted on it."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.pages.action.history import HistoryEntry, history_of
from actionplan.pages.getters import way_to_report
from actionplan.pages.questions.read import Thread, open_threads, threads_of, to_answer
from actionplan.picture import live
from actionplan.picture.evidence_words import evidence_of
from actionplan.picture.moment import Moment
from actionplan.picture.words import NOT_SHOWN
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.rules import (
    sees_evidence,
    sees_note,
    sees_remark,
    sees_report,
    sees_words,
)
from actionplan.reporting.states import Basis, ReportState
from actionplan.reports.comparisons import previous_report
from actionplan.reports.contents import ROWS_OF_REPORTS, Contents, contents_of

from .contents_in_words import in_words, plans_of


def contents_in_words(
    report: ProgressReport, user: User, contents: Contents, other: Contents | None
) -> dict[str, Any]:
    """The report's fields, milestones and money in words, beside those of another; without words that the
    person may not read.

    The plan's facts beside them are those of the day of the report.
    """
    moment = Moment.end_of_day(day_of(report.submitted_at or report.saved_at), Basis.REPORTED)
    [action] = live.read(report.action.plan, moment, [report.action_id]).actions
    sees = {is_open: sees_evidence(user, report, is_open) for is_open in (True, False)}
    may_read = bool(sees_words(user, report.action))
    note_words(report.action, may_read and any(one and one.has_words for one in (contents, other)))
    return {
        "evidence": evidence_of(report, action, sees),
        **in_words(
            contents,
            other,
            plans_of([action])[action.pk],
            organisation=report.organisation.key,
            is_lead=report.is_lead,
            note=sees_note(user, report),
            may_read=may_read,
        ),
    }


def versions_of(report: ProgressReport) -> list[ProgressReport]:
    """The organisation's reports on the action that were submitted, newest first."""
    rows = ProgressReport.objects.of(report.action_id, report.organisation_id).handed_in()
    versions = list(
        rows.select_related("round", "submitted_by", "reviewed_by", "taken_back_by").newest_first()
    )
    for version in versions:
        version.action, version.organisation = report.action, report.organisation
    return versions


def report_page(request: PortalRequest, report: ProgressReport) -> dict[str, Any]:
    """The context of the report's own page."""
    sees_before = request.user.has_perm("reporting.see_reported", report.action)
    reports = [report, previous_report(report)] if sees_before else [report]
    known = [row for row in reports if row is not None]
    prefetch_related_objects(known, *ROWS_OF_REPORTS)
    contents, *before = [contents_of(row) for row in known]
    return report_context(request, report, contents, before[0] if before else None)


def report_context(
    request: PortalRequest, report: ProgressReport, contents: Contents, other: Contents | None
) -> dict[str, Any]:
    """Shared by the page of a report and its review; `other` is the report before, if it may be seen."""
    action, user = report.action, request.user
    may_read = bool(sees_words(user, action))
    threads = threads_about(request, report)
    return {
        "plan": action.plan,
        "action": action,
        "breadcrumbs": way_to_report(user, action, report.organisation),
        "report": report,
        "may_read": may_read,
        "not_shown": NOT_SHOWN,
        "has_last": other is not None,
        "remark": report.remark if sees_remark(user, report) else "",
        "threads": threads,
        "open_threads": to_answer(open_threads(threads), request),
        "history": _history(request, report, threads),
        "may_take_back": user.has_perm("reporting.take_back_report", report),
        "may_review": report.state == ReportState.SUBMITTED
        and user.has_perm("reporting.review_report", report),
        **contents_in_words(report, user, contents, other),
    }


def threads_about(request: PortalRequest, report: ProgressReport) -> list[Thread]:
    """The questions that the person may read, about the action of a lead's report, or to the organisation that contributes."""
    threads = threads_of(report.action, request.now, request.user)
    if report.is_lead:
        return threads
    return [thread for thread in threads if thread.question.organisation_id == report.organisation_id]


def _history(request: PortalRequest, report: ProgressReport, threads: list[Thread]) -> list[HistoryEntry]:
    """All versions that the person may see, with remarks, questions and answers, in one history."""
    user, action = request.user, report.action
    sees_all = user.has_perm("reporting.see_reported", action)
    basis = Basis.REPORTED if sees_all else Basis.ACCEPTED
    moment = Moment.now(request.now, basis)
    versions = [row for row in versions_of(report) if row.pk == report.pk or sees_report(user, row)]
    return history_of(action, versions, threads, user, moment)
