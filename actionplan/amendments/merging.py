"""What is carried over when an action is merged into another: the budget lines, milestones and indicators that a person
chose.

They become new ones there. Reports on those of the merged action stay with them.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actionplan.planned.document import PlannedAction, PlannedBudgetLine

from .planned_years import LineBefore, as_stated


@dataclass(frozen=True)
class CarriedOver:
    """The lines, milestones and indicators of the merged action that the other action gets."""

    lines: Collection[int] = ()
    """Positions in the merged action, from 1."""
    milestones: Collection[str] = ()
    """Keys in the merged action."""
    indicators: Collection[str] = ()
    """Keys in the merged action."""

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.milestones or self.indicators)


def with_carried_over(
    into: PlannedAction,
    merged: PlannedAction,
    chosen: CarriedOver,
    lines: Sequence[PlannedBudgetLine],
    taken_keys: Mapping[str, Collection[str]],
) -> PlannedAction:
    """The other action with these lines, milestones and indicators after its own; a key that is taken gets a number.

    `lines` are those of its `carried_lines`, `taken_keys` those that milestones and indicators of the other action ever had, by member.
    """
    keyed = {
        member: _with_free_keys(
            getattr(into, member),
            [part for part in getattr(merged, member) if part.key in getattr(chosen, member)],
            taken,
        )
        for member, taken in taken_keys.items()
    }
    return replace(into.with_lines((*into.lines, *lines)), **keyed)


def _with_free_keys(own: Sequence[Any], carried_over: Sequence[Any], taken: Collection[str]) -> Any:
    keys, parts = {*taken, *(part.key for part in own)}, [*own]
    for part in carried_over:
        parts.append(replace(part, key=_free(part.key, keys)))
        keys.add(parts[-1].key)
    return tuple(parts)


def carried_lines(
    merged: PlannedAction, before: Iterable[LineBefore], chosen: CarriedOver
) -> list[tuple[PlannedBudgetLine, LineBefore]]:
    """The budget lines that go along, each with what it was; `before` has that of each line of the merged action."""
    return [
        (_with_own_years(line, was), replace(was, line=None))
        for position, (line, was) in enumerate(zip(merged.lines, before, strict=True), 1)
        if position in chosen.lines
    ]


def _with_own_years(line: PlannedBudgetLine, was: LineBefore) -> PlannedBudgetLine:
    """The line with the period and the years it had: its amount stays planned in them whenever the other action runs."""
    line = replace(line, phase_place=None)
    if line.amount is None:
        return line
    return replace(line, start=was.period.start, end=was.period.end, years=as_stated(was.planned))


def _free(key: str, taken: Collection[str]) -> str:
    numbered = (f"{key}_{number}" for number in itertools.count(2))
    return next(candidate for candidate in itertools.chain([key], numbered) if candidate not in taken)
