"""Before an organisation submits: drafts marked as ready for agreement, and reports that say nothing changed.

The head of department agrees to all that is ready at once; `submit_several` submits it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.audit.revisions import operation
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Organisation
from actionplan.picture.live import read
from actionplan.picture.moment import Moment
from actionplan.picture.picture import ActionPicture, Picture
from actionplan.reporting.locking import (
    changed_by,
    lock,
    locked_report,
    refuse_unless_draft,
    refuse_unless_revision,
)
from actionplan.reporting.models import ProgressReport, Question, Round
from actionplan.reporting.standings import current_standing
from actionplan.reporting.states import DONE, Basis, ReportKind, ReportState
from actions.models import Action

from .contents import contents_of
from .pending import request_to_answer, round_under_way
from .questions import waiting_for_organisations
from .workflow import kind_for, lock_all, refuse_when_blocked, save_draft

Day = datetime.date


@operation()
def mark_ready(
    *, drafts: Iterable[tuple[ProgressReport, int]], by: User, at: datetime.datetime
) -> list[tuple[ProgressReport, str]]:
    """Mark drafts, each with the revision that was shown, as ready for agreement; saving other contents takes
    the mark off.

    Returns those that are left as they are, with why: saved meanwhile, or stopped by the checks. Raises
    PermissionDenied if the person may not write one of them: then none is marked.
    """
    rows = list(drafts)
    lock_all(draft.action_id for draft, _opened_on in rows)
    left = []
    for draft, opened_on in rows:
        try:
            _mark(draft, opened_on, by, at)
        except Refused as refusal:
            left.append((draft, str(refusal)))
    return left


def _mark(draft: ProgressReport, opened_on: int, by: User, at: datetime.datetime) -> None:
    row = _draft_to_write(draft, by)
    refuse_unless_revision(row, opened_on)
    refuse_when_blocked(row, at)
    row.ready_by, row.ready_at = by, at
    row.save(update_fields=["ready_by", "ready_at"])


@operation()
def take_ready_mark_off(*, draft: ProgressReport, by: User, at: datetime.datetime) -> None:
    """Say that a draft is not ready for agreement after all."""
    row = _draft_to_write(draft, by)
    row.ready_by = row.ready_at = None
    row.save(update_fields=["ready_by", "ready_at"])


def _draft_to_write(draft: ProgressReport, by: User) -> ProgressReport:
    row = locked_report(draft)
    if not by.has_perm("reporting.write_report", row):
        raise PermissionDenied
    refuse_unless_draft(row)
    return row


# Nothing changed


def words_said_on(report: ProgressReport) -> Day | None:
    """The day of the report in which its words were said first."""
    said_on = day_of(report.submitted_at) if report.submitted_at else None
    return report.unchanged_since or said_on


def why_not_unchanged(
    action: ActionPicture,
    last: ProgressReport | None,
    *,
    organisation: str,
    is_lead: bool,
    round: Round | None,
    today: Day,
    has_draft: bool,
    has_remark: bool,
    has_question: bool,
) -> str:
    """Why an organisation may not just say that nothing changed since its last report; empty if it may.

    `action` is as reported now, `organisation` its key, `round` the one under way. `has_remark`: a report was returned, or the request
    reopened in validation; `has_question`: one waits that is due in the round.
    """
    if has_question:
        return _("there is a question of the Platform to answer")
    if has_remark:
        return _("a remark waits for an answer")
    if has_draft:
        return _("a draft is begun")
    if last is None:
        return _("nothing was reported yet")
    if last.is_lead != is_lead:
        return _("your organisation has another part in the action now")
    about = round.about if round else today
    if is_lead and (sentence := _falls_by(action, about)):
        return sentence
    if sentence := _target_passed(action, organisation, about):
        return sentence
    opened_on = day_of(round.opened_at) if round and round.opened_at else None
    return _figure_missing(action, last, organisation, about, opened_on) if opened_on else ""


def _falls_by(action: ActionPicture, about: Day) -> str:
    """An end, or a milestone that is still open, by the day reported about."""
    if action.status in DONE:
        return ""
    ends = [day for day in (action.runs_until, action.forecast_end) if day is not None and day <= about]
    if ends:
        return _("its end falls on %(day)s: say what became of it") % {"day": formatting.day(min(ends))}
    for milestone in action.milestones:
        told = {row.period_start for row in milestone.told}
        is_due = milestone.is_still_open and milestone.due and milestone.due <= about
        if is_due or any(period not in told for period in milestone.due_periods):
            return _("milestone “%(title)s” is due: say what became of it") % {"title": milestone.local_title}
    return ""


def _target_passed(action: ActionPicture, organisation: str, about: Day) -> str:
    """An indicator that this organisation measures: a value was aimed at by the day reported about, and there is none."""
    for indicator in action.indicators:
        aimed_at = max((target.day for target in indicator.targets if target.day <= about), default=None)
        measured_in = indicator.latest.day.year if indicator.latest else 0
        if indicator.asked_in == organisation and aimed_at and measured_in < aimed_at.year:
            sentence = _("a value of “%(indicator)s” was aimed at by %(day)s: say what it is")
            return sentence % {"indicator": indicator.local_name, "day": formatting.day(aimed_at)}
    return ""


def _figure_missing(
    action: ActionPicture, last: ProgressReport, organisation: str, about: Day, opened_on: Day
) -> str:
    """A line with an amount, of a partner one that it funds or on which it reports, of whose year reported about, or
    last planned year, the organisation gave no amount as of a day since the round opened.
    """
    rows = [row for report in action.reports if report.pk == last.pk for row in report.spending]
    for line in action.lines:
        own = [row for row in rows if row.place == line.place]
        year = min(about.year, max(line.planned, default=about.year))
        is_known = any(
            row.has_amount and not row.withdrawn and row.year >= year and row.as_of and row.as_of >= opened_on
            for row in own
        )
        funds = any(funding.organisation == organisation for funding in line.funding)
        if line.has_amount and (last.is_lead or own or funds) and not is_known:
            return _("asks for figures of %(year)s") % {"year": year}
    return ""


def _has_remark(action: Action, organisation: Organisation) -> bool:
    """Whether the organisation's newest report was returned, or its request reopened in validation."""
    latest = ProgressReport.objects.of(action, organisation).handed_in().newest_first().first()
    if latest is not None and latest.state == ReportState.RETURNED:
        return True
    request: Any = request_to_answer(action, organisation)  # read with its state
    return request is not None and request.is_reopened


