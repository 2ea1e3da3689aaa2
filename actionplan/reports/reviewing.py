"""What the Platform does with a submitted report: accept it with a verdict, or return it with a remark.

Each operation locks the action first and writes its event in the same transaction.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

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
from actionplan.reporting.models import MinisterAnswer, ProgressReport, Request, Standing
from actionplan.reporting.round_hashes import asked_in
from actionplan.reporting.states import Basis, Confidence, ReportState
from actionplan.reporting.trail import record_act
from actions.models import Action

from .checks import findings
from .comparisons import comparisons_of
from .contents import Contents
from .findings import CheckContext, Level
from .pending import locked_round_under_way, refuse_in_validation
from .questions import ToAsk, ask_with_report, settle_with_report


@operation()
def accept(
    *,
    report: ProgressReport,
    verdict: str = "",
    remark: str = "",
    to_ask: ToAsk | None = None,
    settles: Collection[int] = (),
    at_once: bool = False,
    by: User,
    at: datetime.datetime,
) -> ProgressReport:
    """Accept a submitted report: a lead's with the Platform's verdict, unless it says completed or stopped; a
    contribution without.

    It counts on the accepted basis from `at` on, unless a newer one was accepted before. `to_ask` is asked with it, and open
    questions (keys) about the action that it `settles` are settled. `at_once`: with other reports, so that the lead's own
    word as verdict is marked as taken over.
    If it counts, what ministers' offices answered on the action before, in the round under way, is asked anew. Raises
    PermissionDenied for the submitter (four eyes), Refused if it was already reviewed or taken back.
    """
    row = _reviewable(report, by, at)
    if row.takes_verdict and verdict not in Confidence.values:
        raise Refused(_("Give the Platform’s verdict."))
    row.verdict = verdict if row.takes_verdict else ""
    row.verdict_taken_over = at_once and row.takes_verdict and verdict == row.confidence
    _review(row, ReportState.ACCEPTED, remark, by, at)
    standings.begin_accepted(row, at)
    record_act(Verb.ACCEPTED, row, by, at, contents=_ask_offices_anew(row, at))
    settle_with_report(row, settles, by=by, at=at)
    ask_with_report(row, to_ask, by=by, at=at)
    return row


def _ask_offices_anew(row: ProgressReport, at: datetime.datetime) -> dict[str, Any]:
    """If the accepted report counts, what ministers' offices answered is on the version before; returns the hashes of what
    was asked, if any answer changed. The round is locked, as by whoever takes the hashes of all that it asks.
    """
    if not standings.counts(row, Basis.ACCEPTED):
        return {}
    round = locked_round_under_way(row.action.plan_id)
    answers = MinisterAnswer.objects.current().filter(action=row.action_id, round=round)
    if round is None or not answers.update(superseded_at=at):
        return {}
    return asked_in(round.pk, row.action_id)


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
    names = ["state", "remark", "verdict", "verdict_taken_over", "reviewed_by", "reviewed_at"]
    row.save(update_fields=[*names, "reviewed_within"])


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


def reasons_to_review_singly(
    reports: list[ProgressReport],
    known: Mapping[int, tuple[Contents, CheckContext]],
    verdicts: Mapping[int, str],
    by: User,
    at: datetime.datetime,
) -> dict[int, list[str]]:
    """By report key: why it is accepted on its own, not with others; empty if it may be. Three queries.

    `known` has what each is checked against, `verdicts` the verdict that each would get, if one is chosen.
    """
    last_verdicts, reopened = _last_verdicts(reports), _reopened(reports)
    accepted = _accepted(reports)
    words = {
        report.pk: {report.confidence, verdicts.get(report.pk, "")} - {""} if report.takes_verdict else set()
        for report in reports
    }
    return {
        report.pk: [
            str(reason)
            for reason, holds in {
                _("the checks found something"): _has_findings(*known[report.pk]),
                _("it is off track"): Confidence.OFF_TRACK in words[report.pk],
                _("it is of your own agency"): is_within(report, by, at),
                _("its status or confidence changed"): report.is_lead
                and _stands_otherwise(report, accepted, known[report.pk][1].last),
                _("it differs from the last verdict"): report.action_id in last_verdicts
                and bool(words[report.pk] - {last_verdicts[report.action_id]}),
                _("its money changed"): _money_changed(*known[report.pk]),
                _("its end moved"): _end_moved(*known[report.pk]),
                _("it answers a remark"): report.answers_id is not None or report.pk in reopened,
                _("it has evidence"): bool(known[report.pk][1].evidence),
            }.items()
            if holds
        ]
        for report in reports
    }


def review_singly_words(reasons: list[str]) -> str:
    """`Review it on its own: its money changed, its end moved.`"""
    return _("Review it on its own: %(reasons)s.") % {"reasons": ", ".join(reasons)}


def _last_verdicts(reports: list[ProgressReport]) -> dict[int, str]:
    """The last verdict on each action, by key; actions without one are left out."""
    rows = ProgressReport.objects.filter(action__in={report.action_id for report in reports})
    given = rows.exclude(verdict="").order_by("reviewed_at", "pk")
    return dict(given.values_list("action", "verdict"))


def _accepted(reports: list[ProgressReport]) -> dict[int, tuple[str, str]]:
    """Status and confidence of each action as the Platform accepted them last, by key."""
    rows = Standing.objects.open().on_basis(Basis.ACCEPTED).filter(as_lead=True)
    rows = rows.filter(action__in={report.action_id for report in reports}).order_by("since", "pk")
    said = rows.values_list("action", "report__status", "report__confidence")
    return {action: (status, confidence) for action, status, confidence in said}


def _stands_otherwise(
    report: ProgressReport, accepted: Mapping[int, tuple[str, str]], last: Contents | None
) -> bool:
    """Whether status or confidence is another than was accepted last or, where nothing was, than was reported last."""
    before = accepted.get(report.action_id) or (last and (last["status"], last["confidence"]))
    return bool(before) and before != (report.status, report.confidence)


def _reopened(reports: list[ProgressReport]) -> set[int]:
    """The keys of those whose request was reopened because of an office's remark."""
    rows = Request.objects.under_way().filter(action__in={report.action_id for report in reports})
    asked = rows.with_reopened().filter(is_reopened=True)  # type: ignore[misc]
    reopened = set(asked.values_list("round", "action", "organisation"))
    return {
        report.pk
        for report in reports
        if (report.round_id, report.action_id, report.organisation_id) in reopened
    }


