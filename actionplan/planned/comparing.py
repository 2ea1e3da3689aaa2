"""The differences between two plans or two actions: each once, with its path and the value before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from .document import PlannedBudget, PlannedTiming
from .faults import ItemOf, Path, identity_of, step_to

AS_A_WHOLE = ["themes", "themes_nl", "funding", "cross_references", "targets", "years"]
"""Lists that are compared as a whole, since nothing identifies their items."""
Pairs = Mapping[Path, Sequence[int | None]]
"""By the path of a list of phases or lines: for each row after, the place (from 1) of the same row before, or None for a
new row."""


@dataclass(frozen=True)
class Difference:
    """A member whose value changes; an item added to a list (`before` is None) or removed from it (`after` is None); or a
    list in another order, given as the identities of the items in both.
    """

    path: Path
    before: Any
    after: Any
    type: type
    """The type that has the member, or the type of the item."""

    @property
    def is_of_item(self) -> bool:
        """Whether an item is added or removed."""
        return isinstance(self.path[-1], ItemOf)

    @property
    def is_of_order(self) -> bool:
        return not self.is_of_item and isinstance(self.after, tuple) and self.path[-1] not in AS_A_WHOLE


def members_of(value: Any) -> Iterator[tuple[str, Any]]:
    """Names and values of the members, those of a printed cell under the names of their columns."""
    for field in fields(value):
        member = getattr(value, field.name)
        if isinstance(member, PlannedTiming):
            yield from [("timing_printed", member.printed_as), ("phases", member.phases)]
        elif isinstance(member, PlannedBudget):
            yield from [("budget_printed", member.printed_as), ("lines", member.lines)]
        else:
            yield field.name, member


def differences(before: Any, after: Any, pairs: Pairs | None = None, path: Path = ()) -> Iterator[Difference]:
    """The differences between two values of the same type, in the order of its members."""
    old_members = dict(members_of(before))
    for name, new in members_of(after):
        old, here = old_members[name], (*path, name)
        if isinstance(new, tuple) and name not in AS_A_WHOLE:
            yield from _of_lists(old, new, name, pairs or {}, path)
        elif is_dataclass(new):
            yield from differences(old, new, pairs, here)
        elif old != new:
            yield Difference(here, old, new, type(before))


def _of_lists(
    before: tuple[Any, ...], after: tuple[Any, ...], name: str, pairs: Pairs, path: Path
) -> Iterator[Difference]:
    places = pairs.get((*path, name))
    old = {identity_of(item, place): (place, item) for place, item in enumerate(before, 1)}
    new: dict[Any, tuple[int, Any]] = {}
    for place, item in enumerate(after, 1):
        key = identity_of(item, place) if places is None else places[place - 1] or f"new {place}"
        new[key] = (place, item)
    for key, (place, item) in old.items():
        if key not in new:
            yield Difference((*path, step_to(name, item, place)), item, None, type(item))
    for key, (place, item) in new.items():
        here = (*path, step_to(name, item, place))
        if key not in old:
            yield Difference(here, None, item, type(item))
        else:
            yield from differences(old[key][1], item, pairs, here)
    stayed_before = tuple(key for key in old if key in new)
    stayed_after = tuple(key for key in new if key in old)
    if stayed_before != stayed_after:
        yield Difference((*path, name), stayed_before, stayed_after, type(before[0]))
