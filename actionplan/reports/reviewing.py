"""The acts of the Platform on a report that was handed in: accept it with a verdict, or return it with a remark.

Each takes the action's row as its lock first, and is one transaction with its event in the trail.
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

    It holds on the accepted basis from `at` on, unless a newer one was accepted before. With a `question` the
    organisation is asked something for next time, to be answered by the last day of the term, `answer_by`, if any.
    Raises PermissionDenied for the submitter (four eyes), Refused when it was reviewed or taken back already.
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
    """Return a submitted report with a remark that says what is asked; what was there before holds again.

    Raises PermissionDenied for the submitter, Refused without a remark or when it was reviewed already.
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
    """Whether a review by this person at the instant is one within the submitting agency, and marked as such.

    It is when the organisation that reports employs the reviewer, or when the reviewer reports for it. Employers are
    taken as they are recorded: somebody of an agency that has parts of its own names those too.
    """
    rights = reviewer.rights_on(day_of(at), plan_key_of(report))
    return report.organisation_id in rights.employers | rights.organisations


# Several at once: each as on its own, so that one that changed in between does not hold up the rest


@dataclass
class AcceptedSeveral:
    """What became of each report: accepted, or left as it is, with the sentence that says why."""

    accepted: list[ProgressReport] = field(default_factory=list)
    left: list[tuple[ProgressReport, str]] = field(default_factory=list)


def asks_for_a_look(found: list[Finding]) -> bool:
    """Whether the checks found more than information: such a report is reviewed on its own."""
    return any(one.level != Level.INFORMATION for one in found)


@operation()
def accept_several(*, reports: Mapping[int, str], by: User, at: datetime.datetime) -> AcceptedSeveral:
    """Accept the reports with these keys, of one plan, each with its verdict (none for a contribution).

    One that was reviewed or taken back meanwhile, or in which the checks now find something, stays as it is; the others
    are accepted. All actions are locked first, in one order, so that two such acts cannot wait for one another.
    Raises PermissionDenied when one of them was submitted by the same person: then none is accepted.
    """
    chosen = ProgressReport.objects.filter(pk__in=reports)
    list(Action.objects.select_for_update(no_key=True).filter(pk__in=chosen.values("action")).order_by("pk"))
    rows = list(chosen.select_related("action__plan", "organisation").order_by("action__order", "pk"))
    known = comparisons_of(rows, at)
    outcome = AcceptedSeveral()
    for row in rows:
        try:
            with transaction.atomic():
                _refuse_what_asks_for_a_look(row, findings(*known[row.pk]))
                outcome.accepted.append(accept(report=row, verdict=reports[row.pk], by=by, at=at))
        except Refused as refusal:
            outcome.left.append((row, str(refusal)))
    return outcome


def _refuse_what_asks_for_a_look(row: ProgressReport, found: list[Finding]) -> None:
    """What was reviewed or taken back in between is refused by the acceptance, in its own words."""
    if row.state == ReportState.SUBMITTED and asks_for_a_look(found):
        raise Refused(_("The checks found something in it: review it on its own."))
