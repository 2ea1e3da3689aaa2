"""In which plan somebody's work is, of the several that they see."""

from __future__ import annotations

from actionplan.accounts.models import User
from actionplan.accounts.requests import PortalRequest
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

OF_THE_WHOLE_PLAN = {Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR}


def plan_of_work(request: PortalRequest) -> Plan | None:
    """The current one of the plans in which something waits for the person; of those that have something for them, where
    nothing waits; of all that they see, where none has.
    """
    seen = plans_seen(request)
    if len(seen) > 1:
        waiting = _plans_that_wait(request, seen)
        with_a_part = (plan for plan in seen if _has_a_part(request.user, plan))
        seen = [plan for plan in seen if plan.pk in waiting] or list(with_a_part) or seen
    return current(seen, day_of(request.now))


def _plans_that_wait(request: PortalRequest, seen: list[Plan]) -> set[int]:
    """Keys of the plans in which the person has something to do: a report to review from the day it was handed in, when
    nobody is reminded of it yet.
    """
    user = request.user
    duties = duties_of(only(user, day_of(request.now)), request.now)
    reviewed = [plan for plan in seen if user.has_perm("reporting.review", plan)]
    to_review = ProgressReport.objects.waiting_for_review().exclude(submitted_by=user).order_by()
    keys = to_review.filter(action__plan__in=reviewed).values_list("action__plan", flat=True)
    return {duty.plan.pk for duty in duties.get(user.pk, []) if duty.is_to_do} | set(keys)


def _has_a_part(user: User, plan: Plan) -> bool:
    """Whether the organisations that the person reports for, or the ministers of their office, have an action in the plan;
    who has a role for no such body has it in the whole plan.
    """
    rights = rights_today(user, plan)
    if rights.roles & OF_THE_WHOLE_PLAN or not (rights.organisations or rights.ministers):
        return True
    return bool(own_actions(user, plan.pk) or office_actions(user, plan.pk))


def office_with_actions(request: PortalRequest, plan: Plan) -> str:
    """The key of the minister of the person's office who is involved in an action of the plan; empty where there is none."""
    ministers = rights_today(request.user, plan).ministers
    if not ministers:
        return ""
    rows = MinisterInvolvement.objects.in_force(day_of(request.now)).filter(action__plan=plan)
    return min(rows.filter(minister__in=ministers).values_list("minister__key", flat=True), default="")
