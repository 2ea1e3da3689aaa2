"""Proposed milestones: proposing, the list of those that wait, withdrawing, agreeing, declining."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.access_log import note_words
from actionplan.base.days import day_of
from actionplan.pages.getters import (
    about_action,
    action_now,
    action_or_404,
    as_it_is_now,
    page_of,
    plan_for,
    refuse_unless,
)
from actionplan.pages.tokens import acted, form_page, sent_to, typed_to
from actionplan.reporting.models import MilestoneProposal
from actionplan.reporting.states import ProposalState
from actionplan.reports.proposals import (
    MAX_PER_YEAR,
    agree_to_milestone,
    decline_milestone,
    propose_milestone,
    withdraw_proposal,
)
from actions.models import Action
from objectives.models import Plan

from .forms import AgreeToProposalForm, DeclineProposalForm, ProposalForm
from .read import action_to_amend

ANSWERED_SHOWN = 20
PROPOSALS_PER_PAGE = 25


def proposal_or_404(request: PortalRequest, plan_code: str, code: str, pk: int) -> MilestoneProposal:
    """A proposal that the person may see: until it is agreed to, only the action's organisations and the Platform."""
    action = action_or_404(request, plan_code, code)
    if not request.user.has_perm("reporting.see_reported", action):
        raise Http404
    rows = MilestoneProposal.objects.select_related("organisation", "proposed_by", "answered_by", "milestone")
    proposal = get_object_or_404(rows, action=action, pk=pk)
    proposal.action = action
    return proposal


def propose_context(request: PortalRequest, action: Action, form: ProposalForm) -> dict[str, Any]:
    today = day_of(request.now)
    used = action.milestone_proposals.counting_in(today.year).count()
    return {
        **about_action(action),
        "form": form,
        "milestones": action_now(request, action).milestones,
        "year": today.year,
        "most": MAX_PER_YEAR,
        "left": max(MAX_PER_YEAR - used, 0),
    }


def waiting_in(plan: Plan) -> QuerySet:
    """The plan's proposals that wait for an answer, oldest first."""
    rows = MilestoneProposal.objects.of_plan(plan).waiting()
    return rows.select_related("action", "organisation", "proposed_by").prefetch_related("action__terms")


def answered_in(plan: Plan) -> QuerySet:
    """The proposals that were answered or withdrawn last."""
    rows = MilestoneProposal.objects.of_plan(plan).answered().prefetch_related("action__terms")
    return rows.select_related("action", "organisation", "answered_by")[:ANSWERED_SHOWN]


def proposal_context(
    request: PortalRequest,
    proposal: MilestoneProposal,
    agree_form: AgreeToProposalForm | None = None,
    decline_form: DeclineProposalForm | None = None,
) -> dict[str, Any]:
    user, action = request.user, proposal.action
    note_words(action)
    waits = proposal.state == ProposalState.PROPOSED
    names = [action.plan.code, action.code, proposal.pk]
    sent = agree_form or decline_form
    return {
        **about_action(action),
        "proposal": proposal,
        "may_answer": waits and user.has_perm("reporting.answer_proposal", proposal),
        "may_withdraw": waits and user.has_perm("reporting.withdraw_proposal", proposal),
        "sees_all": user.has_perm("reporting.see_proposals", action),
        "typed": "" if waits or sent is None else sent["answer"].value(),
        "agree_form": agree_form or AgreeToProposalForm(None),
        "decline_form": decline_form or DeclineProposalForm(None),
        "agree_url": reverse("proposal-agree", args=names),
        "decline_url": reverse("proposal-decline", args=names),
        "withdraw_url": reverse("proposal-withdraw", args=names),
    }


MAY_PROPOSE, MAY_ANSWER = "reporting.propose_milestone", "reporting.answer_proposal"


@form_page
def propose(request: PortalRequest, plan_code: str, code: str) -> HttpResponse:
    action = action_to_amend(request, plan_code, code, MAY_PROPOSE)
    form = ProposalForm(sent_to(request))
    return acted(
        request,
        "amendments/propose.html",
        lambda: propose_context(request, action, form),
        lambda: propose_milestone(action=action, terms=form.terms(), by=request.user, at=request.now),
        to=lambda row: reverse("proposal", args=[plan_code, code, row.pk]),
        form=form,
        done=_("The milestone is proposed. The Platform agrees or declines."),
    )


@require_safe
def proposals(request: PortalRequest, plan_code: str) -> HttpResponse:
    plan = plan_for(request, plan_code, "reporting.see_proposals")
    page = page_of(request, waiting_in(plan), PROPOSALS_PER_PAGE)
    answered = answered_in(plan)
    for row in [*page.object_list, *answered]:
        note_words(row.action)
    context = {"plan": plan, "page_obj": page, "answered": answered}
    return render(request, "amendments/proposals.html", context)


@require_safe
def proposal(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    row = proposal_or_404(request, plan_code, code, pk)
    context = proposal_context(request, row, **_typed(request, row))
    return render(request, "amendments/proposal.html", context)


def _typed(request: PortalRequest, row: MilestoneProposal) -> dict[str, Any]:
    """The forms in which something was typed before the session ended, or beside the one that is sent."""
    names, typed = [row.action.plan.code, row.action.code, row.pk], dict[str, Any]()
    if data := typed_to(request, "proposal-agree", *names):
        typed["agree_form"] = AgreeToProposalForm(data)
    if data := typed_to(request, "proposal-decline", *names):
        typed["decline_form"] = DeclineProposalForm(data)
    return typed


@require_POST
def proposal_withdraw(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    row = _proposal_to(request, "reporting.withdraw_proposal", plan_code, code, pk)
    return _acted(request, row, withdraw_proposal, _("The proposal is withdrawn."))


@require_POST
def proposal_agree(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    row, form = _proposal_to(request, MAY_ANSWER, plan_code, code, pk), AgreeToProposalForm(request.POST)
    done = _("The milestone is agreed and part of the plan.")
    return _acted(request, row, agree_to_milestone, done, agree_form=form)


@require_POST
def proposal_decline(request: PortalRequest, plan_code: str, code: str, pk: int) -> HttpResponse:
    row, form = _proposal_to(request, MAY_ANSWER, plan_code, code, pk), DeclineProposalForm(request.POST)
    return _acted(request, row, decline_milestone, _("The proposal is declined."), decline_form=form)


def _proposal_to(
    request: PortalRequest, permission: str, plan_code: str, code: str, pk: int
) -> MilestoneProposal:
    row = proposal_or_404(request, plan_code, code, pk)
    refuse_unless(request, permission, row)
    return row


def _acted(
    request: PortalRequest,
    row: MilestoneProposal,
    operation: Callable[..., MilestoneProposal],
    done: str,
    **sent: Any,
) -> HttpResponse:
    form, names = next(iter(sent.values()), None), [row.action.plan.code, row.action.code, row.pk]

    def act() -> None:
        typed = {"answer": form.cleaned_data["answer"]} if form else {}
        operation(proposal=row, by=request.user, at=request.now, **typed)

    return acted(
        request,
        "amendments/proposal.html",
        lambda: proposal_context(request, row, **_typed(request, row) | sent) | {"form": form},
        act,
        to=reverse("my-work", args=names[:1]) if form else reverse("proposal", args=names),
        form=form,
        done=done,
        again=lambda: as_it_is_now(row, "action"),
    )
