"""Proposed milestones: the page that proposes, the list of the plan, and one proposal with its answer."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from actionplan.accounts.requests import PortalRequest
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.pages.getters import action_or_404
from actionplan.pages.report import action_facts
from actionplan.reporting.models import MilestoneProposal
from actionplan.reporting.states import ProposalState
from actionplan.reports.proposals import A_YEAR
from actions.models import Action
from objectives.models import Plan

from .forms.proposals import AgreeForm, DeclineForm, ProposalForm
from .parts import page_about

ANSWERED_SHOWN = 20


def proposal_or_404(request: PortalRequest, plan_code: str, code: str, pk: int) -> MilestoneProposal:
    """A proposal that the person may see: until it is agreed to, the action's organisations and the Platform know of it."""
    action = action_or_404(request, plan_code, code)
    if not request.user.has_perm("reporting.see_reported", action):  # type: ignore[union-attr]
        raise Http404
    rows = MilestoneProposal.objects.select_related("organisation", "proposed_by", "answered_by", "milestone")
    proposal = get_object_or_404(rows, action=action, pk=pk)
    proposal.action = action
    return proposal


def as_it_is_now(proposal: MilestoneProposal) -> MilestoneProposal:
    """The proposal read again, after an act on it was refused because somebody else was first."""
    action = proposal.action
    proposal.refresh_from_db()
    proposal.action = action
    return proposal


def propose_page(request: PortalRequest, action: Action, form: ProposalForm | None = None) -> dict[str, Any]:
    today = day_of(request.now)  # type: ignore[attr-defined]
    used = action.milestone_proposals.counting_in(today.year).count()
    return {
        **page_about(action),
        "form": form or ProposalForm(None, initial={"token": new_token()}),
        "terms": action_facts.milestone_terms_of(action, today),
        "year": today.year,
        "used": used,
        "left": max(A_YEAR - used, 0),
    }


def waiting_in(plan: Plan) -> QuerySet:
    """The plan's proposals that wait for an answer, oldest first."""
    rows = MilestoneProposal.objects.of_plan(plan).waiting()
    return rows.select_related("action", "organisation", "proposed_by").prefetch_related("action__terms")


def answered_in(plan: Plan) -> QuerySet:
    """Those that were answered or withdrawn last."""
    rows = MilestoneProposal.objects.of_plan(plan).answered().prefetch_related("action__terms")
    return rows.select_related("action", "organisation", "answered_by")[:ANSWERED_SHOWN]


def proposal_page(
    request: PortalRequest,
    proposal: MilestoneProposal,
    agree_form: AgreeForm | None = None,
    decline_form: DeclineForm | None = None,
) -> dict[str, Any]:
    user, action = request.user, proposal.action
    waits = proposal.state == ProposalState.PROPOSED
    names = [action.plan.code, action.code, proposal.pk]
    sent = agree_form or decline_form
    return {
        **page_about(action),
        "proposal": proposal,
        "may_answer": waits and user.has_perm("reporting.answer_proposal", proposal),  # type: ignore[union-attr]
        "may_withdraw": waits and user.has_perm("reporting.withdraw_proposal", proposal),  # type: ignore[union-attr]
        "sees_all": user.has_perm("reporting.see_proposals", action),  # type: ignore[union-attr]
        "typed": "" if waits or sent is None else sent["answer"].value(),
        "agree_form": agree_form or AgreeForm(None, initial={"token": new_token()}),
        "decline_form": decline_form or DeclineForm(None, initial={"token": new_token()}),
        "agree_url": reverse("proposal-agree", args=names),
        "decline_url": reverse("proposal-decline", args=names),
        "withdraw_url": reverse("proposal-withdraw", args=names),
        "token": new_token(),
    }
