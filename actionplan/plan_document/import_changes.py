"""What an import would change, in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from actionplan.planned.comparing import Difference, Pairs, differences
from actionplan.planned.document import PlanDocument
from actionplan.planned.faults import ItemOf, in_words
from actionplan.planned.words import label_of, language_of, words_of


@dataclass(frozen=True)
class ItemChange:
    """A difference. `label` is empty where a whole item is added or removed."""

    place: str
    kind: str = "changed"
    label: str = ""
    before: str = ""
    after: str = ""
    language: str = ""
    """The language of both values, if the member exists in two languages."""
    objective: int = 0
    """The number of its objective; 0 for the plan itself and for bodies."""
    action: str = ""
    """The code of its action; empty for what belongs to no action."""

    def __str__(self) -> str:
        if self.kind == "added":
            return _("added: %(place)s") % {"place": self.place}
        if self.kind == "removed":
            return _("removed: %(place)s") % {"place": self.place}
        return _("changed: %(place)s: %(before)s → %(after)s") % {
            "place": f"{self.place}, {self.label}" if self.place else self.label,
            "before": f"“{self.before}”" if self.before else _("nothing"),
            "after": f"“{self.after}”" if self.after else _("nothing"),
        }


def changes_of_plan(before: PlanDocument | None, after: PlanDocument, pairs: Pairs) -> list[ItemChange]:
    """The differences in the plan itself, not in bodies; without `before` the plan is new."""
    is_new = before is None
    before = before or replace(after, objectives=(), actions=())
    bodies: Any = {"ministers": (), "policy_areas": (), "organisations": ()}
    differing = differences(replace(before, **bodies), replace(after, **bodies), pairs)
    changes = [change_of(difference) for difference in differing]
    if is_new:
        changes.insert(0, ItemChange(_("plan %(code)s") % {"code": after.plan.code}, "added"))
    return changes


def change_of(difference: Difference) -> ItemChange:
    *above, _last = difference.path
    first = difference.path[0]
    objective, action = 0, ""
    if isinstance(first, ItemOf) and first.member == "objectives":
        objective = int(first.identity)
    elif isinstance(first, ItemOf) and first.member == "actions":
        action = str(first.identity)
        objective = int(action.split(".")[0])
    if difference.is_of_item:
        kind = "added" if difference.before is None else "removed"
        return ItemChange(in_words(difference.path), kind, objective=objective, action=action)
    before, after = words_of(difference)
    return ItemChange(
        in_words(tuple(above)),
        label=label_of(difference),
        before=before,
        after=after,
        language=language_of(difference),
        objective=objective,
        action=action,
    )
