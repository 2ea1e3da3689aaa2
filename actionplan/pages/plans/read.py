"""What the pages of plans show: each plan with its state, people and contents, and who will see it."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _

from actionplan.accounts.models import User
from actionplan.accounts.portal_request import PortalRequest
from actionplan.accounts.roles import Role
from actionplan.accounts.rules import rights_by_user
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.pages.getters import plan_for, plans_seen
from actionplan.pages.people.read import without_contact_point
from actionplan.reporting.models import Round
from actionplan.rounds.counting import answers_of
from actionplan.rounds.last_state import last_closed_round, state_in_words
from actions.models import Action
from objectives.models import Objective, Plan


@dataclass
class PlanRow:
    plan: Plan
    objectives: int = 0
    actions: int = 0
    rounds: int = 0
    people: dict[str, int] = field(default_factory=dict)
    """How many people have each role in it, by name of the role; somebody with two roles counts twice."""
    with_ended_bodies: list[str] = field(default_factory=list)
    """The codes of actions with a minister or an organisation that ended."""
    is_over: bool = False
    """Its last day is past, and it is still in force."""
    last_state: str = ""
    """If it has ended: the round that its pages open on, and how complete that is."""


def plan_rows(request: PortalRequest) -> list[PlanRow]:
    """The plans that the person manages, the latest start first. The number of queries does not grow with the plans."""
    kept = [plan for plan in plans_seen(request) if request.user.has_perm("objectives.manage", plan)]
    on = day_of(request.now)
    objectives = _counted(Objective.objects.filter(plan__in=kept))
    actions = _counted(Action.objects.filter(plan__in=kept).in_force(on))
    rounds = _counted(Round.objects.filter(plan__in=kept))
    people = _people(kept, request)
    states = _last_states(kept, on)
    hanging: dict[int, list[str]] = defaultdict(list)
    for plan, code in Action.objects.with_ended_bodies(on).in_plan_order().values_list("plan", "code"):
        hanging[plan].append(code)
    return [
        PlanRow(
            plan,
            objectives[key],
            actions[key],
            rounds[key],
            people[key],
            hanging[key],
            plan.is_over(on),
            states.get(key, ""),
        )
        for plan in kept
        for key in [plan.pk]
    ]


def _last_states(plans: list[Plan], on: datetime.date) -> dict[int, str]:
    """The last closed rounds of plans that have ended, by key of the plan. Four queries."""
    of_plan: dict[int, list[Round]] = defaultdict(list)
    for round in Round.objects.filter(plan__in=plans).select_related("plan").order_by("about", "pk"):
        of_plan[round.plan_id].append(round)
    rounds = [last_closed_round(plan, of_plan[plan.pk], on) for plan in plans]
    last = [round for round in rounds if round]
    answers = answers_of(last)
    return {round.plan_id: state_in_words(round, answers[round.pk].leads) for round in last}


def _counted(rows: Any) -> Counter[int]:
    return Counter(rows.order_by().values_list("plan", flat=True))


def _people(plans: list[Plan], request: PortalRequest) -> dict[int, dict[str, int]]:
    """How many people have each role, by key of the plan and name of the role. Two queries."""
    rights = rights_by_user(list(User.objects.filter(is_active=True)), day_of(request.now))
    people: dict[int, dict[str, int]] = {}
    for plan in plans:
        roles = Counter(role for right in rights.values() for role in right.in_plan(plan).roles)
        people[plan.pk] = {str(role.label): roles[role] for role in Role if roles[role]}
    return people


def still_exists(request: PortalRequest, row: Any, refusal: Refused) -> bool:
    """Reload the row after a refusal; if somebody discarded it, the refusal is shown on the next page."""
    if type(row).objects.filter(pk=row.pk).exists():
        row.refresh_from_db()
        return True
    messages.warning(request, str(refusal.sentence))
    return False


def plan_to_keep(request: PortalRequest, code: str) -> Plan:
    return plan_for(request, code, "objectives.manage")


def state_context(request: PortalRequest, plan: Plan) -> dict[str, Any]:
    """The page that asks before a plan is put in force or ended: who will see it, which organisations nobody could report
    for."""
    return {
        "plan": plan,
        "people": _people([plan], request)[plan.pk],
        "unreachable": without_contact_point(plan, day_of(request.now)),
        "under_way": Round.objects.under_way().filter(plan=plan).first(),
        "breadcrumbs": [(_("Plans"), reverse("plan-list"))],
    }
