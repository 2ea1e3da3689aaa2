"""What the page of checks shows: the draft in words beside the last report, with what the checks found."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from actionplan.base.tokens import new_token
from actionplan.reporting.models import ProgressReport
from actionplan.reports.checks import Finding, Level, findings
from actionplan.reports.comparing import comparison_of

from .form_page import report_trail
from .questions import questions_waiting
from .scene import Scene
from .words import fields_in_words, milestones_in_words, money_in_words

ANCHORS = {"expenditure": "money", "milestone": "milestones"}


def anchored(found: list[Finding], form_url: str) -> list[dict[str, Any]]:
    """Findings with the address of the field they are about; without a form, of the contents on the same page."""
    return [{"finding": one, "url": _address(one, form_url)} for one in found]


def _address(one: Finding, form_url: str) -> str:
    if not form_url:
        return "#contents"
    return f"{form_url}#{ANCHORS.get(one.field, f'id_{one.field}')}" if one.field else form_url


def by_level(found: list[Finding], form_url: str = "") -> list[dict[str, Any]]:
    """The findings of each level that has any, worst first."""
    groups = []
    for level in Level:
        of_level = [one for one in found if one.level == level]
        if of_level:
            groups.append({"level": level, "label": level.label, "findings": anchored(of_level, form_url)})
    return groups


def checks_context(scene: Scene, draft: ProgressReport) -> dict[str, Any]:
    request, action = scene.request, scene.action
    names = [action.plan.code, action.code, scene.organisation.key]
    draft.action = action
    position, around = comparison_of(draft, request.now)  # type: ignore[attr-defined]
    found, last = findings(position, around), around.last
    form_url = reverse("report-form", args=names)
    shown = position.without_what_does_not_apply()
    return {
        "plan": action.plan,
        "action": action,
        "scene": scene,
        "draft": draft,
        "fields": fields_in_words(shown, last, is_lead=scene.is_lead, continuous=scene.is_continuous),
        "milestones": milestones_in_words(position, last, scene.terms),
        "money": money_in_words(position, last, scene.budget),
        "groups": by_level(found, form_url),
        "unanswered": questions_waiting(action.pk, scene.organisation.pk),
        "may_write": request.user.has_perm("reporting.write_report", draft),
        "may_submit": request.user.has_perm("reporting.submit_report", draft),
        "is_blocked": any(one.is_blocking for one in found),
        "has_last": last is not None,
        "form_url": form_url,
        "submit_url": reverse("report-submit", args=names),
        "discard_url": reverse("report-discard-confirm", args=names),
        "token": new_token(),
        "trail": report_trail(scene),
    }
