"""What the pages share on which the plan is amended, and what the page of an action offers and shows of it."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.base.brussels import day_of
from actionplan.base.tokens import new_token
from actionplan.base.twins import local
from actionplan.pages.choices import final_round
from actionplan.pages.getters import action_or_404, rounds_of
from actionplan.reporting.models import MilestoneProposal
from actionplan.reporting.states import ProposalState
from actions.models import Action
from objectives.models import Plan

MAY_AMEND = "actions.amend"
PROPOSALS_SHOWN = 10


def action_to_amend(request: PortalRequest, plan_code: str, code: str, permission: str) -> Action:
    """The action of the address, for somebody with the permission on it; everybody else who sees it is refused."""
    action = action_or_404(request, plan_code, code)
    if not request.user.has_perm(permission, action):
        raise PermissionDenied
    return action


def page_about(action: Action) -> dict[str, Any]:
    """The part of the context that every page about amending one action has."""
    plan = action.plan
    trail = [
        (_("Actions"), reverse("action-list", args=[plan.code])),
        (f"{action.code} {local(action, 'title')}", address_of(action)),
    ]
    return {"plan": plan, "action": action, "trail": trail}


def address_of(action: Action) -> str:
    return reverse("action", args=[action.plan.code, action.code])


def today_query_string(request: PortalRequest, plan: Plan) -> str:
    """Behind the address of a page that is to show today, also of a plan whose pages open on its final state."""
    today = day_of(request.now)
    return f"?on={today.isoformat()}" if final_round(plan, tuple(rounds_of(request, plan)), today) else ""


def address_today(request: PortalRequest, action: Action) -> str:
    """Where what was just done shows."""
    return address_of(action) + today_query_string(request, action.plan)


def as_sent_on(request: PortalRequest, opened_on: object) -> QueryDict:
    """What was sent, on what is there now: after a refusal, sending it again is a decision."""
    sent = request.POST.copy()
    sent["opened_on"], sent["token"] = str(opened_on), new_token()
    return sent


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
