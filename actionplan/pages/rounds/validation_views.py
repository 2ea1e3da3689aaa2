"""The page on which a minister's office answers in the validation of a round."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.organisations.models import Minister
from actionplan.pages.tokens import carried_out_once
from actionplan.reporting.rules import OfficeInRound
from actionplan.rounds.validation import answer_for_minister

from .forms import ValidationForm
from .getters import as_it_is_now, round_or_404
from .validation import ValidationScene


def _scene(request: PortalRequest, plan_code: str, round_code: str, key: str) -> ValidationScene:
    """What the office of that minister is asked; coordinators and auditors read it too."""
    round = round_or_404(request, plan_code, round_code)
    minister = get_object_or_404(Minister, key=key)
    if not request.user.has_perm("reporting.see_validation", OfficeInRound(round, minister)):
        raise PermissionDenied
    return ValidationScene(request, round, minister)


@require_safe
def validation(request: PortalRequest, plan_code: str, round_code: str, key: str) -> HttpResponse:
    scene = _scene(request, plan_code, round_code, key)
    return render(request, "rounds/validation.html", scene.context(scene.form()))


@require_POST
def validation_save(request: PortalRequest, plan_code: str, round_code: str, key: str) -> HttpResponse:
    return _save(request, _scene(request, plan_code, round_code, key), ValidationForm.changed)


@require_POST
def validation_no_objection(
    request: PortalRequest, plan_code: str, round_code: str, key: str
) -> HttpResponse:
    """Save what was filled in, and answer "no objection" to the rest."""
    scene = _scene(request, plan_code, round_code, key)
    return _save(request, scene, ValidationForm.with_no_objection_to_the_rest)


def _save(
    request: PortalRequest, scene: ValidationScene, chosen: Callable[[ValidationForm], dict[int, str]]
) -> HttpResponse:
    if not request.user.has_perm("reporting.answer_for_minister", scene.office):
        raise PermissionDenied
    form = scene.form(request.POST)
    if not form.is_valid():
        return render(request, "rounds/validation.html", scene.context(form), status=400)
    remarks = chosen(form)

    def act() -> str:
        facts = {"round": scene.round, "minister": scene.minister, "remarks": remarks, "shown": form.shown()}
        answer_for_minister(**facts, by=request.user, at=request.now)
        return reverse("validation", args=[scene.round.plan.code, scene.round.code, scene.minister.key])

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return _refused(request, scene, form, refusal)
    messages.success(request, _said(len(remarks)))
    return redirect(result)


def _said(count: int) -> str:
    return ngettext("%(count)s answer is saved.", "%(count)s answers are saved.", count) % {"count": count}


def _refused(
    request: PortalRequest, scene: ValidationScene, form: ValidationForm, refusal: Refused
) -> HttpResponse:
    """409: nothing is saved, and what was typed stands beside what somebody else answered."""
    scene = ValidationScene(request, as_it_is_now(scene.round), scene.minister)
    is_conflict = isinstance(refusal, ChangedMeanwhile)
    if is_conflict:
        form.opened_again({action: answer.remark for action, answer in scene.answers.items()})
    context = scene.context(form) | {"errors": [refusal.sentence], "is_conflict": is_conflict}
    return render(request, "rounds/validation.html", context, status=409)
