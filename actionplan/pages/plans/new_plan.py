"""The preview of a file: of a new plan how much it has, what is planned, and every action with all its facts; of a plan that
is there the actions that it adds, changes or takes away.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.amendments.planned_years import ByYear, planned_for, summed
from actionplan.base.money import ZERO
from actionplan.plan_document.document_bodies import name_of_body, names_of_new_bodies
from actionplan.plan_document.import_changes import ItemChange
from actionplan.plan_document.importing import ImportPreview
from actionplan.planned.document import DescribedObjective, PlanDocument, PlannedAction
from actionplan.planned.words import (
    ActionFact,
    BodyNames,
    ChangedFact,
    changed_facts,
    facts_of,
    named_locally,
    names_of_bodies,
    phase_in_words,
)
from budgets.planned import Period
from budgets.states import KINDS_OF_UNKNOWN_COST

MOST_UNFOLDED = 20
"""Where more actions of an objective change than these, they are folded away."""


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
    """Of the bodies of the portal, and of those that are new in the document."""
    known = names_of_bodies()
    organisations = {body.key: name_of_body("organisations", body) for body in document.organisations}
    ministers = {minister.key: name_of_body("ministers", minister) for minister in document.ministers}
    return BodyNames({**organisations, **known.organisations}, {**ministers, **known.ministers})


def _new_action(action: PlannedAction, plan: Period, names: BodyNames) -> NewAction:
    facts = [*facts_of(action, names).values(), *_more_facts(action, names)]
    timing = "; ".join(phase_in_words(named_locally(phase)) for phase in action.phases)
    return NewAction(
        action.code, action, timing, planned_for(action, plan), [fact for fact in facts if fact.words]
    )


def _more_facts(action: PlannedAction, names: BodyNames) -> list[ActionFact]:
    """Who leads it and to what it refers, of which an amendment says nothing."""
    lead = names.organisation(action.led_by) if action.led_by else ""
    return [
        ActionFact(_("lead"), _("Lead"), lead),
        ActionFact(_("cross-references"), _("Refers to"), ", ".join(action.cross_references)),
    ]


@dataclass(frozen=True)
class PreviewedAction:
    """An action that is added, changed or removed; a changed one with its facts before and after."""

    kind: str
    action: NewAction
    rows: list[ChangedFact]
    others: list[ItemChange]
    """What changes of it and is none of these facts, such as an order."""


@dataclass
class PartOfPreview:
    """The actions that are changed, added or removed, or what else changes."""

    name: Any
    actions: list[PreviewedAction] = field(default_factory=list)
    others: list[ItemChange] = field(default_factory=list)
    """What is about no action: the plan itself, its objectives, bodies."""

    @property
    def is_long(self) -> bool:
        return len(self.actions) > MOST_UNFOLDED


ACTIONS_THAT = {
    "changed": gettext_lazy("Which actions change?"),
    "added": gettext_lazy("Which actions are added?"),
    "removed": gettext_lazy("Which actions are removed?"),
}
"""By kind of change, in the order of the page."""


@dataclass(frozen=True)
class ChangedPlan:
    parts: list[PartOfPreview]
    """Those that have something."""
    counts: Counter[str]
    """Of actions and of what else changes, by kind of change."""
    unchanged: int
    """Actions."""


def changed_plan(preview: ImportPreview) -> ChangedPlan:
    of_actions: dict[str, list[ItemChange]] = defaultdict(list)
    for change in preview.changes:
        of_actions[change.action].append(change)
    others = of_actions.pop("", [])
    before = {action.code: action for action in preview.before.actions} if preview.before else {}
    after = {action.code: action for action in preview.document.actions}
    plan, names = Period(preview.document.plan.start, preview.document.plan.end), _names(preview.document)
    actions = [
        _previewed(before.get(code), after.get(code), changes, plan, names)
        for code, changes in of_actions.items()
    ]
    parts = [
        PartOfPreview(name, [row for row in actions if row.kind == kind])
        for kind, name in ACTIONS_THAT.items()
    ]
    parts.append(PartOfPreview(_("What else changes?"), others=others))
    return ChangedPlan(
        parts=[part for part in parts if part.actions or part.others],
        counts=Counter([*(row.kind for row in actions), *(change.kind for change in others)]),
        unchanged=sum(code not in of_actions for code in after),
    )


def _previewed(
    before: PlannedAction | None,
    after: PlannedAction | None,
    changes: list[ItemChange],
    plan: Period,
    names: BodyNames,
) -> PreviewedAction:
    if before is None or after is None:
        action: Any = after or before
        return PreviewedAction(
            "removed" if after is None else "added", _new_action(action, plan, names), [], []
        )
    more = zip(_more_facts(before, names), _more_facts(after, names), strict=True)
    rows = [
        *changed_facts(before, after, names),
        *(ChangedFact(new.group, new.label, old.words, new.words) for old, new in more if old != new),
    ]
    return PreviewedAction("changed", _new_action(after, plan, names), rows, [] if rows else changes)
