"""Which rows of a file are which rows of the plan, where no key says so: milestones by title, budget lines and phases by what they say.

What people reported points at milestones and lines. So one that was reported on and that the file does not have is asked
about: it is another of the file, or it stays. It never goes by the way.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.folding import fold
from actionplan.planned.json_form import Item
from actionplan.planned.places import item_place
from actions.models import Milestone
from budgets.models import BudgetLine, BudgetTerms
from objectives.models import Plan

Rule = Callable[[int, Item], Hashable]
"""What two rows that are one have in common; None has nothing in common with anything."""

WAS = "was"
"""The member in which a phase or a line of the file says its place in the plan so far, from 1; without it, it is new."""
STAYS, GOES = "stays", "goes"
"""What may be answered but which row it is. It goes only with an amendment: nothing that was reported loses its row."""


@dataclass(frozen=True)
class RowQuestion:
    """A milestone or budget line of the plan that was reported on, and that the file does not have."""

    word: str
    """`lines:4.3:2`; an answer is this word, `=`, and what was chosen."""
    place: str
    name: str
    options: tuple[tuple[str, str], ...]
    """Which new row of the file it may be: its place there, from 1, and the row in words."""
    answer: str
    """The place that was chosen, `STAYS` or `GOES`; empty where nothing is answered yet."""
    may_go: bool
    """Whether `GOES` may be chosen: where the import becomes an amendment."""


@dataclass(frozen=True)
class Reported:
    """What was reported on in a plan: pairs of an action's code and a milestone's key, or a line's place, from 1."""

    milestones: frozenset[tuple[str, Any]] = frozenset()
    lines: frozenset[tuple[str, Any]] = frozenset()


def reported_on(plan: Plan, on: datetime.date) -> Reported:
    """Of what is in force on the day."""
    milestones = Milestone.objects.filter(action__plan=plan, reported__isnull=False)
    spoken_of = BudgetLine.objects.filter(action__plan=plan, expenditures__isnull=False)
    spread = BudgetLine.objects.filter(action__plan=plan, spreads__isnull=False)
    known = set(spoken_of.values_list("pk", flat=True)) | set(spread.values_list("pk", flat=True))
    terms = BudgetTerms.objects.in_force(on).filter(line__action__plan=plan)
    rows = terms.order_by("line__action__order", "line__place").values_list("line__action__code", "line")
    lines = set()
    for code, of_action in groupby(rows, key=lambda row: row[0]):
        lines |= {(code, place) for place, (_code, pk) in enumerate(of_action, 1) if pk in known}
    return Reported(
        milestones=frozenset(milestones.values_list("action__code", "key")),
        lines=frozenset(lines),
    )


def matched(
    document: Item, before: Item, reported: Reported, answers: Collection[str] = (), *, may_go: bool
) -> tuple[Item, list[RowQuestion]]:
    """The document with the plan's keys and places in its rows, and with what was reported on; and what is to be asked.

    Milestones get the key of the one that they are, lines and phases `WAS`. `may_go`: the import becomes an amendment.
    """
    old = {action["code"]: action for action in before["actions"]}
    chosen = dict(answer.split("=", 1) for answer in answers if "=" in answer)
    questions: list[RowQuestion] = []
    actions = []
    for action in document["actions"]:
        if known := old.get(action["code"]):
            match = _ActionMatch(action["code"], reported, chosen, may_go)
            action = action | {
                "milestones": match.milestones(known["milestones"], action["milestones"]),
                "timing": action["timing"] | {"phases": _phases(known["timing"], action["timing"])},
                "budget": action["budget"]
                | {"lines": match.lines(known["budget"]["lines"], action["budget"]["lines"])},
            }
            questions += match.questions
        actions.append(action)
    return document | {"actions": actions}, questions


def _by_title(_position: int, item: Item) -> str:
    return fold(item["title"])


def _by_key(_position: int, item: Item) -> str:
    return item["key"]


