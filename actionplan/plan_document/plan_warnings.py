"""What is allowed in a plan but is more often a mistake: a person accepts each warning, or mends the file.

For an amendment the warnings are shown on its page, before it is put in force.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.folding import fold
from actionplan.planned.document import Day, PlanDocument, PlannedAction, PlannedBudgetLine
from actionplan.planned.faults import ItemOf, Path, in_words, step_to
from actionplan.planned.json_form import read_kept
from actions.models import Amendment

PER_YEAR = re.compile(
    r"\b(per|a|each|every) year\b|/ ?year\b|\b(yearly|annual(ly)?)\b|\bp\.a\.|\b(per|elk) jaar\b|/ ?jaar\b|\bjaarlijks"
)
"""Folded text that says that an amount is per year."""
FEWEST_WORDS = 3
"""Titles that differ in one word are alike if they share at least this many."""


@dataclass(frozen=True)
class PlanWarning:
    word: str
    """`outside:3.12:phases:1:2019-01-01`: what a person accepts. It includes the doubtful value, so that another value
    is asked about again."""
    path: Path
    words: str

    @property
    def place(self) -> str:
        return in_words(self.path)

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


@dataclass(frozen=True)
class DatedActions:
    """Actions with the first and last day of their plan."""

    actions: Sequence[PlannedAction]
    start: Day
    end: Day


def warnings_of(after: DatedActions, before: DatedActions | None) -> list[PlanWarning]:
    """The warnings about `after` that do not apply to `before`."""
    known = {warning.word for warning in _all(before)} if before else set()
    return [warning for warning in _all(after) if warning.word not in known]


def warnings_of_document(document: PlanDocument, before: PlanDocument | None) -> list[PlanWarning]:
    return warnings_of(_dated(document), _dated(before) if before else None)


def _dated(document: PlanDocument) -> DatedActions:
    plan = document.plan
    return DatedActions(document.actions, plan.start or Day.min, plan.end or Day.max)


def warnings_of_amendment(amendment: Amendment) -> list[PlanWarning]:
    """The new warnings that the amendment would bring into the plan."""
    rows = list(amendment.actions.all())
    plan = amendment.plan
    before, after = (
        DatedActions([action for action in map(read_kept, kept) if action], plan.start, plan.end)
        for kept in ([row.before for row in rows], [row.after for row in rows])
    )
    return warnings_of(after, before)


def _all(plan: DatedActions) -> Iterator[PlanWarning]:
    for action in plan.actions:
        for position, line in enumerate(action.lines, 1):
            yield from _of_line(action, line, position)
        yield from _outside(plan, action)
        if action.code in action.cross_references:
            yield PlanWarning(f"itself:{action.code}", (_step(action),), _("it refers to itself."))
    yield from _alike_titles(plan.actions)


def _step(action: PlannedAction) -> ItemOf:
    return ItemOf("actions", action.code)


def _of_line(action: PlannedAction, line: PlannedBudgetLine, position: int) -> Iterator[PlanWarning]:
    if line.amount is None:
        return
    word, path = f"{action.code}:{position}", (_step(action), ItemOf("lines", position))
    phases = [action.phases[line.phase_place - 1]] if line.phase_place else action.phases
    if not any(period.start or period.end for period in (line, *phases)):
        words = _("neither the amount nor the action has a period: it is spread over the whole plan.")
        yield PlanWarning(f"period:{word}", path, words)
    printed = line.printed_as or action.budget.printed_as
    if not line.per_year and PER_YEAR.search(fold(printed)):
        words = _("“%(printed)s” may be an amount for each year, and it is read as one for the whole period.")
        yield PlanWarning(f"yearly:{word}", path, words % {"printed": printed})


def _outside(plan: DatedActions, action: PlannedAction) -> Iterator[PlanWarning]:
    rows: list[tuple[str, int, Any, list[Day | None]]] = [
        *(("phases", place, phase, [phase.start, phase.end]) for place, phase in enumerate(action.phases, 1)),
        *(("lines", place, line, [line.start, line.end]) for place, line in enumerate(action.lines, 1)),
        *(("milestones", place, row, [row.due]) for place, row in enumerate(action.milestones, 1)),
    ]
    words = _("%(day)s lies outside the plan, which runs from %(start)s to %(end)s.")
    for member, position, row, days in rows:
        for day in days:
            if day and not plan.start <= day <= plan.end:
                step = step_to(member, row, position)
                bounds = {"day": day, "start": plan.start, "end": plan.end}
                yield PlanWarning(
                    f"outside:{action.code}:{member}:{step.identity}:{day}",
                    (_step(action), step),
                    words % {name: formatting.day(date) for name, date in bounds.items()},
                )


def _alike_titles(actions: Iterable[PlannedAction]) -> Iterator[PlanWarning]:
    """Titles with the same words in any order, except one; of titles that are alike, each later one is warned about."""
    seen: dict[frozenset[str], str] = {}
    for action in actions:
        words = frozenset(re.findall(r"\w+", fold(action.title)))
        without_one = [words - {word} for word in words if len(words) > FEWEST_WORDS]
        other = next((seen[each] for each in [words, *without_one] if each in seen), None)
        if other:
            sentence = _("its title is nearly that of action %(code)s.") % {"code": other}
            yield PlanWarning(f"title:{action.code}:{other}", (_step(action),), sentence)
        for each in [words, *without_one]:
            seen.setdefault(each, action.code)
