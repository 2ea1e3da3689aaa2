"""What somebody has to do in the other plans, for the pages of work in one of them: each plan with its count and its page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from actionplan.accounts.requests import PortalRequest
from actionplan.accounts.rules import rights_today
from actionplan.pages.getters import plans_seen
from actionplan.reporting.models import ProgressReport, Request
from objectives.models import Plan

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class WorkElsewhere:
    plan: Plan
    count: int
    """Reports: to hand in, or to review."""
    url: str


def to_hand_in_elsewhere(request: PortalRequest, here: Plan) -> list[WorkElsewhere]:
    """Of the organisations for which the person writes: what a round under way asks and nobody has answered. One query."""
    asked = NOTHING
    for plan in _others(request, here):
        organisations = rights_today(request.user, plan).organisations
        asked |= Q(round__plan=plan, organisation__in=organisations)
    rows = Request.objects.under_way().of_leads().filter(asked).with_state().unanswered()
    return _found(request, here, Counter(rows.order_by().values_list("round__plan", flat=True)), "my-actions")


def to_review_elsewhere(request: PortalRequest, here: Plan) -> list[WorkElsewhere]:
    """Where the person coordinates: what waits for review, but for their own. One query."""
    plans = [plan for plan in _others(request, here) if rights_today(request.user, plan).is_coordinator]
    rows = ProgressReport.objects.waiting_for_review().filter(action__plan__in=plans)
    rows = rows.exclude(submitted_by=request.user)
    return _found(
        request, here, Counter(rows.order_by().values_list("action__plan", flat=True)), "review-queue"
    )


def _others(request: PortalRequest, here: Plan) -> list[Plan]:
    return [plan for plan in plans_seen(request) if plan != here]


def _found(request: PortalRequest, here: Plan, counts: Counter[int], page: str) -> list[WorkElsewhere]:
    return [
        WorkElsewhere(plan, counts[plan.pk], reverse(page, args=[plan.code]))
        for plan in _others(request, here)
        if counts[plan.pk]
    ]
