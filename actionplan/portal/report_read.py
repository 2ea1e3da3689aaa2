"""A handed-in report to read: its contents in words, as far as the person may see them, and who acted on it."""

from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.base.twins import local
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.position import Position, position_of
from actionplan.reporting.rules import sees_note, sees_remark, sees_report, sees_words
from actionplan.reporting.states import ReportState, confidence_word
from actionplan.reporting.surroundings import previous_report

from . import action_facts
from .report_words import fields_in_words, milestones_in_words, money_in_words


def is_inside_agency(report: ProgressReport) -> bool:
    """Whether the reviewer is employed by the organisation that submitted; such a review is marked as such."""
    if report.reviewed_by is None or report.reviewed_at is None:
        return False
    employers = report.reviewed_by.rights_on(day_of(report.reviewed_at)).employers
    return report.organisation_id in employers


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
        "verdict": confidence_word(report.verdict, continuous=continuous),
        "fields": [row for row in fields if may_read or not row.is_word],
        "milestones": milestones_in_words(position, other, terms, sources=may_read),
        "money": money_in_words(position, other, budget, sources=may_read),
    }


def versions_of(report: ProgressReport) -> list[ProgressReport]:
    """The reports of the same organisation on the action that were handed in, newest first."""
    rows = ProgressReport.objects.of(report.action_id, report.organisation_id).handed_in()
    return list(rows.select_related("submitted_by", "reviewed_by").newest_first())


def report_page(request: HttpRequest, report: ProgressReport) -> dict[str, Any]:
    """The context of the report's own page."""
    sees_before = request.user.has_perm("reporting.see_reported", report.action)
    reports = [report, previous_report(report)] if sees_before else [report]
    known = [one for one in reports if one is not None]
    prefetch_related_objects(known, "expenditures", "milestones")
    position, *before = [position_of(one) for one in known]
    return report_context(request, report, position, before[0] if before else None)


def report_context(
    request: HttpRequest, report: ProgressReport, position: Position, other: Position | None
) -> dict[str, Any]:
    """What the page of a report and its review show alike; `other` is the report before, where it may be seen."""
    action, plan, user = report.action, report.action.plan, request.user
    may_read = bool(sees_words(user, action))
    return {
        "plan": plan,
        "action": action,
        "report": report,
        "may_read": may_read,
        "has_last": other is not None,
        "remark": report.remark if sees_remark(user, report) else "",
        "inside_agency": is_inside_agency(report),
        "versions": [one for one in versions_of(report) if one.pk == report.pk or _shown(user, one, action)],
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


def _shown(user: User, report: ProgressReport, action: Any) -> bool:
    report.action = action
    return sees_report(user, report)
