"""Matches rows of a file with rows of the plan where there is no key: milestones and indicators by what they are called,
budget lines and phases by their values.

Reports refer to milestones, indicators and lines. So if one was reported on and the file does not have it, a person is asked: it is
another row of the file, or it stays. It is never removed silently.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.folding import fold
from actionplan.planned.comparing import Pairs
from actionplan.planned.document import (
    PlanDocument,
    PlannedBudgetLine,
    PlannedIndicator,
    PlannedMilestone,
    PlannedPhase,
)
from actionplan.planned.faults import ItemOf, Path, in_words, step_to
from actions.models import Indicator, Milestone
from budgets.models import BudgetLine, BudgetTerms
from objectives.models import Plan

Rule = Callable[[int, Any], Hashable]
"""A value that two rows share if they are the same; None matches nothing."""

Keyed = PlannedMilestone | PlannedIndicator
STAYS, GOES = "stays", "goes"
"""The answers besides a row of the file. Removing is possible only by an amendment: no report loses its row."""


@dataclass(frozen=True)
class RowQuestion:
    """A milestone, indicator or budget line of the plan that was reported on and is missing from the file."""

    word: str
    """`lines:4.3:2`; an answer is this word, `=`, and the choice."""
    path: Path
    name: str
    options: tuple[tuple[str, str], ...]
    """The new rows of the file that it may be: the place of each, from 1, and the row in words."""
    answer: str
    """The chosen place, `STAYS` or `GOES`; empty if not answered yet."""
    may_go: bool
    """Whether `GOES` may be chosen: only if the import becomes an amendment."""

    @property
    def place(self) -> str:
        return in_words(self.path)


@dataclass(frozen=True)
class Reported:
    """What was reported on in a plan: pairs of an action's code and the key of a milestone or an indicator, or a line's place
    from 1."""

    milestones: frozenset[tuple[str, Any]] = frozenset()
    indicators: frozenset[tuple[str, Any]] = frozenset()
    lines: frozenset[tuple[str, Any]] = frozenset()


def reported_on(plan: Plan, on: datetime.date) -> Reported:
    """What was reported on, of what is in force on the day."""
    milestones = Milestone.objects.filter(action__plan=plan, reported__isnull=False)
    indicators = Indicator.objects.filter(action__plan=plan, measurements__isnull=False)
    spoken_of = BudgetLine.objects.filter(action__plan=plan, expenditures__isnull=False)
    known = set(spoken_of.values_list("pk", flat=True))
    terms = BudgetTerms.objects.in_force(on).filter(line__action__plan=plan)
    rows = terms.order_by("line__action__order", "line__place").values_list("line__action__code", "line")
    lines = set()
    for code, of_action in groupby(rows, key=lambda row: row[0]):
        lines |= {(code, place) for place, (_code, pk) in enumerate(of_action, 1) if pk in known}
    return Reported(
        milestones=frozenset(milestones.values_list("action__code", "key")),
        indicators=frozenset(indicators.values_list("action__code", "key")),
        lines=frozenset(lines),
    )


def match_rows(
    document: PlanDocument,
    before: PlanDocument,
    reported: Reported,
    answers: Collection[str] = (),
    *,
    may_go: bool,
) -> tuple[PlanDocument, Pairs, list[RowQuestion]]:
    """The document with the plan's keys for its milestones and indicators and with the rows that stay; the pairs of its phases
    and lines with those of the plan; and the questions to ask.

    `may_go`: the import becomes an amendment.
    """
    old = {action.code: action for action in before.actions}
    chosen = dict(answer.split("=", 1) for answer in answers if "=" in answer)
    pairs: dict[Path, Sequence[int | None]] = {}
    questions: list[RowQuestion] = []
    actions = []
    for action in document.actions:
        if known := old.get(action.code):
            match = _ActionMatch(action.code, reported, chosen, may_go)
            milestones = match.keyed("milestones", known.milestones, action.milestones)
            indicators = match.keyed("indicators", known.indicators, action.indicators)
            lines, pairs[match.action, "lines"] = match.lines(known.lines, action.lines)
            pairs[match.action, "phases"] = _phases(known.phases, action.phases)
            action = replace(action, milestones=milestones, indicators=indicators).with_lines(lines)
            questions += match.questions
        actions.append(action)
    return replace(document, actions=tuple(actions)), pairs, questions


def _by_title(_position: int, row: Keyed) -> str:
    return fold(_name(row))


def _by_key(_position: int, row: Keyed) -> str:
    return row.key


def _by_values(_position: int, line: PlannedBudgetLine) -> Hashable:
    return replace(line, phase_place=None)


def _by_itself(_position: int, phase: PlannedPhase) -> Hashable:
    return phase


def _by_label(_position: int, row: PlannedPhase | PlannedBudgetLine) -> str:
    return fold(row.label)


def _by_place(position: int, _row: Any) -> int:
    return position


def _pairs(
    old: Sequence[Any],
    new: Sequence[Any],
    rules: list[Rule],
    matched_so_far: Mapping[int, int] = MappingProxyType({}),
    apart: Collection[int] = (),
) -> dict[int, int]:
    """Indexes of old rows by those of the new rows that match them, by the first rule that applies.

    Rows matched so far stay matched; old rows in `apart` are left out.
    """
    matched_so_far = dict(matched_so_far)
    for rule in rules:
        free, taken = defaultdict(list), {*matched_so_far.values(), *apart}
        for index, row in enumerate(old):
            if index not in taken:
                free[rule(index, row)].append(index)
        for index, row in enumerate(new):
            if index not in matched_so_far and free[rule(index, row)]:
                matched_so_far[index] = free[rule(index, row)].pop(0)
    return matched_so_far


def _places(new: Sequence[Any], old_by_new: Mapping[int, int]) -> list[int | None]:
    """The place of the matching old row for each new row, or None."""
    return [old_by_new[index] + 1 if index in old_by_new else None for index in range(len(new))]


def _phases(old: Sequence[PlannedPhase], new: Sequence[PlannedPhase]) -> list[int | None]:
    return _places(new, _pairs(old, new, [_by_itself, _by_label, _by_place]))


class _ActionMatch:
    """Matches the rows of an action; asks about those that were reported on and are not in the file."""

    def __init__(self, code: str, reported: Reported, chosen: Mapping[str, str], may_go: bool) -> None:
        self.code = code
        self.action = ItemOf("actions", code)
        self.reported = reported
        self.chosen = chosen
        self.may_go = may_go
        self.questions: list[RowQuestion] = []

    def keyed(self, member: str, old: Sequence[Any], new: Sequence[Any]) -> tuple[Any, ...]:
        """The new milestones or indicators with the plan's keys, and those that stay."""
        reported = getattr(self.reported, member)
        kept = {index for index, row in enumerate(old) if (self.code, row.key) in reported}
        old_by_new = _pairs(old, new, [_by_key, _by_title])
        old_by_new |= self._matches_given(member, old, new, kept, old_by_new)
        named = [
            replace(row, key=old[old_by_new[index]].key) if index in old_by_new else row
            for index, row in enumerate(new)
        ]
        return (*named, *(old[index] for index in sorted(kept - set(old_by_new.values()))))

    def lines(
        self, old: Sequence[PlannedBudgetLine], new: Sequence[PlannedBudgetLine]
    ) -> tuple[tuple[PlannedBudgetLine, ...], list[int | None]]:
        """The new lines with those that stay, and the place that each had."""
        kept = {place for place in range(len(old)) if (self.code, place + 1) in self.reported.lines}
        old_by_new = _pairs(old, new, [_by_values, _by_label])
        old_by_new |= self._matches_given("lines", old, new, kept, old_by_new)
        stay = sorted(kept - set(old_by_new.values()))
        old_by_new = _pairs(old, new, [_by_place], old_by_new, apart=stay)
        lines = (*new, *(old[index] for index in stay))
        return lines, [*_places(new, old_by_new), *(index + 1 for index in stay)]

    def _matches_given(
        self, member: str, old: Sequence[Any], new: Sequence[Any], kept: set[int], old_by_new: dict[int, int]
    ) -> dict[int, int]:
        """The matches that a person gave for rows that were reported on; rows to be removed are taken out of `kept`."""
        free = {str(index + 1): _name(row) for index, row in enumerate(new) if index not in old_by_new}
        answered: dict[int, int] = {}
        for index in sorted(kept - set(old_by_new.values())):
            step = step_to(member, old[index], index + 1)
            word = f"{member}:{self.code}:{step.identity}"
            answer = self.chosen.get(word, "")
            if answer in free and int(answer) - 1 not in answered:
                answered[int(answer) - 1] = index
            elif answer == GOES and self.may_go:
                kept.discard(index)
            elif answer != STAYS:
                answer = ""
            options = tuple(free.items())
            path = (self.action, step)
            self.questions.append(RowQuestion(word, path, _name(old[index]), options, answer, self.may_go))
        return answered


def _name(row: Keyed | PlannedBudgetLine) -> str:
    if isinstance(row, PlannedMilestone):
        return row.title
    if isinstance(row, PlannedIndicator):
        return row.name
    amount = "" if row.amount is None else f"{row.amount:.2f}"
    return row.label or row.printed_as or amount or _("without a name")
