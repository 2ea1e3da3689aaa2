"""Ending a role, and saying that a list of people is right."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.confirmations import confirm_list
from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.workflow import end_membership
from actionplan.base.brussels import day_of
from actionplan.base.refusals import Refused
from actionplan.base.tokens import new_token
from actionplan.pages.tokens import carried_out_once

from .addresses import body_or_404
from .forms import EndRoleForm
from .getters import membership_to_end, refuse_unless_keeps_people
from .leaving import leaving
from .page import address_of_list, people_context


@require_safe
def role_end_confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """From which day, and what follows."""
    membership = membership_to_end(request, pk)
    form = EndRoleForm(initial={"on": day_of(request.now), "token": new_token()})
    return render(request, "people/end_role.html", leaving(request, membership) | {"form": form})


@require_POST
def role_end(request: PortalRequest, pk: int) -> HttpResponse:
    membership = membership_to_end(request, pk)
    form = EndRoleForm(request.POST)
    context = leaving(request, membership) | {"form": form}
    if not form.is_valid():
        return render(request, "people/end_role.html", context, status=400)

    def act() -> str:
        on = form.cleaned_data["on"]
        end_membership(membership=membership, on=on, by=request.user, at=request.now)
        return reverse("people")

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        return render(request, "people/end_role.html", context | {"errors": [refusal.sentence]}, status=409)
    messages.success(request, _("The role of %(name)s is ended.") % {"name": membership.user})
    return redirect(result)


@require_POST
def list_confirm(request: PortalRequest, kind: str, key: str) -> HttpResponse:
    refuse_unless_keeps_people(request)
    body = body_or_404(kind, key)

    def act() -> str:
        confirm_list(body=body, seen=request.POST.get("seen", ""), by=request.user, at=request.now)
        return address_of_list(kind, key)

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = people_context(request, [f"{body}: {refusal.sentence}"])
        return render(request, "people/people.html", context, status=409)
    messages.success(request, _("You confirmed the list of %(body)s.") % {"body": body})
    return redirect(result)
