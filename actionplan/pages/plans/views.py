"""The page Plans and its acts: putting a plan in force, ending it, and changing whom it reports to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.pages.getters import refuse_unless
from actionplan.pages.tokens import acted, form_page, sent_to
from objectives.models import PLAN_NAME_FIELDS, Plan
from objectives.workflow import end_plan, name_plan, put_in_force

from .read import ending, plan_rows, plan_to_keep, putting_in_force
from .to_do import to_do_of


@require_safe
def plan_list(request: PortalRequest) -> HttpResponse:
    refuse_unless(request, "objectives.see_list")
    rows = plan_rows(request)
    context = {
        "rows": rows,
        "to_do": to_do_of(request, [row.plan for row in rows]),
        "may_import": request.user.has_perm("objectives.import"),
        "may_keep_bodies": request.user.has_perm("organisations.manage"),
    }
    return render(request, "plans/list.html", context)


@form_page
def plan_put_in_force(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_to_keep(request, plan_code)
    return acted(
        request,
        "plans/put_in_force.html",
        lambda: putting_in_force(request, plan),
        lambda: put_in_force(plan=plan, by=request.user, at=request.now),
        to=reverse("plan-list"),
        done=_("The plan %(plan)s is in force.") % {"plan": plan},
        again=plan.refresh_from_db,
    )


@form_page
def plan_end(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_to_keep(request, plan_code)
    return acted(
        request,
        "ui/ask_first.html",
        lambda: ending(plan),
        lambda: end_plan(plan=plan, by=request.user, at=request.now),
        to=reverse("plan-list"),
        done=_("The plan %(plan)s is ended.") % {"plan": plan},
        again=plan.refresh_from_db,
    )


class NamesForm(forms.ModelForm):
    class Meta:
        model = Plan
        fields = PLAN_NAME_FIELDS


@form_page
def plan_names(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_to_keep(request, plan_code)
    sent = sent_to(request)
    form = NamesForm(sent, initial=_names_of(plan))
    opened_on = {name: sent.get(f"opened-{name}", "") if sent else "" for name in PLAN_NAME_FIELDS}

    def act() -> None:
        name_plan(plan=plan, names=form.cleaned_data, opened_on=opened_on, by=request.user, at=request.now)

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        now = _names_of(plan)
        return {"opened_on": now, "now": [name or "–" for name in now.values()]}

    return acted(
        request,
        "plans/names.html",
        lambda: {
            "plan": plan,
            "form": form,
            "opened_on": opened_on if form.is_bound else _names_of(plan),
            "breadcrumbs": [(_("Plans"), reverse("plan-list"))],
        },
        act,
        to=reverse("plan-list"),
        form=form,
        done=_("The names of the plan %(plan)s are kept.") % {"plan": plan},
        again=plan.refresh_from_db,
        conflict=conflict,
    )


def _names_of(plan: Plan) -> dict[str, str]:
    return {name: getattr(plan, name) for name in PLAN_NAME_FIELDS}
