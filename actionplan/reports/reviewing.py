"""What the Platform does with a submitted report: accept it with a verdict, or return it with a remark.

Each operation locks the action first and writes its event in the same transaction.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.rules import plan_key_of
from actionplan.audit.revisions import operation
from actionplan.audit.verbs import Verb
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.reporting import standings
from actionplan.reporting.locking import locked_report, refuse_unless_waiting
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import Confidence, ReportState
from actionplan.reporting.trail import record_act
from actions.models import Action

from .checks import Finding, Level, findings
from .comparisons import comparisons_of
from .pending import refuse_in_validation
from .questions import ask_question


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

    It counts on the accepted basis from `at` on, unless a newer one was accepted before. A `question` is put
    to the organisation for next time, to be answered by `answer_by`, if given. Raises PermissionDenied for
    the submitter (four eyes), Refused if it was already reviewed or taken back.
    """
    row = _reviewable(report, by, at)
    if row.is_lead and verdict not in Confidence.values:
        raise Refused(_("Give the Platform’s verdict."))
    row.verdict = verdict if row.is_lead else ""
    _review(row, ReportState.ACCEPTED, remark, by, at)
    standings.begin_accepted(row, at)
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
    """Return a submitted report with a remark that says what to change; the report before it counts again.

    Raises PermissionDenied for the submitter, Refused without a remark or if it was already reviewed.
    """
    row = _reviewable(report, by, at)
    refuse_in_validation(row)
    if not remark.strip():
        raise Refused(_("Say what you ask for."))
    _review(row, ReportState.RETURNED, remark, by, at)
    standings.end_reported(row, at)
    record_act(Verb.RETURNED, row, by, at)
    return row


def _reviewable(report: ProgressReport, by: User, at: datetime.datetime) -> ProgressReport:
    row = locked_report(report)
    if not by.has_perm("reporting.review_report", row):
        raise PermissionDenied
    refuse_unless_waiting(row)
    standings.refuse_before_latest(row.action_id, at)
    return row


def _review(row: ProgressReport, state: ReportState, remark: str, by: User, at: datetime.datetime) -> None:
    row.state = state
    row.remark = remark.strip()
    row.reviewed_by, row.reviewed_at = by, at
    row.reviewed_within = is_within(row, by, at)
    row.save(update_fields=["state", "remark", "verdict", "reviewed_by", "reviewed_at", "reviewed_within"])


def is_within(report: ProgressReport, reviewer: User, at: datetime.datetime) -> bool:
    """Whether the review happens within the submitting agency, and is marked as such.

    It does if the reporting organisation employs the reviewer, or the reviewer reports for it. Employers are
    taken as recorded: for somebody of an agency with parts of its own, they include those.
    """
    rights = reviewer.rights_on(day_of(at), plan_key_of(report))
    return report.organisation_id in rights.employers | rights.organisations


# Several at once, each in a transaction of its own, so that one that changed in between does not stop the
# others


@dataclass
class AcceptedSeveral:
    """What became of each report: accepted, or left as it is, with the reason."""

    accepted: list[ProgressReport] = field(default_factory=list)
    left: list[tuple[ProgressReport, str]] = field(default_factory=list)


def needs_individual_review(results: list[Finding]) -> bool:
    """Whether the checks found more than information: such a report must be reviewed on its own."""
    return any(finding.level != Level.INFORMATION for finding in results)


@operation()
def accept_several(*, reports: Mapping[int, str], by: User, at: datetime.datetime) -> AcceptedSeveral:
    """Accept the reports with these keys, of one plan, each with its verdict (none for a contribution).

    A report that was reviewed or taken back meanwhile, or for which the checks now find something, is left as
    it is; the others are accepted. All actions are locked first, in one order, so that two such requests
    cannot deadlock. Raises PermissionDenied if the same person submitted one of them: then none is accepted.
    """
    chosen = ProgressReport.objects.filter(pk__in=reports)
    list(Action.objects.select_for_update(no_key=True).filter(pk__in=chosen.values("action")).order_by("pk"))
    rows = list(chosen.select_related("action__plan", "organisation").order_by("action__order", "pk"))
    known = comparisons_of(rows, at)
    outcome = AcceptedSeveral()
    for row in rows:
        try:
            with transaction.atomic():
                _refuse_if_needs_individual_review(row, findings(*known[row.pk]))
                outcome.accepted.append(accept(report=row, verdict=reports[row.pk], by=by, at=at))
        except Refused as refusal:
            outcome.left.append((row, str(refusal)))
    return outcome


def _refuse_if_needs_individual_review(row: ProgressReport, results: list[Finding]) -> None:
    """Only reports that still wait: any other is refused by `accept`, with its own sentence."""
    if row.state == ReportState.SUBMITTED and needs_individual_review(results):
        raise Refused(_("The checks found something in it: review it on its own."))
