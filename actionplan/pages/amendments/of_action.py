"""What the page of an action offers to those who may amend it, and the milestones that are proposed for it."""

from __future__ import annotations

import datetime
from typing import Any

from actionplan.accounts.models import User
from actionplan.accounts.rights import rights_today
from actionplan.reporting.models import MilestoneProposal
from actionplan.reporting.states import ProposalState
from actions.models import Action

PROPOSALS_SHOWN = 10


def what_may_be_amended(
    action: Action, user: User, today: datetime.date, lead: int | None
) -> dict[str, bool]:
    """Links for this person, each page asking the rules again; `lead` is the key of today's, None where nothing can be done."""
    in_plan = action.is_in_force(today)
    submits_for_lead = in_plan and lead is not None and lead in rights_today(user, action.plan_id).submits_for
    return {
        "may_appoint": in_plan and user.has_perm("reporting.appoint_lead", action),
        "may_amend": in_plan and user.has_perm("actions.amend", action),
        "may_spread": submits_for_lead,
        "may_propose": submits_for_lead,
    }


def proposals_shown(action: Action, user: User) -> list[Any]:
    """Milestones proposed for the action that did not become part of the plan, newest first."""
    if not user.has_perm("reporting.see_reported", action):
        return []
    rows = MilestoneProposal.objects.filter(action=action).exclude(state=ProposalState.AGREED)
    return list(rows.order_by("-proposed_at", "-pk")[:PROPOSALS_SHOWN])
