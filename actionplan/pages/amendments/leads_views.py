"""Handing over the lead of an action."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.pages.tokens import carried_out_once
from actionplan.reports.handover import appoint_lead

from .leads import key_of, lead_form, lead_page, open_lead
from .parts import action_to_amend, address_of, as_sent_on

MAY = "reporting.appoint_lead"


@require_safe
def lead(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    """Who led when, what waits, and the form that hands over."""
    action = action_to_amend(request, plan_code, code, MAY)
    return render(request, "amendments/lead.html", lead_page(action, lead_form(request, action)))


@require_POST
def lead_appoint(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_to_amend(request, plan_code, code, MAY)
    form = lead_form(request, action, request.POST)
    if not form.is_valid():
        return render(request, "amendments/lead.html", lead_page(action, form), status=400)
    said = form.cleaned_data

    def act() -> str:
        appoint_lead(
            action=action,
            organisation=said["organisation"],
            from_day=said["from_day"],
            opened_on=said["opened_on"],
            by=request.user,
            at=request.now,
        )
        return address_of(action)

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        form = lead_form(request, action, as_sent_on(request, key_of(open_lead(action))))
        context = lead_page(action, form) | {"errors": [refusal.sentence]}
        return render(request, "amendments/lead.html", context, status=409)
    name = said["organisation"].local_name
    messages.success(request, _("%(organisation)s is appointed as lead.") % {"organisation": name})
    return redirect(result)
