"""What the page of an action offers to those who may amend it, and the milestones that are proposed for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from actionplan.accounts.rights import rights_today
from actionplan.base.brussels import day_of
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import MilestoneProposal
from actionplan.reporting.states import ProposalState
from actions.models import Action

from .moments import Asked

PROPOSALS_SHOWN = 10


def what_may_be_amended(request: HttpRequest, action: Action, lead: Organisation | None) -> dict[str, Any]:
    """Links for this person, each page asking the rules again; `lead` is today's, None on the page of a past day."""
    user = request.user
    in_plan = action.is_in_force(day_of(request.now))  # type: ignore[attr-defined]
    submits_for = rights_today(user, action.plan_id).submits_for  # type: ignore[arg-type]
    submits_for_lead = in_plan and lead is not None and lead.pk in submits_for
    return {
        "may_appoint": in_plan and user.has_perm("reporting.appoint_lead", action),  # type: ignore[union-attr]
        "may_amend": in_plan and user.has_perm("actions.amend", action),  # type: ignore[union-attr]
        "may_spread": submits_for_lead,
        "may_propose": submits_for_lead,
    }


def proposals_shown(request: HttpRequest, action: Action, asked: Asked) -> list[MilestoneProposal]:
    """Milestones proposed for the action that did not become part of the plan, newest first; none on a past day."""
    if not asked.moment.is_now or not request.user.has_perm("reporting.see_reported", action):  # type: ignore[union-attr]
        return []
    rows = MilestoneProposal.objects.filter(action=action).exclude(state=ProposalState.AGREED)
    return list(rows.order_by("-proposed_at", "-pk")[:PROPOSALS_SHOWN])
