"""What goes along when an action is merged into another: budget lines and milestones that the other gets, each by choice.

They are new lines and milestones there. What people reported on those of the merged action stays with them.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass

from actionplan.planned.json_form import Item
from actionplan.planned.members import day
from budgets.planned import Period, period_of_action, period_of_line
from objectives.models import Plan


@dataclass(frozen=True)
class TakenAlong:
    """Which lines and milestones of the merged action the other one gets."""

    lines: Collection[int] = ()
    """By their positions in the action that is merged, from 1."""
    milestones: Collection[str] = ()
    """By their keys in the action that is merged."""

    @property
    def is_nothing(self) -> bool:
        return not (self.lines or self.milestones)


def with_taken_along(
    into: Item, merged: Item, along: TakenAlong, plan: Plan, taken_keys: Collection[str]
) -> Item:
    """The item of the other action with these lines and milestones behind its own; a key that is taken gets a number."""
    lines = [
        _with_own_period(line, merged, plan)
        for position, line in enumerate(merged["budget"]["lines"], 1)
        if position in along.lines
    ]
    keys = {*taken_keys, *(one["key"] for one in into["milestones"])}
    milestones = []
    for one in merged["milestones"]:
        if one["key"] in along.milestones:
            milestones.append({**one, "key": _free(one["key"], keys)})
            keys.add(milestones[-1]["key"])
    budget = {**into["budget"], "lines": [*into["budget"]["lines"], *lines]}
    return {**into, "budget": budget, "milestones": [*into["milestones"], *milestones]}


def _with_own_period(line: Item, merged: Item, plan: Plan) -> Item:
    """Over the days on which it ran, so that an amount stays planned in the same years whenever the other action runs."""
    found = {name: value for name, value in line.items() if name != "phase"}
    if not line["amount"]:
        return found
    phases = [Period(day(one["start"]), day(one["end"])) for one in merged["timing"]["phases"]]
    phase = phases[line["phase"] - 1] if line.get("phase") else None
    own = Period(day(line["start"]), day(line["end"]))
    period = period_of_line(own, phase, period_of_action(phases), Period(plan.start, plan.end))
    return {**found, "start": str(period.start), "end": str(period.end)}


def _free(key: str, taken: Collection[str]) -> str:
    numbered = (f"{key}_{number}" for number in itertools.count(2))
    return next(one for one in itertools.chain([key], numbered) if one not in taken)