def _has_question(action: Action, organisation: Organisation, picture: Picture, round: Round | None) -> bool:
    """Whether the organisation has to answer a question in the round."""
    waiting = waiting_for_organisations(Question.objects.of_action(action), picture)
    return any(question.is_due_in(round) for question in waiting[action.pk, organisation.pk])


@operation()
def say_unchanged(
    *,
    action: Action,
    organisation: Organisation,
    source: str,
    opened_on: int,
    by: User,
    at: datetime.datetime,
) -> ProgressReport:
    """Make a report, ready for agreement, that repeats the organisation's last one and says that nothing changed.

    Its words are marked as unchanged since the report in which they were said. `source` is how one knows;
    `opened_on` the key of the last report. Raises Refused where it may not be said, or where the checks stop it.
    """
    action = lock(action.pk)
    standing = current_standing(action.pk, organisation.pk, Basis.REPORTED)
    last = standing.report if standing else None
    if last is not None and last.pk != opened_on:
        raise ChangedMeanwhile(changed_by(last))
    picture, round = (
        read(action.plan, Moment.now(at, Basis.REPORTED), [action.pk]),
        round_under_way(action.plan),
    )
    [pictured] = picture.actions
    sentence = why_not_unchanged(
        pictured,
        last,
        organisation=organisation.key,
        is_lead=kind_for(action, organisation, day_of(at)) == ReportKind.LEAD,
        round=round,
        today=day_of(at),
        has_draft=ProgressReport.objects.of(action, organisation).drafts().exists(),
        has_remark=_has_remark(action, organisation),
        has_question=_has_question(action, organisation, picture, round),
    )
    if sentence or last is None:
        raise Refused(_("“Nothing changed” cannot be said: %(why)s.") % {"why": sentence})
    contents = contents_of(last).without_once_fields()
    draft = save_draft(
        action=action,
        organisation=organisation,
        contents=contents.with_fields(source=source, unchanged_since=words_said_on(last)),
        report=None,
        opened_on=None,
        by=by,
        at=at,
    )
    _mark(draft, draft.revision, by, at)
    return draft
