"""Discarding a plan in preparation, or a file with a plan: each asks first, on a page that says what goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.pages.getters import plan_for, refuse_unless
from actionplan.pages.tokens import carried_out_once
from actionplan.plan_document.discarding import discard_file, discard_plan, plan_to_discard
from actionplan.plan_document.models import PlanFile
from objectives.models import Plan

from .read import is_still_there

MAY_IMPORT = "objectives.import"


@require_safe
def discard_confirm(request: PortalRequest, plan_code: str) -> HttpResponse:
    return _plan_page(request, plan_for(request, plan_code, MAY_IMPORT))


@require_POST
def plan_discard(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_for(request, plan_code, MAY_IMPORT)

    def act() -> str:
        discard_plan(plan=plan, mark=request.POST.get("mark", ""), by=request.user, at=request.now)
        return reverse("plan-list")

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        if not is_still_there(request, plan, refusal):
            return redirect("plan-list")
        return _plan_page(request, plan, [str(refusal.sentence)], 409)
    messages.success(request, _("The plan %(plan)s is discarded.") % {"plan": plan})
    return redirect(result)


def _plan_page(
    request: PortalRequest, plan: Plan, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "plan": plan,
        "goes": plan_to_discard(plan, day_of(request.now)),
        "errors": errors or [],
        "breadcrumbs": [(_("Plans"), reverse("plan-list"))],
    }
    return render(request, "plans/discard.html", context, status=status)


@require_safe
def file_discard_confirm(request: PortalRequest, pk: int) -> HttpResponse:
    return _file_page(request, _file(request, pk))


@require_POST
def plan_file_discard(request: PortalRequest, pk: int) -> HttpResponse:
    file = _file(request, pk)

    def act() -> str:
        discard_file(file=file, by=request.user, at=request.now)
        return reverse("plan-import")

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        if not is_still_there(request, file, refusal):
            return redirect("plan-import")
        return _file_page(request, file, [str(refusal.sentence)], 409)
    messages.success(request, _("The file %(file)s is discarded.") % {"file": file})
    return redirect(result)


def _file(request: PortalRequest, pk: int) -> PlanFile:
    refuse_unless(request, MAY_IMPORT)
    return get_object_or_404(PlanFile.objects.select_related("uploaded_by"), pk=pk)


def _file_page(
    request: PortalRequest, file: PlanFile, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "file": file,
        "errors": errors or [],
        "breadcrumbs": [(_("Plans"), reverse("plan-list")), (_("Import a plan"), reverse("plan-import"))],
    }
    return render(request, "plans/discard_file.html", context, status=status)
