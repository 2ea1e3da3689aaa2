"""Correcting who has which part in an action: the form, what it would change in words, the correction itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import ChangedMeanwhile, Refused
from actionplan.pages.tokens import carried_out_once
from actions.models import Action
from actions.roles import roles_of
from actions.workflow import correct_roles, what_would_change

from .parts import action_to_amend, address_of, as_sent_on
from .roles import confirm_page, roles_form, roles_page
from .roles_form import RolesForm

MAY = "actions.amend"


@require_safe
def roles(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_to_amend(request, plan_code, code, MAY)
    return render(request, "amendments/roles.html", roles_page(action, roles_form(request, action)))


@require_POST
def roles_check(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """What the form would change, in words. Nothing is written yet."""
    action = action_to_amend(request, plan_code, code, MAY)
    form = roles_form(request, action, request.POST)
    if not form.is_valid():
        return render(request, "amendments/roles.html", roles_page(action, form), status=400)
    try:
        asked = what_would_change(action=action, **form.asked())
    except Refused as refusal:
        return _refused(request, action, refusal)
    return render(request, "amendments/roles_confirm.html", confirm_page(request, action, form, asked))


@require_POST
def roles_change(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """Back to the form, with what was typed."""
    action = action_to_amend(request, plan_code, code, MAY)
    form = roles_form(request, action, request.POST)
    return render(request, "amendments/roles.html", roles_page(action, form))


@require_POST
def roles_correct(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_to_amend(request, plan_code, code, MAY)
    form = roles_form(request, action, request.POST)
    if not form.is_valid():
        return render(request, "amendments/roles.html", roles_page(action, form), status=400)
    try:
        result = carried_out_once(request, lambda: _corrected(request, action, form))
    except Refused as refusal:
        return _refused(request, action, refusal)
    messages.success(request, _("The roles and the kind are corrected."))
    return redirect(result)


def _corrected(request: PortalRequest, action: Action, form: RolesForm) -> str:
    correct_roles(action=action, by=request.user, at=request.now, **form.asked())
    return address_of(action)


def _refused(request: PortalRequest, action: Action, refusal: Refused) -> HttpResponse:
    """409 with the sentence and all that was typed; where somebody else was first, what stands there now beside it."""
    form = roles_form(request, action, as_sent_on(request, roles_of(action).version))
    context = roles_page(action, form) | {
        "errors": [refusal.sentence],
        "changed_meanwhile": isinstance(refusal, ChangedMeanwhile),
    }
    return render(request, "amendments/roles.html", context, status=409)
