"""What is carried over when an action is merged into another: the budget lines and milestones that a person chose.

They become new lines and milestones there. Reports on those of the merged action stay with them.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass, replace

from actionplan.planned.document import PlannedAction, PlannedBudgetLine
from budgets.planned import Period
from objectives.models import Plan

from .effects import period_of


@dataclass(frozen=True)
class CarriedOver:
    """The lines and milestones of the merged action that the other action gets."""

    lines: Collection[int] = ()
    """Positions in the merged action, from 1."""
    milestones: Collection[str] = ()
    """Keys in the merged action."""

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.milestones)


def with_carried_over(
    into: PlannedAction, merged: PlannedAction, chosen: CarriedOver, plan: Plan, taken_keys: Collection[str]
) -> PlannedAction:
    """The other action with these lines and milestones after its own; a key that is taken gets a number."""
    lines = [
        _with_own_period(line, merged, plan)
        for position, line in enumerate(merged.lines, 1)
        if position in chosen.lines
    ]
    keys = {*taken_keys, *(milestone.key for milestone in into.milestones)}
    milestones = []
    for milestone in merged.milestones:
        if milestone.key in chosen.milestones:
            milestones.append(replace(milestone, key=_free(milestone.key, keys)))
            keys.add(milestones[-1].key)
    return replace(into.with_lines((*into.lines, *lines)), milestones=(*into.milestones, *milestones))


def _with_own_period(line: PlannedBudgetLine, merged: PlannedAction, plan: Plan) -> PlannedBudgetLine:
    """The line with the period it had, so that its amount stays planned in the same years whenever the other action runs."""
    if line.amount is None:
        return replace(line, phase_place=None)
    period = period_of(line, merged, Period(plan.start, plan.end))
    return replace(line, phase_place=None, start=period.start, end=period.end)


def _free(key: str, taken: Collection[str]) -> str:
    numbered = (f"{key}_{number}" for number in itertools.count(2))
    return next(candidate for candidate in itertools.chain([key], numbered) if candidate not in taken)