def _has_findings(contents: Contents, context: CheckContext) -> bool:
    """Whether the checks found more than information."""
    return any(finding.level != Level.INFORMATION for finding in findings(contents, context))


def _money_changed(contents: Contents, context: CheckContext) -> bool:
    """Whether an amount differs from the organisation's last report; at first, whether there is any."""
    return _amounts(contents) != (_amounts(context.last) if context.last else {})


def _amounts(contents: Contents) -> dict[tuple[int, int], tuple[Decimal | None, ...]]:
    amounts = {row.key: (row.committed, row.paid, row.forecast) for row in contents.expenditures}
    return {key: euro for key, euro in amounts.items() if euro != (None, None, None)}


def _end_moved(contents: Contents, context: CheckContext) -> bool:
    """Whether the lead gives another end than in its last report; at first, than the plan."""
    before = _end(context.last, context) if context.last else context.end
    return context.is_lead and _end(contents, context) != before


def _end(contents: Contents, context: CheckContext) -> datetime.date | None:
    return contents["actual_end"] or contents["forecast_end"] or context.end


@operation()
def accept_several(*, reports: Mapping[int, str], by: User, at: datetime.datetime) -> AcceptedSeveral:
    """Accept the reports with these keys, of one plan, each with its verdict (none for a contribution).

    A report that was reviewed or taken back meanwhile, or that has to be reviewed on its own, is left as it is; the others are accepted. All actions are locked first, in one order, so that two such requests
    cannot deadlock. Raises PermissionDenied if the same person submitted one of them: then none is accepted.
    """
    chosen = ProgressReport.objects.filter(pk__in=reports)
    list(Action.objects.select_for_update(no_key=True).filter(pk__in=chosen.values("action")).order_by("pk"))
    rows = list(chosen.select_related("action__plan", "organisation").order_by("action__order", "pk"))
    if not all(by.has_perm("reporting.review_report", row) for row in rows):
        raise PermissionDenied
    reasons = reasons_to_review_singly(rows, comparisons_of(rows, at), reports, by, at)
    outcome = AcceptedSeveral()
    for row in rows:
        try:
            with transaction.atomic():
                if row.state == ReportState.SUBMITTED and reasons[row.pk]:  # `accept` refuses any other state
                    raise Refused(review_singly_words(reasons[row.pk]))
                verdict = reports[row.pk]
                outcome.accepted.append(accept(report=row, verdict=verdict, at_once=True, by=by, at=at))
        except Refused as refusal:
            outcome.left.append((row, str(refusal)))
    return outcome
