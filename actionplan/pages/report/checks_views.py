"""The checks before submitting, the submission, and throwing a draft away."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.typed import carries_on
from actionplan.base.refusals import Refused
from actionplan.pages.tokens import carried_out_once
from actionplan.reporting.models import ProgressReport
from actionplan.reports.workflow import discard_draft, submit

from .checks import checks_context
from .conflict import current_of
from .form_page import report_trail
from .scene import Scene, scene_of, scene_to_read


class DraftActForm(forms.Form):
    """What an act on a draft carries: its token, and the draft and revision it was shown with."""

    token = forms.UUIDField()
    report = forms.IntegerField()
    revision = forms.IntegerField()


@require_safe
def report_checks(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    """Check your answers: what will be handed in, beside the last report, with the findings of the checks."""
    scene = scene_to_read(request, plan_code, code, key)
    if scene.draft is None:
        return redirect("report-form", plan_code, code, key)
    return render(request, "report/checks.html", checks_context(scene, scene.draft))


def _checks_address(request: PortalRequest, plan_code: str, code: str, key: str) -> str:
    return reverse("report-checks", args=[plan_code, code, key])


@carries_on(_checks_address)
@require_POST
def report_submit(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    scene = scene_of(request, plan_code, code, key)
    sent, draft = _sent(request, scene)
    try:
        result = carried_out_once(request, lambda: _submitted(request, scene, draft, sent["revision"]))
    except Refused as refusal:
        return _refused(request, scene, refusal)
    messages.success(request, _("The report is submitted. The Platform reviews it."))
    return redirect(result)


def _submitted(request: PortalRequest, scene: Scene, draft: ProgressReport, revision: int) -> str:
    report = submit(report=draft, revision=revision, by=request.user, at=request.now)
    return reverse("report", args=[scene.action.plan.code, scene.action.code, report.pk])


@require_safe
def report_discard_confirm(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    scene = scene_of(request, plan_code, code, key)
    if scene.draft is None:
        return redirect("report-form", plan_code, code, key)
    context = {
        "plan": scene.action.plan,
        "action": scene.action,
        "scene": scene,
        "draft": scene.draft,
        "token": uuid.uuid4(),
        "trail": report_trail(scene),
    }
    return render(request, "report/discard.html", context)


@require_POST
def report_discard(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    scene = scene_of(request, plan_code, code, key)
    sent, draft = _sent(request, scene)
    address = reverse("action", args=[plan_code, code])

    def act() -> str:
        discard_draft(report=draft, revision=sent["revision"], by=request.user, at=request.now)
        return address

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return _refused(request, scene, refusal)
    messages.success(request, _("The draft is discarded."))
    return redirect(result)


def _sent(request: PortalRequest, scene: Scene) -> tuple[dict, ProgressReport]:
    """The act's form, and the report of this organisation on this action that it names, gone or not."""
    form = DraftActForm(request.POST)
    if not form.is_valid():
        raise BadRequest("not a form of the portal")
    reports = ProgressReport.objects.of(scene.action, scene.organisation)
    report = reports.filter(pk=form.cleaned_data["report"]).first()
    return form.cleaned_data, report or ProgressReport(action=scene.action)


def _refused(request: PortalRequest, scene: Scene, refusal: Refused) -> HttpResponse:
    """409 with the sentence: on the draft as it is now or, when it is there no more, with the links that lead on."""
    scene.pending = current_of(scene)
    context = {"errors": [refusal.sentence]}
    if scene.draft is None:
        context |= {"plan": scene.action.plan, "action": scene.action, "scene": scene}
        context["trail"] = report_trail(scene)
        return render(request, "report/gone.html", context, status=409)
    return render(request, "report/checks.html", checks_context(scene, scene.draft) | context, status=409)
