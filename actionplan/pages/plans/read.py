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
from actionplan.accounts.roles import RoleName
from actionplan.accounts.rules import rights_by_user
from actionplan.base import formatting
from actionplan.base.days import day_of
from actionplan.base.refusals import Refused
from actionplan.pages.ask_first import AskFirst
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
        names = Counter(name for right in rights.values() for name in right.in_plan(plan).role_names)
        people[plan.pk] = {str(name.label): names[name] for name in RoleName if names[name]}
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


def ask_about_plan(plan: Plan, name: str, question: str, act: str, happens: list[str], back: str) -> AskFirst:
    """About what the address `name` does; `question` names the plan."""
    url, back_url = reverse(name, args=[plan.code]), reverse("plan-list")
    return AskFirst(question % {"plan": plan}, act, url, back, back_url, happens=happens)


def _already(plan: Plan) -> str:
    return _("The plan is %(state)s already.") % {"state": plan.get_state_display()}


def putting_in_force(request: PortalRequest, plan: Plan) -> dict[str, Any]:
    """Who will see the plan, and for which organisations nobody could report."""
    may = plan.is_in_preparation
    question, act = _("Put the plan %(plan)s in force?"), _("Put in force") if may else ""
    happens = [] if may else [_already(plan)]
    return {
        "plan": plan,
        "ask": ask_about_plan(plan, "plan-put-in-force", question, act, happens, _("Not yet")),
        "people": _people([plan], request)[plan.pk],
        "unreachable": without_contact_point([plan], day_of(request.now)),
        "breadcrumbs": [(_("Plans"), reverse("plan-list"))],
    }


def ending(plan: Plan) -> dict[str, Any]:
    """What goes on once the plan is ended, and until when."""
    may, under_way = plan.is_in_force, Round.objects.under_way().filter(plan=plan).first()
    open_round = _("The round %(round)s is under way. It stays open until it is closed.")
    last_day = _(
        "Its last day is %(day)s. After that day its pages open on the last closed round, and reminders stop."
    )
    happens = [
        _("Who sees the plan now goes on seeing it; reports, reviews and rounds go on as well."),
        *([open_round % {"round": under_way.local_name}] if under_way else []),
        last_day % {"day": formatting.day(plan.end)},
    ]
    question, act = _("End the plan %(plan)s?"), _("End the plan") if may else ""
    ask = ask_about_plan(plan, "plan-end", question, act, happens if may else [_already(plan)], _("Not yet"))
    return {"plan": plan, "ask": ask, "breadcrumbs": [(_("Plans"), reverse("plan-list"))]}
