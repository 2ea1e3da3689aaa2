"""The conflict page: somebody else wrote in between. Nothing is overwritten, and nothing that was typed is lost."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.rules import writes_report
from actionplan.reports.answering import pending_report
from actionplan.reports.position import Position, position_of

from .form_page import form_context
from .forms.whole import ReportForm
from .scene import Scene
from .words import Said, fields_in_words, milestones_in_words, money_in_words


def differences(scene: Scene, mine: Position, theirs: Position | None) -> list[Said]:
    """Field by field and row by row: what was typed beside what is saved now, where they differ."""
    rows = [
        *fields_in_words(mine, theirs, is_lead=scene.is_lead, continuous=scene.is_continuous),
        *milestones_in_words(mine, theirs, scene.terms),
        *money_in_words(mine, theirs, scene.budget),
    ]
    return [row for row in rows if row.differs]


def current_of(scene: Scene) -> ProgressReport | None:
    """The report in draft or waiting for review as it is now, as far as this person may see it."""
    current = pending_report(scene.action, scene.organisation)
    if current is not None and current.is_draft and not writes_report(scene.request.user, current):
        return None
    return current


def says_the_same(scene: Scene, form: ReportForm) -> bool:
    """Whether the draft that somebody else saved holds just what was typed: then there is nothing to decide."""
    current = current_of(scene)
    if current is None or not current.is_draft:
        return False
    return not differences(scene, form.position(), position_of(current))


def conflict_page(request: PortalRequest, scene: Scene, form: ReportForm, refusal: Refused) -> HttpResponse:
    """409: both versions. Where a draft is there, the form stands on it now, so that saving again is a decision.

    Where the report was handed in, reviewed or discarded in between, or the organisation began a draft of its own,
    what was typed is shown to be copied.
    """
    current = current_of(scene)
    theirs = position_of(current) if current else None
    may_save_again = current is not None and current.is_draft
    if current is not None and may_save_again:
        form.opened_again(current.pk, current.revision)
    names = [scene.action.plan.code, scene.action.code]
    context = form_context(scene, form) | {
        "refusal": _said(request, current, refusal),
        "current": current,
        "differences": differences(scene, form.position(), theirs),
        "may_save_again": may_save_again,
        "report_url": reverse("report", args=[*names, current.pk])
        if current and not current.is_draft
        else "",
        "form_url": reverse("report-form", args=[*names, scene.organisation.key]),
    }
    return render(request, "report/conflict.html", context, status=409)


def _said(request: PortalRequest, current: ProgressReport | None, refusal: Refused) -> str:
    """The refusal's sentence; somebody who saved the draft in another window is not told of somebody else."""
    if current is not None and current.is_draft and current.saved_by_id == request.user.pk:
        return _("You saved this draft in another window in the meantime.")
    return str(refusal.sentence)
