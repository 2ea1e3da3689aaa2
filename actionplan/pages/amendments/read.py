"""What the pages of amendments share."""

from __future__ import annotations

from django.urls import reverse

from actionplan.accounts.portal_request import PortalRequest
from actionplan.base.days import day_of
from actionplan.pages.getters import action_or_404, refuse_unless, rounds_of
from actionplan.rounds.last_state import last_closed_round
from actions.models import Action
from objectives.models import Plan

MAY_AMEND = "actions.amend"


def action_to_amend(request: PortalRequest, plan_code: str, code: str, permission: str) -> Action:
    """The action in the address, for somebody with the permission on it; others who see it are refused."""
    action = action_or_404(request, plan_code, code)
    refuse_unless(request, permission, action)
    return action


def address_of(action: Action) -> str:
    return reverse("action", args=[action.plan.code, action.code])


def today_query_string(request: PortalRequest, plan: Plan) -> str:
    """The query string of a page that is to show today, even if pages of the plan open on its last closed round."""
    today = day_of(request.now)
    return f"?on={today.isoformat()}" if last_closed_round(plan, rounds_of(request, plan), today) else ""


def address_today(request: PortalRequest, action: Action) -> str:
    """The page on which a change made today is visible."""
    return address_of(action) + today_query_string(request, action.plan)
