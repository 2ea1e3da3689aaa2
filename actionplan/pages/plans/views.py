"""The page Plans, and the acts on it: putting a plan in force, ending one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.pages.getters import refuse_unless
from actionplan.pages.tokens import carried_out_once
from objectives.models import Plan
from objectives.workflow import end_plan, put_in_force

from .read import plan_rows, plan_to_keep, state_context


@require_safe
def plan_list(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "objectives.see_list")
    context = {
        "rows": plan_rows(request),
        "may_import": request.user.has_perm("objectives.import"),
        "may_keep_bodies": request.user.has_perm("organisations.keep"),
    }
    return render(request, "plans/list.html", context)


@require_safe
def put_in_force_confirm(request: PortalRequest, plan_code: str) -> HttpResponse:
    return render(
        request, "plans/put_in_force.html", state_context(request, plan_to_keep(request, plan_code))
    )


@require_POST
def plan_put_in_force(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_to_keep(request, plan_code)
    done = _("The plan %(plan)s is in force.") % {"plan": plan}
    return _moved(request, plan, put_in_force, "plans/put_in_force.html", done)


@require_safe
def end_confirm(request: PortalRequest, plan_code: str) -> HttpResponse:
    return render(request, "plans/end.html", state_context(request, plan_to_keep(request, plan_code)))


@require_POST
def plan_end(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_to_keep(request, plan_code)
    return _moved(
        request, plan, end_plan, "plans/end.html", _("The plan %(plan)s is ended.") % {"plan": plan}
    )


def _moved(
    request: PortalRequest, plan: Plan, operation: Callable[..., Any], template: str, done: str
) -> HttpResponse:
    def act() -> str:
        operation(plan=plan, by=request.user, at=request.now)
        return reverse("plan-list")

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        plan.refresh_from_db()
        return render(request, template, state_context(request, plan, [refusal.sentence]), status=409)
    messages.success(request, done)
    return redirect(result)
