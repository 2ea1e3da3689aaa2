"""Milestones that are not in the printed plan: propose one, see what waits, withdraw, agree, decline."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.requests import PortalRequest
from actionplan.base.refusals import Refused
from actionplan.pages.getters import plan_or_404
from actionplan.pages.tokens import carried_out_once
from actionplan.reporting.models import MilestoneProposal
from actionplan.reports.proposals import (
    agree_to_milestone,
    decline_milestone,
    propose_milestone,
    withdraw_proposal,
)

from .forms.proposals import AgreeForm, DeclineForm, ProposalForm
from .parts import action_to_amend
from .proposals import answered_in, as_it_is_now, proposal_or_404, proposal_page, propose_page, waiting_in

PAGE_SIZE = 25
MAY_PROPOSE, MAY_ANSWER = "reporting.propose_milestone", "reporting.answer_proposal"


@require_safe
def propose(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_to_amend(request, plan_code, code, MAY_PROPOSE)
    return render(request, "amendments/propose.html", propose_page(request, action))


@require_POST
def propose_send(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_to_amend(request, plan_code, code, MAY_PROPOSE)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return render(request, "amendments/propose.html", propose_page(request, action, form), status=400)

    def act() -> str:
        row = propose_milestone(action=action, terms=form.terms(), by=request.user, at=request.now)
        return reverse("proposal", args=[plan_code, code, row.pk])

    try:
        result = carried_out_once(request, act)
    except Refused as refusal:
        context = propose_page(request, action, form) | {"errors": [refusal.sentence]}
        return render(request, "amendments/propose.html", context, status=409)
    messages.success(request, _("The milestone is proposed. The Platform agrees or declines."))
    return redirect(result)


@require_safe
def proposals(request: PortalRequest, plan_code: str) -> HttpResponse:
    """What waits for an answer, and what was answered last."""
    plan = plan_or_404(request, plan_code)
    if not request.user.has_perm("reporting.see_proposals", plan):
        raise PermissionDenied
    page = Paginator(waiting_in(plan), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"plan": plan, "page_obj": page, "answered": answered_in(plan)}
    return render(request, "amendments/proposals.html", context)


@require_safe
def proposal(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    row = proposal_or_404(request, plan_code, code, pk)
    return render(request, "amendments/proposal.html", proposal_page(request, row))


@require_POST
def proposal_withdraw(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    row = _proposal_to(request, "reporting.withdraw_proposal", plan_code, code, pk)
    done = _("The proposal is withdrawn.")
    return _answer(request, row, {}, lambda: withdraw_proposal(proposal=row, **_now(request)), done)


@require_POST
def proposal_agree(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    row, form = _proposal_to(request, MAY_ANSWER, plan_code, code, pk), AgreeForm(request.POST)

    def act() -> MilestoneProposal:
        return agree_to_milestone(proposal=row, answer=form.cleaned_data["answer"], **_now(request))

    return _answer(
        request, row, {"agree_form": form}, act, _("The milestone is agreed and part of the plan.")
    )


@require_POST
def proposal_decline(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    row, form = _proposal_to(request, MAY_ANSWER, plan_code, code, pk), DeclineForm(request.POST)

    def act() -> MilestoneProposal:
        return decline_milestone(proposal=row, answer=form.cleaned_data["answer"], **_now(request))

    return _answer(request, row, {"decline_form": form}, act, _("The proposal is declined."))


def _now(request: PortalRequest) -> dict[str, Any]:
    return {"by": request.user, "at": request.now}


def _proposal_to(
    request: PortalRequest, permission: str, plan_code: str, code: str, pk: int
) -> MilestoneProposal:
    row = proposal_or_404(request, plan_code, code, pk)
    if not request.user.has_perm(permission, row):
        raise PermissionDenied
    return row


def _answer(
    request: PortalRequest,
    row: MilestoneProposal,
    sent: dict[str, forms.Form],
    act: Callable[[], MilestoneProposal],
    done: str,
) -> HttpResponse:
    """Carry the answer out once; what cannot be done comes back with its sentence and what was typed."""
    wrong = next((form for form in sent.values() if not form.is_valid()), None)
    if wrong is not None:
        context = proposal_page(request, row, **sent) | {"errors": [], "form": wrong}
        return render(request, "amendments/proposal.html", context, status=400)
    address = reverse("proposal", args=[row.action.plan.code, row.action.code, row.pk])

    def acted() -> str:
        act()
        return address

    try:
        result = carried_out_once(request, acted)
    except Refused as refusal:
        context = proposal_page(request, as_it_is_now(row), **sent) | {"errors": [refusal.sentence]}
        return render(request, "amendments/proposal.html", context, status=409)
    messages.success(request, done)
    return redirect(result)
