"""The form of a report: show it, save it as a draft, save it and go on to the checks."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.typed import carries_on, typed_for
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.pages.getters import action_or_404
from actionplan.pages.tokens import carried_out_once
from actionplan.reporting.rules import organisations_to_report_for
from actionplan.reports.workflow import save_draft

from .conflict import conflict_page, says_the_same
from .form_page import form_context
from .forms.whole import ReportForm
from .questions import AnswersInForm, answers_in_form, send_answers
from .scene import WHOLE, Scene, scene_of, scene_to_save_in


@require_safe
def report_choose(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """Straight on for somebody with one organisation in the action; a choice for somebody with several."""
    action = action_or_404(request, plan_code, code)
    organisations = organisations_to_report_for(request.user, action)
    if not organisations:
        raise PermissionDenied
    if len(organisations) == 1:
        return redirect("report-form", plan_code, code, organisations[0].key)
    context = {"plan": action.plan, "action": action, "organisations": organisations}
    return render(request, "report/choose.html", context)


@require_safe
def report_form(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    """The draft, or a form prefilled from the last report. Nothing is written until it is saved."""
    typed = typed_for(request)
    if typed is not None:
        return _typed_again(request, scene_to_save_in(request, plan_code, code, key), typed)
    scene = scene_of(request, plan_code, code, key)
    if scene.submitted is not None:
        return redirect("report", plan_code, code, scene.submitted.pk)
    return render(request, "report/form.html", form_context(scene, scene.form()))


def _typed_again(request: PortalRequest, scene: Scene, typed: QueryDict) -> HttpResponse:
    """The form with what was typed before the session ended; both versions where somebody handed in since."""
    scene.typed = typed
    form, answers = scene.form(typed), answers_in_form(scene)
    is_readable = all([answers.is_valid(), form.is_valid()])
    if is_readable and (scene.submitted is not None or scene.is_taken):
        refusal = Refused(_("Somebody handed in or changed this report in the meantime."))
        return conflict_page(request, scene, form, refusal)
    return render(request, "report/form.html", form_context(scene, form) | {"typed_again": True})


def _form_address(request: PortalRequest, plan_code: str, code: str, key: str) -> str:
    whole = f"?{WHOLE}=on" if WHOLE in request.GET else ""
    return reverse("report-form", args=[plan_code, code, key]) + whole


@carries_on(_form_address)
@require_POST
def report_save(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    return _save(request, scene_to_save_in(request, plan_code, code, key), then="report-form")


@carries_on(_form_address)
@require_POST
def report_save_and_check(request: PortalRequest, plan_code: str, code: str, key: str) -> HttpResponse:
    return _save(request, scene_to_save_in(request, plan_code, code, key), then="report-checks")


def _save(request: PortalRequest, scene: Scene, then: str) -> HttpResponse:
    """Save what was typed, once; what cannot be read or stands against somebody else's save comes back as typed."""
    form, answers = scene.form(request.POST), answers_in_form(scene)
    if not all([answers.is_valid(), form.is_valid()]):
        return render(request, "report/form.html", form_context(scene, form), status=400)
    if answers.lost:
        context = form_context(scene, form) | {"errors": [_("A question was closed in the meantime.")]}
        return render(request, "report/form.html", context, status=409)
    address = reverse(then, args=[scene.action.plan.code, scene.action.code, scene.organisation.key])
    try:
        result = carried_out_once(request, lambda: _saved(request, scene, form, answers, address))
    except ChangedMeanwhile as refusal:
        if answers.typed_texts or not says_the_same(scene, form):
            return conflict_page(request, scene, form, refusal)
        result = address
    except Refused as refusal:
        context = form_context(scene, form) | {"errors": [refusal.sentence]}
        return render(request, "report/form.html", context, status=409)
    clock = {"time": time_format(timezone.localtime(request.now))}
    messages.success(request, _("The draft was saved at %(time)s.") % clock)
    if any(answers.typed()):
        messages.success(request, _("Your answer is sent to the Platform."))
    return redirect(result)


def _saved(
    request: PortalRequest, scene: Scene, form: ReportForm, answers: AnswersInForm, address: str
) -> str:
    opened = form.opened.cleaned_data
    save_draft(
        action=scene.action,
        organisation=scene.organisation,
        position=form.position(),
        report=opened["report"],
        revision=opened["revision"] or 0,
        by=request.user,
        at=request.now,
        on_behalf=scene.on_behalf,
    )
    send_answers(scene, answers)
    return address
