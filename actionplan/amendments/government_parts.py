"""Roles in actions when bodies end: the rows that end on a day, and the rows that replace them.

A successor that already had a role gets the stronger of both, at its place; of two equal roles, at the first place.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from actions.models import Lead, MinisterInvolvement, Promotion
from actions.states import MinisterRole, PromotionRole

PartRow = MinisterInvolvement | Promotion | Lead
ROLES_BY_STRENGTH = [*MinisterRole.values, *PromotionRole.values]
"""The stronger of two roles of a kind comes first."""


@dataclass(frozen=True)
class NewPart:
    """The role in an action of the body with this key. A lead has no role, place or printed words."""

    key: str
    role: str = ""
    order: int = 0
    inferred: bool = False
    printed_as: str = ""

    @property
    def role_label(self) -> str:
        return str({**dict(MinisterRole.choices), **dict(PromotionRole.choices)}.get(self.role, ""))

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of its row, besides the action and the body."""
        return {name: value for name, value in asdict(self).items() if name != "key"} if self.role else {}


@dataclass(frozen=True)
class PartChange:
    """A row that ends, and what replaces it; None for nothing."""

    row: PartRow
    after: NewPart | None
    from_day: datetime.date
    """The day of the change, or a later one on which the role begins."""
    into: str = ""
    """If nothing replaces it, the key of a successor that has a role already."""

    @property
    def before(self) -> NewPart:
        return part_of_row(self.row)

    @property
    def body(self) -> Any:
        return body_of(self.row)

    @property
    def is_lead(self) -> bool:
        return isinstance(self.row, Lead)


def body_of(row: PartRow) -> Any:
    return row.minister if isinstance(row, MinisterInvolvement) else row.organisation


def part_of_row(row: PartRow, key: str = "") -> NewPart:
    """The role in the row, for its own body or the one with this key."""
    key = key or body_of(row).key
    if isinstance(row, Lead):
        return NewPart(key)
    return NewPart(key, row.role, row.order, row.inferred, row.printed_as)


def begins_on(row: PartRow, day: datetime.date) -> datetime.date:
    """The first day, from this one on, on which the role is in force."""
    return max(row.in_force_from or day, day)


def changes_of_parts(
    rows: Iterable[PartRow], successors: Mapping[int, str], day: datetime.date
) -> list[PartChange]:
    """The changes of the roles of a kind in an action, from the day on.

    `rows` are those in force then or later, in their order; `successors` has the key of the successor by the key of each row
    that ends, empty for nobody. A role that begins later goes to the successor from its beginning.
    """
    standing = {body_of(row).key: row for row in rows if row.pk not in successors}
    ending = [row for row in rows if row.pk in successors]
    parts = {key: part_of_row(row) for key, row in standing.items()}
    since = {key: begins_on(row, day) for key, row in standing.items()}
    for row in ending:
        if key := successors[row.pk]:
            part = part_of_row(row, key)
            parts[key] = _stronger_part(parts[key], part) if key in parts else part
            since[key] = max(since.get(key, day), begins_on(row, day))
    changes = [
        PartChange(row, parts[key], since[key])
        for key, row in standing.items()
        if parts[key] != part_of_row(row)
    ]
    begun = set(standing)
    for row in ending:
        key, from_day = successors[row.pk], begins_on(row, day)
        new = key not in begun
        changes.append(
            PartChange(row, parts[key] if key and new else None, from_day, into="" if new else key)
        )
        begun.add(key)
    return changes


def _stronger_part(first: NewPart, other: NewPart) -> NewPart:
    """The stronger of two roles of a body, with the printed words of the first."""
    stronger = min(first, other, key=lambda part: (ROLES_BY_STRENGTH.index(part.role), part.order))
    return replace(stronger, inferred=first.inferred and other.inferred, printed_as=first.printed_as)
