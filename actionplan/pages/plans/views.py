"""The page Plans, and the acts on it: putting a plan in force, ending one, whom it reports to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
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
from objectives.models import NAMES_OF_PLAN, Plan
from objectives.workflow import end_plan, name_plan, put_in_force

from .read import is_still_there, plan_rows, plan_to_keep, state_context


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


class NamesForm(forms.ModelForm):
    class Meta:
        model = Plan
        fields = NAMES_OF_PLAN


@require_safe
def plan_names(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_to_keep(request, plan_code)
    return _names_page(request, plan, NamesForm(instance=plan), names_of(plan))


def names_of(plan: Plan) -> dict[str, str]:
    return {name: getattr(plan, name) for name in NAMES_OF_PLAN}


@require_POST
def plan_names_save(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_to_keep(request, plan_code)
    form = NamesForm(request.POST)
    opened_on = {name: request.POST.get(f"opened-{name}", "") for name in NAMES_OF_PLAN}
    if not form.is_valid():
        return _names_page(request, plan, form, opened_on, status=400)

    def act() -> str:
        name_plan(plan=plan, names=form.cleaned_data, opened_on=opened_on, by=request.user, at=request.now)
        return reverse("plan-list")

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        if not is_still_there(request, plan, refusal):
            return redirect("plan-list")
        return _names_page(request, plan, form, names_of(plan), [str(refusal.sentence)], status=409)
    messages.success(request, _("The names of the plan %(plan)s are kept.") % {"plan": plan})
    return redirect(result)


def _names_page(
    request: PortalRequest,
    plan: Plan,
    form: NamesForm,
    opened_on: dict[str, str],
    errors: Iterable[str] = (),
    status: int = 200,
) -> HttpResponse:
    """`opened_on` is what the form stands on: after a refusal what is there now, which is shown, so that sending it again is a
    decision.
    """
    context = {
        "plan": plan,
        "form": form,
        "opened_on": opened_on,
        "now": [name or "–" for name in opened_on.values()] if status == 409 else [],
        "errors": list(errors),
        "breadcrumbs": [(_("Plans"), reverse("plan-list"))],
    }
    return render(request, "plans/names.html", context, status=status)


def _moved(
    request: PortalRequest, plan: Plan, operation: Callable[..., Any], template: str, done: str
) -> HttpResponse:
    def act() -> str:
        operation(plan=plan, by=request.user, at=request.now)
        return reverse("plan-list")

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        if not is_still_there(request, plan, refusal):
            return redirect("plan-list")
        return render(request, template, state_context(request, plan, [refusal.sentence]), status=409)
    messages.success(request, done)
    return redirect(result)
