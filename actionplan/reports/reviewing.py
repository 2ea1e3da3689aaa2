"""The acts of the Platform on a report that was handed in: accept it with a verdict, or return it with a remark.

Each takes the action's row as its lock first, and is one transaction with its event in the trail.
"""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.rights import plan_key_of
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.reporting import standings
from actionplan.reporting.locking import locked_report, refuse_unless_waiting
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Confidence, ReportState

from .answering import refuse_in_validation
from .questions import ask_question
from .report_trail import record_act


@operation()
def accept(
    *,
    report: ProgressReport,
    verdict: str = "",
    remark: str = "",
    question: str = "",
    answer_by: datetime.date | None = None,
    by: User,
    at: datetime.datetime,
) -> ProgressReport:
    """Accept a submitted report: a lead's with the Platform's verdict, a contribution without.

    It holds on the accepted basis from `at` on, unless a newer one was accepted before. With a `question` the
    organisation is asked something for next time, to be answered by the last day of the term, `answer_by`, if any.
    Raises PermissionDenied for the submitter (four eyes), Refused when it was reviewed or taken back already.
    """
    row = _reviewable(report, by, at)
    if row.is_lead and verdict not in Confidence.values:
        raise Refused(_("Give the Platform’s verdict."))
    row.verdict = verdict if row.is_lead else ""
    _review(row, ReportState.ACCEPTED, remark, by, at)
    standings.accepted(row, at)
    record_act(Verb.ACCEPTED, row, by, at)
    if question.strip():
        ask_question(
            action=row.action,
            organisation=row.organisation,
            text=question,
            answer_by=answer_by,
            round=row.round,
            report=row,
            by=by,
            at=at,
        )
    return row


@operation()
def return_report(*, report: ProgressReport, remark: str, by: User, at: datetime.datetime) -> ProgressReport:
    """Return a submitted report with a remark that says what is asked; what was there before holds again.

    Raises PermissionDenied for the submitter, Refused without a remark or when it was reviewed already.
    """
    row = _reviewable(report, by, at)
    refuse_in_validation(row)
    if not remark.strip():
        raise Refused(_("Say what you ask for."))
    _review(row, ReportState.RETURNED, remark, by, at)
    standings.fell_away(row, at)
    record_act(Verb.RETURNED, row, by, at)
    return row


def _reviewable(report: ProgressReport, by: User, at: datetime.datetime) -> ProgressReport:
    row = locked_report(report)
    if not by.has_perm("reporting.review_report", row):
        raise PermissionDenied
    refuse_unless_waiting(row)
    standings.refuse_the_past(row.action_id, at)
    return row


def _review(row: ProgressReport, state: ReportState, remark: str, by: User, at: datetime.datetime) -> None:
    row.state = state
    row.remark = remark.strip()
    row.reviewed_by, row.reviewed_at = by, at
    row.reviewed_within = is_within(row, by, at)
    row.save(update_fields=["state", "remark", "verdict", "reviewed_by", "reviewed_at", "reviewed_within"])


def is_within(report: ProgressReport, reviewer: User, at: datetime.datetime) -> bool:
    """Whether a review by this person at the instant is one within the submitting agency, and marked as such.

    It is when the organisation that reports employs the reviewer, or when the reviewer reports for it. Employers are
    taken as they are recorded: somebody of an agency that has parts of its own names those too.
    """
    rights = reviewer.rights_on(day_of(at), plan_key_of(report))
    return report.organisation_id in rights.employers | rights.organisations
