"""The action of an earlier plan that an action continues: the form, and saving it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _

from actionplan.accounts.portal_request import PortalRequest
from actionplan.amendments.continuing import continue_action
from actionplan.base.refusals import ChangedMeanwhile
from actionplan.pages.getters import about_action, plans_seen
from actionplan.pages.tokens import acted, as_sent_on, form_page, sent_to
from actions.models import Action
from objectives.models import Plan

from .forms import ContinuesForm
from .read import MAY_AMEND, action_to_amend, address_today


def action_that_continues(request: PortalRequest, plan_code: str, code: str) -> Action:
    """Refused also to people who cannot see the plan of the action it continues."""
    action = action_to_amend(request, plan_code, code, MAY_AMEND)
    if action.continues and action.continues.plan not in plans_seen(request):
        raise PermissionDenied
    return action


def earlier_plans(request: PortalRequest, action: Action) -> list[Plan]:
    return [plan for plan in plans_seen(request) if plan.start < action.plan.start]


def continues_form(request: PortalRequest, action: Action, data: Any = None) -> ContinuesForm:
    """The form on what it continues now, or on what was sent if there is `data`."""
    opened: dict[str, Any] = {"opened_on": action.continues_id or 0}
    if action.continues:
        opened |= {"plan": action.continues.plan.code, "code": action.continues.code}
    return ContinuesForm(data, plans=earlier_plans(request, action), initial=opened)


@form_page
def continues(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_that_continues(request, plan_code, code)
    form = continues_form(request, action, sent_to(request))

    def act() -> None:
        continue_action(
            action=action,
            continued=form.continued,
            opened_on=form.cleaned_data["opened_on"],
            by=request.user,
            at=request.now,
        )

    def conflict(refusal: ChangedMeanwhile) -> dict[str, Any]:
        return {"form": continues_form(request, action, as_sent_on(request, action.continues_id or 0))}

    return acted(
        request,
        "amendments/continues.html",
        lambda: {**about_action(action), "form": form, "plans": earlier_plans(request, action)},
        act,
        to=address_today(request, action),
        form=form,
        done=_("What the action continues is saved."),
        conflict=conflict,
    )
