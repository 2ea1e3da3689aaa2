"""The checks before submitting, the submission, and throwing a draft away."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.base.refusals import Refused
from actionplan.base.tokens import once
from actionplan.portal.report_checks_page import checks_context
from actionplan.portal.report_form_page import report_trail
from actionplan.portal.report_scene import Scene, scene_of
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.workflow import discard_draft, submit


class DraftActForm(forms.Form):
    """What an act on a draft carries: its token, and the draft and revision it was shown with."""

    token = forms.UUIDField()
    report = forms.IntegerField()
    revision = forms.IntegerField()


@require_safe
def report_checks(request: HttpRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    """Check your answers: what will be handed in, beside the last report, with the findings of the checks."""
    scene = scene_of(request, plan_code, code, key)
    if scene.draft is None:
        return redirect("report-form", plan_code, code, key)
    return render(request, "report/checks.html", checks_context(scene, scene.draft))


@require_POST
def report_submit(request: HttpRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    scene = scene_of(request, plan_code, code, key)
    sent, draft = _sent(request, scene)
    try:
        result = once(
            token=sent["token"],
            sender=request.user.pk,
            at=request.now,
            act=lambda: _submitted(request, scene, draft, sent["revision"]),
        )
    except Refused as refusal:
        return _refused(request, scene, refusal)
    messages.success(request, _("The report is submitted. The Platform reviews it."))
    return redirect(result)


def _submitted(request: HttpRequest, scene: Scene, draft: ProgressReport, revision: int) -> str:
    report = submit(report=draft, revision=revision, by=request.user, at=request.now)
    return reverse("report", args=[scene.action.plan.code, scene.action.code, report.pk])


@require_safe
def report_discard_confirm(request: HttpRequest, plan_code: str, code: str, key: str) -> HttpResponse:
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
def report_discard(request: HttpRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    scene = scene_of(request, plan_code, code, key)
    sent, draft = _sent(request, scene)
    address = reverse("action", args=[plan_code, code])

    def act() -> str:
        discard_draft(report=draft, revision=sent["revision"], by=request.user, at=request.now)
        return address

    try:
        result = once(token=sent["token"], sender=request.user.pk, at=request.now, act=act)
    except Refused as refusal:
        return _refused(request, scene, refusal)
    messages.success(request, _("The draft is discarded."))
    return redirect(result)


def _sent(request: HttpRequest, scene: Scene) -> tuple[dict, ProgressReport]:
    """The act's form, and the report that it names; 404 when it is not one of this organisation on this action."""
    form = DraftActForm(request.POST)
    if not form.is_valid():
        raise Http404
    reports = ProgressReport.objects.of(scene.action, scene.organisation)
    report = reports.filter(pk=form.cleaned_data["report"]).first()
    return form.cleaned_data, report or ProgressReport(pk=form.cleaned_data["report"], action=scene.action)


def _refused(request: HttpRequest, scene: Scene, refusal: Refused) -> HttpResponse:
    """409 with the sentence, on the draft as it is now; without one, on the page of the action."""
    if scene.draft is None:
        messages.error(request, str(refusal.sentence))
        return redirect("action", scene.action.plan.code, scene.action.code)
    context = checks_context(scene, scene.draft) | {"errors": [refusal.sentence]}
    return render(request, "report/checks.html", context, status=409)
