"""The plan in which somebody has work, of the several that they see."""

from __future__ import annotations

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.roles import Role
from actionplan.accounts.rules import rights_today
from actionplan.base.days import day_of
from actionplan.pages.getters import plans_seen
from actionplan.reminders.duties import duties_of
from actionplan.reminders.people import only
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.rules import office_actions, own_actions
from actions.models import MinisterInvolvement
from objectives.models import Plan
from objectives.querysets import current

WHOLE_PLAN_ROLES = {Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR}


def plan_of_work(request: PortalRequest) -> Plan | None:
    """The current plan: of those with something to do, else of those with a part, else of all seen."""
    seen = plans_seen(request)
    if len(seen) > 1:
        waiting = _plans_with_work(request, seen)
        with_a_part = (plan for plan in seen if _has_a_part(request.user, plan))
        seen = [plan for plan in seen if plan.pk in waiting] or list(with_a_part) or seen
    return current(seen, day_of(request.now))


def _plans_with_work(request: PortalRequest, seen: list[Plan]) -> set[int]:
    """Keys of the plans in which the person has something to do. That includes a report to review from the
    day it was submitted, before anybody is reminded of it.
    """
    user = request.user
    duties = duties_of(only(user, day_of(request.now)), request.now)
    reviewed = [plan for plan in seen if user.has_perm("reporting.review", plan)]
    to_review = ProgressReport.objects.waiting_for_review().exclude(submitted_by=user).order_by()
    keys = to_review.filter(action__plan__in=reviewed).values_list("action__plan", flat=True)
    return {duty.plan.pk for duty in duties.get(user.pk, []) if duty.is_to_do} | set(keys)


def _has_a_part(user: User, plan: Plan) -> bool:
    """Whether the organisations that the person reports for, or the ministers of their office, have an action
    in the plan; somebody with a role for no such body has a part in every plan.
    """
    rights = rights_today(user, plan)
    if rights.roles & WHOLE_PLAN_ROLES or not (rights.organisations or rights.ministers):
        return True
    return bool(own_actions(user, plan.pk) or office_actions(user, plan.pk))


def office_with_actions(request: PortalRequest, plan: Plan) -> str:
    """The key of a minister of the person's office involved in an action of the plan; or empty."""
    ministers = rights_today(request.user, plan).ministers
    if not ministers:
        return ""
    rows = MinisterInvolvement.objects.in_force(day_of(request.now)).filter(action__plan=plan)
    return min(rows.filter(minister__in=ministers).values_list("minister__key", flat=True), default="")
