"""The preview of a new plan: how much the file has, what is planned, and every action with all its facts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from actionplan.amendments.planned_years import ByYear, planned_for, summed
from actionplan.base.money import ZERO
from actionplan.plan_document.document_bodies import name_of_body, names_of_new_bodies
from actionplan.planned.document import DescribedObjective, PlanDocument, PlannedAction
from actionplan.planned.words import ActionFact, BodyNames, facts_of, named_locally, phase_in_words
from budgets.planned import Period
from budgets.states import KINDS_OF_UNKNOWN_COST


@dataclass(frozen=True)
class NewAction:
    code: str
    titled: PlannedAction
    timing: str
    planned: ByYear
    facts: list[ActionFact]

    @property
    def total(self) -> Decimal | None:
        return _total(self.planned)


@dataclass(frozen=True)
class NewObjective:
    number: int
    titled: DescribedObjective
    actions: list[NewAction]

    @property
    def total(self) -> Decimal | None:
        """Planned, in euro; None if nothing is."""
        return _total(summed(action.planned for action in self.actions))


@dataclass(frozen=True)
class NewPlan:
    start: datetime.date | None
    end: datetime.date | None
    action_count: int
    counts: list[tuple[str, int]]
    """What the plan has, and how many."""
    new_bodies: list[str]
    objectives: list[NewObjective]
    planned: ByYear
    without_amount: int
    """Budget lines."""

    @property
    def total(self) -> Decimal | None:
        return _total(self.planned)


def _total(planned: ByYear) -> Decimal | None:
    return sum(planned.values(), ZERO) if planned else None


def new_plan(document: PlanDocument) -> NewPlan:
    start, end = document.plan.start, document.plan.end
    plan, names = Period(start, end), _names(document)
    actions = {action.code: _new_action(action, plan, names) for action in document.actions}
    lines = [line for action in document.actions for line in action.lines]
    objectives = []
    for objective in document.objectives:
        own = [actions[action.code] for action in document.actions if action.objective == objective.number]
        objectives.append(NewObjective(objective.number, objective, own))
    return NewPlan(
        start=start,
        end=end,
        action_count=len(actions),
        counts=[
            (_("Objectives"), len(document.objectives)),
            (_("Themes"), sum(len(objective.themes) for objective in document.objectives)),
            (_("Actions"), len(actions)),
            (_("Milestones"), sum(len(action.milestones) for action in document.actions)),
            (_("Budget lines"), len(lines)),
            (_("Ministers"), len(document.ministers)),
            (_("Organisations"), len(document.organisations)),
        ],
        new_bodies=names_of_new_bodies(document),
        objectives=objectives,
        planned=summed(action.planned for action in actions.values()),
        without_amount=sum(line.kind in KINDS_OF_UNKNOWN_COST for line in lines),
    )


def _names(document: PlanDocument) -> BodyNames:
    return BodyNames(
        {body.key: name_of_body("organisations", body) for body in document.organisations},
        {minister.key: name_of_body("ministers", minister) for minister in document.ministers},
    )


def _new_action(action: PlannedAction, plan: Period, names: BodyNames) -> NewAction:
    facts = list(facts_of(action, names).values())
    if action.led_by:
        facts.append(ActionFact(_("lead"), _("Lead"), names.organisation(action.led_by)))
    if action.cross_references:
        references = ", ".join(action.cross_references)
        facts.append(ActionFact(_("cross-references"), _("Refers to"), references))
    timing = "; ".join(phase_in_words(named_locally(phase)) for phase in action.phases)
    return NewAction(action.code, action, timing, planned_for(action, plan), facts)
