"""What an import would change: one document compared with another, item by item and member by member."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from actionplan.amendments.places import identity_of, inside, item_place

Item = dict[str, Any]

WITHOUT_IDENTITY = ["themes", "themes_nl", "funding", "cross_references"]
"""Lists that are compared as a whole."""


@dataclass(frozen=True)
class ItemChange:
    """One difference. `member` is empty where a whole item comes or goes."""

    place: str
    kind: str
    member: str = ""
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        if self.kind == "added":
            return _("added: %(place)s") % {"place": self.place}
        if self.kind == "removed":
            return _("removed: %(place)s") % {"place": self.place}
        return _("changed: %(place)s: %(before)s → %(after)s") % {
            "place": inside(self.place, self.member),
            "before": _shown(self.before),
            "after": _shown(self.after),
        }


def changes_of_plan(before: Item | None, after: Item) -> list[ItemChange]:
    """Differences in the plan itself; without `before` the plan is new."""
    if before is None:
        before = {"objectives": [], "actions": []}
        changes = [ItemChange(inside("", _("plan %(code)s") % {"code": after["plan"]["code"]}), "added")]
    else:
        changes = list(_of_members(_("plan"), before["plan"], after["plan"]))
    for member in ["objectives", "actions"]:
        changes += _of_items("", member, before[member], after[member])
    return changes


def _of_members(place: str, before: Item, after: Item) -> Iterator[ItemChange]:
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _of_members(inside(place, name), old, new)
        elif isinstance(old, list) and isinstance(new, list) and name not in WITHOUT_IDENTITY:
            yield from _of_items(place, name, old, new)
        else:
            yield ItemChange(place, "changed", name, old, new)


def _of_items(place: str, member: str, before: list[Item], after: list[Item]) -> Iterator[ItemChange]:
    old = {identity_of(item, position): item for position, item in enumerate(before, 1)}
    new = {identity_of(item, position): item for position, item in enumerate(after, 1)}
    for key, item in old.items():
        if key not in new:
            yield ItemChange(item_place(place, member, item, key), "removed")
    for key, item in new.items():
        where = item_place(place, member, item, key)
        if key in old:
            yield from _of_members(where, old[key], item)
        else:
            yield ItemChange(where, "added")
    stayed_before = [key for key in old if key in new]
    stayed_after = [key for key in new if key in old]
    if stayed_before != stayed_after:
        yield ItemChange(
            place, "changed", _("order of %(list)s") % {"list": member}, stayed_before, stayed_after
        )


def _shown(value: Any) -> str:
    if value is None:
        return _("nothing")
    return f"“{value}”" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
