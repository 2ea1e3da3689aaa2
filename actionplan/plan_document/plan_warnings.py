"""What a plan may well say, and what is more often a slip: each is accepted by a person, or mended in the file.

Of an amendment it is said on its page, before somebody puts it in force.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.folding import fold
from actionplan.planned.json_form import Item
from actionplan.planned.places import identity_of, item_place
from actions.models import Amendment

PER_YEAR = re.compile(
    r"\b(per|a|each|every) year\b|/ ?year\b|\b(yearly|annual(ly)?)\b|\bp\.a\.|\b(per|elk) jaar\b|/ ?jaar\b|\bjaarlijks"
)
"""An amount in folded text that is one for each year."""
FEWEST_WORDS = 3
"""Titles that differ in one word are alike when they share at least as many."""


@dataclass(frozen=True)
class PlanWarning:
    word: str
    """`outside:3.12:phases:1:2019-01-01`: what a person accepts. It holds what is doubtful, so that another slip is asked again."""
    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


def warnings_of(document: Item, before: Item | None) -> list[PlanWarning]:
    """What the plan of the document would have that is doubtful, and the plan so far has not."""
    known = {one.word for one in _all(before)} if before else set()
    return [one for one in _all(document) if one.word not in known]


def warnings_of_amendment(amendment: Amendment) -> list[PlanWarning]:
    """What the amendment would bring into the plan that is doubtful, and was not there before."""
    plan = {name: getattr(amendment.plan, name).isoformat() for name in ("start", "end")}
    rows = list(amendment.actions.all())
    before, after = (
        {"plan": plan, "actions": [item for item in items if item is not None]}
        for items in ([one.before for one in rows], [one.after for one in rows])
    )
    return warnings_of(after, before)


def _all(document: Item) -> Iterator[PlanWarning]:
    for action in document["actions"]:
        for position, line in enumerate(action["budget"]["lines"], 1):
            yield from _of_line(action, line, position)
        yield from _outside(document["plan"], action)
        if action["code"] in action.get("cross_references", []):
            yield PlanWarning(
                f"itself:{action['code']}", item_place("", "actions", action, 1), _("it refers to itself.")
            )
    yield from _alike_titles(document["actions"])


def _place(action: Item, member: str, item: Item, position: int) -> str:
    return item_place(item_place("", "actions", action, 1), member, item, position)


def _of_line(action: Item, line: Item, position: int) -> Iterator[PlanWarning]:
    if not line["amount"]:
        return
    word = f"{action['code']}:{position}"
    phases = action["timing"]["phases"]
    phase = line.get("phase")
    dated = [line, *([phases[phase - 1]] if phase else phases)]
    if not any(one["start"] or one["end"] for one in dated):
        yield PlanWarning(
            f"period:{word}",
            _place(action, "lines", line, position),
            _("neither the amount nor the action has a period: it is spread over the whole plan."),
        )
    printed = line.get("printed_as") or action["budget"]["printed_as"]
    if not line["per_year"] and PER_YEAR.search(fold(printed)):
        words = _("“%(printed)s” may be an amount for each year, and it is read as one for the whole period.")
        place = _place(action, "lines", line, position)
        yield PlanWarning(f"yearly:{word}", place, words % {"printed": printed})


def _outside(plan: Item, action: Item) -> Iterator[PlanWarning]:
    rows = [
        *_days("phases", action["timing"]["phases"], ["start", "end"]),
        *_days("lines", action["budget"]["lines"], ["start", "end"]),
        *_days("milestones", action["milestones"], ["due"]),
    ]
    for member, position, item, day in rows:
        if not plan["start"] <= day <= plan["end"]:
            days = {"day": _in_words(day), "start": _in_words(plan["start"]), "end": _in_words(plan["end"])}
            yield PlanWarning(
                f"outside:{action['code']}:{member}:{identity_of(item, position)}:{day}",
                _place(action, member, item, position),
                _("%(day)s lies outside the plan, which runs from %(start)s to %(end)s.") % days,
            )


def _days(member: str, items: list[Item], names: list[str]) -> Iterator[tuple[str, int, Item, str]]:
    for position, item in enumerate(items, 1):
        for name in names:
            if item[name]:
                yield member, position, item, item[name]


def _in_words(day: str) -> str:
    return formatting.day(datetime.date.fromisoformat(day))


def _alike_titles(actions: list[Item]) -> Iterator[PlanWarning]:
    """Titles with the same words, in any order, but for one; of several that are alike, each later one."""
    seen: dict[frozenset[str], str] = {}
    for action in actions:
        words = frozenset(re.findall(r"\w+", fold(action["title"])))
        without_one = [words - {word} for word in words if len(words) > FEWEST_WORDS]
        other = next((seen[each] for each in [words, *without_one] if each in seen), None)
        if other:
            yield PlanWarning(
                f"title:{action['code']}:{other}",
                item_place("", "actions", action, 1),
                _("its title is nearly that of action %(code)s.") % {"code": other},
            )
        for each in [words, *without_one]:
            seen.setdefault(each, action["code"])
