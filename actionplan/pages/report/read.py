"""A handed-in report to read: its contents in words, as far as the person may see them, and who acted on it."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.requests import PortalRequest
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.base.twins import local
from actionplan.pages.action.history import HistoryEntry, history_of
from actionplan.pages.questions.read import to_answer
from actionplan.pages.questions.threads import Thread, open_threads, threads_of
from actionplan.pages.sheet.next import next_asked
from actionplan.picture.moment import Moment
from actionplan.reporting.models import ProgressReport, Question
from actionplan.reporting.rules import sees_note, sees_remark, sees_report, sees_words
from actionplan.reporting.states import Basis, ReportState, confidence_word
from actionplan.reports.comparing import previous_report
from actionplan.reports.position import Position, position_of

from . import action_facts
from .words import fields_in_words, milestones_in_words, money_in_words


def contents(
    report: ProgressReport, user: User, position: Position, other: Position | None
) -> dict[str, Any]:
    """The report's fields, milestones and money in words, beside another position; limited words left out."""
    action, day = report.action, day_of(report.submitted_at or report.saved_at)
    phases = action_facts.phases_of(action, day)
    budget = action_facts.budget_of(action, action.plan, phases, day)
    terms = action_facts.milestone_terms_of(action, day)
    may_read = bool(sees_words(user, action))
    continuous = any(phase.continuous for phase in phases.in_force)
    fields = fields_in_words(
        position,
        other,
        is_lead=report.is_lead,
        continuous=continuous,
        note=sees_note(user, report),
    )
    return {
        "is_continuous": continuous,
        "verdict": confidence_word(report.verdict, continuous=continuous),
        "fields": [row for row in fields if may_read or not row.is_word],
        "milestones": milestones_in_words(position, other, terms, sources=may_read),
        "money": money_in_words(position, other, budget, sources=may_read),
    }


def versions_of(report: ProgressReport) -> list[ProgressReport]:
    """The reports of the same organisation on the action that were handed in, newest first."""
    rows = ProgressReport.objects.of(report.action_id, report.organisation_id).handed_in()
    people = ["submitted_by", "reviewed_by", "taken_back_by"]
    versions = list(rows.select_related("round", *people).newest_first())
    for one in versions:
        one.action, one.organisation = report.action, report.organisation
    return versions


def report_page(request: PortalRequest, report: ProgressReport) -> dict[str, Any]:
    """The context of the report's own page."""
    sees_before = request.user.has_perm("reporting.see_reported", report.action)
    reports = [report, previous_report(report)] if sees_before else [report]
    known = [one for one in reports if one is not None]
    prefetch_related_objects(known, "expenditures", "milestones")
    position, *before = [position_of(one) for one in known]
    context = report_context(request, report, position, before[0] if before else None)
    return context | {"next_asked": next_asked(report, request.user, request.now)}  # type: ignore[arg-type,attr-defined]


def report_context(
    request: PortalRequest, report: ProgressReport, position: Position, other: Position | None
) -> dict[str, Any]:
    """What the page of a report and its review show alike; `other` is the report before, where it may be seen."""
    action, plan, user = report.action, report.action.plan, request.user
    may_read = bool(sees_words(user, action))
    threads = threads_about(request, report)
    return {
        "plan": plan,
        "action": action,
        "report": report,
        "may_read": may_read,
        "has_last": other is not None,
        "remark": report.remark if sees_remark(user, report) else "",
        "threads": threads,
        "open_threads": to_answer(open_threads(threads), user),
        "history": _history(request, report, threads),
        "may_take_back": user.has_perm("reporting.take_back_report", report),
        "may_review": report.state == ReportState.SUBMITTED
        and user.has_perm("reporting.review_report", report),
        "token": new_token(),
        "trail": [
            (_("Actions"), reverse("action-list", args=[plan.code])),
            (f"{action.code} {local(action, 'title')}", reverse("action", args=[plan.code, action.code])),
        ],
        **contents(report, user, position, other),
    }


def threads_about(request: PortalRequest, report: ProgressReport) -> list[Thread]:
    """The questions to the organisation about the action, where the person sees reported facts."""
    if not request.user.has_perm("reporting.see_reported", report.action):
        return []
    questions = Question.objects.of_action(report.action_id).of_organisations([report.organisation_id])
    threads = threads_of(questions, request.now)  # type: ignore[attr-defined]
    for thread in threads:
        thread.question.action = report.action
    return threads


def _history(request: PortalRequest, report: ProgressReport, threads: list[Thread]) -> list[HistoryEntry]:
    """All versions that the person may see, with their remarks, the questions and the answers, as one."""
    user, action = request.user, report.action
    sees_all = user.has_perm("reporting.see_reported", action)
    basis = Basis.REPORTED if sees_all else Basis.ACCEPTED
    moment = Moment.now(request.now, action.plan, basis)  # type: ignore[attr-defined]
    versions = [one for one in versions_of(report) if one.pk == report.pk or sees_report(user, one)]
    return history_of(action, versions, threads, user, moment)
