"""Who has which part in an action when bodies end: rows that end on a day, and rows that begin in their stead.

Who takes over has the stronger of the roles that both had, at its place; of two equal ones, at the first place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from actions.models import Lead, MinisterInvolvement, Promotion
from actions.states import MinisterRole, PromotionRole

PartRow = MinisterInvolvement | Promotion | Lead
ROLES_BY_STRENGTH = [*MinisterRole.values, *PromotionRole.values]
"""Of two roles of one kind, the stronger comes first."""


@dataclass(frozen=True)
class NewPart:
    """A part in an action, of the body with this key. A lead has no role, no place and no printed words."""

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
        """Of its row, beside the action and the body."""
        return {name: value for name, value in asdict(self).items() if name != "key"} if self.role else {}


@dataclass(frozen=True)
class PartChange:
    """A row that ends, and what begins in its stead; None: nothing."""

    row: PartRow
    after: NewPart | None
    into: str = ""
    """Where nothing begins, the key of who takes over and has a part already."""

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
    """What the row says, of its own body or of the one with this key."""
    key = key or body_of(row).key
    if isinstance(row, Lead):
        return NewPart(key)
    return NewPart(key, row.role, row.order, row.inferred, row.printed_as)


def changes_of_parts(rows: Iterable[PartRow], goes_to: Mapping[int, str]) -> list[PartChange]:
    """What becomes of the parts of one kind in one action.

    `rows` are those in force, in their order; `goes_to` has the rows of bodies that end, by their key: who takes over, empty
    for nobody.
    """
    standing = {body_of(row).key: row for row in rows if row.pk not in goes_to}
    ending = [row for row in rows if row.pk in goes_to]
    parts = {key: part_of_row(row) for key, row in standing.items()}
    for row in ending:
        if key := goes_to[row.pk]:
            part = part_of_row(row, key)
            parts[key] = _stronger_part(parts[key], part) if key in parts else part
    changes = [PartChange(row, parts[key]) for key, row in standing.items() if parts[key] != part_of_row(row)]
    begun = set(standing)
    for row in ending:
        key = goes_to[row.pk]
        new = key not in begun
        changes.append(PartChange(row, parts[key] if key and new else None, into="" if new else key))
        begun.add(key)
    return changes


def _stronger_part(first: NewPart, other: NewPart) -> NewPart:
    """Both parts in one, with the printed words of the first."""
    stronger = min(first, other, key=lambda part: (ROLES_BY_STRENGTH.index(part.role), part.order))
    return replace(stronger, inferred=first.inferred and other.inferred, printed_as=first.printed_as)