def _by_values(_position: int, item: Item) -> str:
    return repr(sorted((name, value) for name, value in item.items() if name not in ("phase", WAS)))


def _by_label(_position: int, item: Item) -> str:
    return fold(item["label"])


def _by_place(position: int, _item: Item) -> int:
    return position


def _pairs(
    old: list[Item],
    new: list[Item],
    rules: list[Rule],
    found: Mapping[int, int] = MappingProxyType({}),
    apart: Collection[int] = (),
) -> dict[int, int]:
    """The index of the old row by that of the new one, which is the same by the first rule that says so.

    Those that are found already stay so, and old ones that are kept apart are not looked at.
    """
    found = dict(found)
    for rule in rules:
        free, taken = defaultdict(list), {*found.values(), *apart}
        for index, item in enumerate(old):
            if index not in taken:
                free[rule(index, item)].append(index)
        for index, item in enumerate(new):
            if index not in found and free[rule(index, item)]:
                found[index] = free[rule(index, item)].pop(0)
    return found


def _with_places(new: list[Item], found: Mapping[int, int]) -> list[Item]:
    return [item | {WAS: found[index] + 1} if index in found else item for index, item in enumerate(new)]


def _phases(old: Item, new: Item) -> list[Item]:
    found = _pairs(old["phases"], new["phases"], [_by_values, _by_label, _by_place])
    return _with_places(new["phases"], found)


class _ActionMatch:
    """The rows of one action; asks about what was reported on and is not in the file."""

    def __init__(self, code: str, reported: Reported, chosen: Mapping[str, str], may_go: bool) -> None:
        self.code = code
        self.reported = reported
        self.chosen = chosen
        self.may_go = may_go
        self.place = item_place("", "actions", {"code": code}, 1)
        self.questions: list[RowQuestion] = []

    def milestones(self, old: list[Item], new: list[Item]) -> list[Item]:
        kept = {
            index for index, item in enumerate(old) if (self.code, item["key"]) in self.reported.milestones
        }
        found = _pairs(old, new, [_by_key, _by_title])
        found |= self._answered("milestones", old, new, kept, found)
        named = [
            item | {"key": old[found[index]]["key"]} if index in found else item
            for index, item in enumerate(new)
        ]
        return named + [old[index] for index in sorted(kept - set(found.values()))]

    def lines(self, old: list[Item], new: list[Item]) -> list[Item]:
        kept = {place for place in range(len(old)) if (self.code, place + 1) in self.reported.lines}
        found = _pairs(old, new, [_by_values, _by_label])
        found |= self._answered("lines", old, new, kept, found)
        stay = sorted(kept - set(found.values()))
        found = _pairs(old, new, [_by_place], found, apart=stay)
        return _with_places(new, found) + [old[index] | {WAS: index + 1} for index in stay]

    def _answered(
        self, member: str, old: list[Item], new: list[Item], kept: set[int], found: dict[int, int]
    ) -> dict[int, int]:
        """Which new rows are said to be those that were reported on and are not found; what goes leaves `kept`."""
        free = {str(index + 1): _name(item) for index, item in enumerate(new) if index not in found}
        said: dict[int, int] = {}
        for index in sorted(kept - set(found.values())):
            word = f"{member}:{self.code}:{old[index].get('key') or index + 1}"
            answer = self.chosen.get(word, "")
            if answer in free and int(answer) - 1 not in said:
                said[int(answer) - 1] = index
            elif answer == GOES and self.may_go:
                kept.discard(index)
            elif answer != STAYS:
                answer = ""
            place = item_place(self.place, member, old[index], index + 1)
            question = RowQuestion(word, place, _name(old[index]), tuple(free.items()), answer, self.may_go)
            self.questions.append(question)
        return said


def _name(item: Item) -> str:
    named = [item.get(name) for name in ["title", "label", "printed_as", "amount"]]
    return next((name for name in named if name), _("without a name"))
