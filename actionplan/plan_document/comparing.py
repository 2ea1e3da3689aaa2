"""What an import would change: one document compared with another, item by item and member by member, in words.

Members are called as the columns that they stand for, and their values as people write them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.organisations.models import Affiliation, Minister, Organisation, PolicyArea
from actionplan.planned.json_form import Item
from actionplan.planned.members import COLUMNS
from actionplan.planned.places import identity_of, inside, item_place
from actions.models import (
    Action,
    ActionTerms,
    CrossReference,
    Lead,
    Milestone,
    MilestoneTerms,
    MinisterInvolvement,
    Phase,
    Promotion,
)
from budgets.models import BudgetLine, BudgetTerms, Funding
from objectives.models import Objective, Plan, Theme

from .matching import WAS

WITHOUT_IDENTITY = ["themes", "themes_nl", "funding", "cross_references"]
"""Lists that are compared as a whole."""


@dataclass(frozen=True)
class ItemChange:
    """One difference. `label` is empty where a whole item comes or goes."""

    place: str
    kind: str = "changed"
    label: str = ""
    before: str = ""
    after: str = ""
    language: str = ""
    """In which both are written, of what is written in two."""
    objective: int = 0
    """Its number; 0 for the plan itself and for bodies."""
    action: str = ""
    """Its code; empty for what belongs to no action."""

    def __str__(self) -> str:
        if self.kind == "added":
            return _("added: %(place)s") % {"place": self.place}
        if self.kind == "removed":
            return _("removed: %(place)s") % {"place": self.place}
        return _("changed: %(place)s: %(before)s → %(after)s") % {
            "place": inside(self.place, self.label),
            "before": f"“{self.before}”" if self.before else _("nothing"),
            "after": f"“{self.after}”" if self.after else _("nothing"),
        }


def changes_of_plan(before: Item | None, after: Item) -> list[ItemChange]:
    """Differences in the plan itself; without `before` the plan is new."""
    if before is None:
        before = {"objectives": [], "actions": []}
        changes = [ItemChange(_("plan %(code)s") % {"code": after["plan"]["code"]}, "added")]
    else:
        changes = list(_of_members(ItemChange(_("plan")), "plan", before["plan"], after["plan"]))
    for member in ["objectives", "actions"]:
        changes += _of_items(ItemChange(""), member, before[member], after[member])
    return changes


def change_of_member(at: ItemChange, kind: str, name: str, old: Any, new: Any) -> ItemChange:
    """That this member of an item of the kind says something else; `at` says where."""
    before, after = words_of_value(kind, name, old), words_of_value(kind, name, new)
    return replace(
        at, label=label_of(kind, name), before=before, after=after, language=language_of(kind, name)
    )


def _of_members(at: ItemChange, kind: str, before: Item, after: Item) -> Iterator[ItemChange]:
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if old == new or name == WAS:
            continue
        if isinstance(old, list) and isinstance(new, list) and name not in WITHOUT_IDENTITY:
            yield from _of_items(at, name, old, new)
        else:
            yield change_of_member(at, kind, name, old, new)


def _of_items(at: ItemChange, member: str, before: list[Item], after: list[Item]) -> Iterator[ItemChange]:
    kind = "action ministers" if member == "ministers" else member
    old = {identity_of(item, place): (place, item) for place, item in enumerate(before, 1)}
    new = {_identity(member, item, place): (place, item) for place, item in enumerate(after, 1)}
    for key, (place, item) in old.items():
        if key not in new:
            yield _at(at, member, item, place, "removed")
    for key, (place, item) in new.items():
        if key not in old:
            yield _at(at, member, item, place, "added")
        elif old[key][1] != item:
            yield from _of_members(_at(at, member, item, place), kind, _flat(old[key][1]), _flat(item))
    stayed_before = [key for key in old if key in new]
    stayed_after = [key for key in new if key in old]
    if stayed_before != stayed_after:
        order = _("order of %(list)s") % {"list": label_of(kind, member)}
        yield replace(at, label=order, before=_row(stayed_before), after=_row(stayed_after))


def _identity(member: str, item: Item, place: int) -> str | int:
    """A phase or a line is known by its place in the plan so far."""
    if member in ("phases", "lines"):
        return item.get(WAS, f"new {place}")
    return identity_of(item, place)


def _at(at: ItemChange, member: str, item: Item, place: int, kind: str = "changed") -> ItemChange:
    where: dict[str, Any] = {"place": item_place(at.place, member, item, place), "kind": kind}
    if member == "objectives":
        where |= {"objective": item["number"]}
    elif member == "actions":
        where |= {"objective": item["objective"], "action": item["code"]}
    return replace(at, **where)


def _flat(item: Item) -> Item:
    """An action with its phases and lines beside what is printed of them."""
    if "timing" not in item:
        return item
    timing, budget = item["timing"], item["budget"]
    return item | {
        "timing": timing["printed_as"],
        "phases": timing["phases"],
        "budget": budget["printed_as"],
        "lines": budget["lines"],
    }


def _row(keys: list[Any]) -> str:
    return ", ".join(map(str, keys))


MODELS: dict[str, list[Any]] = {
    "plan": [Plan],
    "objectives": [Objective],
    "actions": [ActionTerms, Action],
    "action ministers": [MinisterInvolvement],
    "promoters": [Promotion],
    "phases": [Phase],
    "milestones": [MilestoneTerms, Milestone],
    "lines": [BudgetTerms],
    "ministers": [Minister],
    "policy_areas": [PolicyArea],
    "organisations": [Organisation, Affiliation],
}
"""By the kind of item: where its columns stand."""
PRINTED = {"timing": "timing_printed", "budget": "budget_printed"}
"""The columns of members that are compared by what is printed."""
LISTS: dict[str, Any] = {
    "themes": Theme,
    "cross_references": CrossReference,
    "funding": Funding,
    "phases": Phase,
    "lines": BudgetLine,
    "milestones": Milestone,
    "ministers": Minister,
    "promoters": Promotion,
    "objectives": Objective,
    "actions": Action,
}


def column_of(kind: str, member: str) -> models.Field | None:
    """The column that a member of such an item stands for; None for a list and for what has no column of its own."""
    for model in MODELS[kind]:
        try:
            return model._meta.get_field({**COLUMNS, **PRINTED}.get(member, member))
        except FieldDoesNotExist:
            continue
    return None


def label_of(kind: str, member: str) -> str:
    column = column_of(kind, member)
    if member in LISTS:
        return str(LISTS[member]._meta.verbose_name_plural)
    if member == "themes_nl":
        return _("themes in Dutch")
    if member == "lead":
        return str(Lead._meta.verbose_name)
    return member if column is None else str(column.verbose_name)


def language_of(kind: str, member: str) -> str:
    """In which a member with a twin in the other language is written, as `lang` has it; empty for any other."""
    if member.endswith("_nl"):
        return "nl"
    return "en" if member == "themes" or column_of(kind, f"{member}_nl") is not None else ""


def words_of_value(kind: str, member: str, value: Any) -> str:
    """Empty for nothing."""
    column = column_of(kind, member)
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return "; ".join(_words_of_item(item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column is not None and column.choices:
        return str(dict(column.choices).get(value, value))
    if isinstance(column, models.DateField):
        return formatting.day(datetime.date.fromisoformat(value))
    if member == "amount":
        return formatting.euro(column.to_python(value)) if column is not None else value
    return str(value)


def _words_of_item(item: Any) -> str:
    return f"{item['source']} {item['percent']} %" if isinstance(item, dict) else str(item)
