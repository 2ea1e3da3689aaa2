"""Discarding a plan in preparation, a file with a plan or a table of one: each asks first, on a page that says what goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.pages.getters import plan_for, refuse_unless
from actionplan.pages.tokens import carried_out_once
from actionplan.plan_document.discarding import (
    discard_file,
    discard_plan,
    discard_printed_plan,
    plan_to_discard,
)
from actionplan.plan_document.models import PlanFile, PrintedPlan
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
    return _file_page(request, "plan-file", _uploaded(request, PlanFile, pk))


@require_POST
def plan_file_discard(request: PortalRequest, pk: int) -> HttpResponse:
    return _file_discarded(
        request, "plan-file", PlanFile, pk, lambda row, **who: discard_file(file=row, **who)
    )


@require_safe
def printed_discard_confirm(request: PortalRequest, pk: int) -> HttpResponse:
    return _file_page(request, "printed-plan", _uploaded(request, PrintedPlan, pk))


@require_POST
def printed_plan_discard(request: PortalRequest, pk: int) -> HttpResponse:
    return _file_discarded(
        request,
        "printed-plan",
        PrintedPlan,
        pk,
        lambda row, **who: discard_printed_plan(printed=row, **who),
    )


LISTS = {"plan-file": "plan-import", "printed-plan": "printed-plans"}
"""By the address of an uploaded file, that of the page which lists them."""


def _uploaded(request: PortalRequest, model: Any, pk: int) -> Any:
    refuse_unless(request, MAY_IMPORT)
    row = model.objects.select_related("uploaded_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _file_page(
    request: PortalRequest, address: str, row: Any, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    file = row if address == "plan-file" else row.file
    context = {
        "file": row,
        "is_imported": bool(file and file.committed_at),
        "file_url": reverse(address, args=[row.pk]),
        "discard_url": reverse(f"{address}-discard", args=[row.pk]),
        "errors": errors or [],
        "breadcrumbs": [(_("Plans"), reverse("plan-list")), (_("Import a plan"), reverse("plan-import"))],
    }
    return render(request, "plans/discard_file.html", context, status=status)


def _file_discarded(
    request: PortalRequest, address: str, model: Any, pk: int, operation: Callable[..., None]
) -> HttpResponse:
    row = _uploaded(request, model, pk)

    def act() -> str:
        operation(row, by=request.user, at=request.now)
        return reverse(LISTS[address])

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        if not is_still_there(request, row, refusal):
            return redirect(LISTS[address])
        return _file_page(request, address, row, [str(refusal.sentence)], 409)
    messages.success(request, _("The file %(file)s is discarded.") % {"file": row})
    return redirect(result)
