"""The roles in an action, and what a correction of them changes: no row is written here.

Promotions tell promoters from partners, involvements tell coordinating ministers from others. Both are rows in force
with an order, and both are compared in the same way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from actionplan.organisations.models import Minister, Organisation

from .models import Action, MinisterInvolvement, Promotion

RoleRow = Promotion | MinisterInvolvement


@dataclass(frozen=True)
class Roles:
    """What an action's form of roles is opened on: its kind and the rows that have not been ended, in their order."""

    kind: str
    organisations: list[Promotion]
    ministers: list[MinisterInvolvement]

    @property
    def version(self) -> str:
        """Changes whenever anything here does."""
        rows: list[RoleRow] = [*self.organisations, *self.ministers]
        said = [(row.pk, row.role, row.order, row.inferred) for row in rows]
        return hashlib.sha256(f"{self.kind} {said}".encode()).hexdigest()[:16]


def roles_of(action: Action) -> Roles:
    """The roles as they go on from now, of the action as the caller read it: two queries."""
    promotions = Promotion.objects.open().of(action).select_related("organisation")
    involvements = MinisterInvolvement.objects.open().of(action).select_related("minister")
    return Roles(
        kind=action.kind,
        organisations=list(promotions.order_by("order", "pk")),
        ministers=list(involvements.order_by("order", "pk")),
    )


@dataclass(frozen=True)
class GivenRole:
    """A role as a coordinator gives it, to the organisation or the minister with this primary key."""

    subject: int
    role: str
    place: int | None = None
    """Where it is to stand, counted from 1; None: where it stands, and at the end when it is new."""
    confirmed: bool = False
    """That the role is right where the printed order alone suggested it."""


@dataclass(frozen=True)
class RoleChange:
    """What becomes of one organisation or minister; `before` is the row that ends, None when it is new."""

    subject: int
    before: RoleRow | None
    role: str = ""
    """Empty: no role any more."""
    order: int = 0
    inferred: bool = False

    @property
    def is_removed(self) -> bool:
        return not self.role

    @property
    def is_shifted_only(self) -> bool:
        """Another one came before it; the row itself says the same."""
        row = self.before
        return row is not None and (row.role, row.inferred) == (self.role, self.inferred)


def subject_of(row: RoleRow) -> Organisation | Minister:
    return row.organisation if isinstance(row, Promotion) else row.minister


def changes_of(rows: Sequence[RoleRow], given: Iterable[GivenRole]) -> list[RoleChange]:
    """The rows that must end and begin, in the order in which they will stand; those that go come last.

    Rows that say the same already are left alone. Whatever was corrected or confirmed is inferred no longer; a row
    that only made room for another keeps its mark.
    """
    places = {subject_of(row).pk: place for place, row in enumerate(rows, start=1)}
    known = {subject_of(row).pk: row for row in rows}
    changes = []
    for one, order in _in_order(given, places, known):
        row = known.pop(one.subject, None)
        moved = one.place not in (None, places.get(one.subject))
        corrected = row is None or one.confirmed or moved or row.role != one.role
        inferred = row is not None and row.inferred and not corrected
        if row is None or (row.role, row.order, row.inferred) != (one.role, order, inferred):
            changes.append(RoleChange(one.subject, row, one.role, order, inferred))
    return [*changes, *(RoleChange(subject, row) for subject, row in known.items())]


def _in_order(
    given: Iterable[GivenRole], places: dict[int, int], known: dict[int, RoleRow]
) -> Iterator[tuple[GivenRole, int]]:
    """Each role with its new order. Rows that stay keep theirs, as far as those before them leave room."""
    end = len(places) + 1

    def wanted(one: GivenRole) -> tuple[int, int]:
        """What moves up stands before the row whose place it takes, what moves down behind it."""
        now = places.get(one.subject, end)
        place = now if one.place is None else one.place
        return (place, (place > now) - (place < now))

    last = 0
    for one in sorted(given, key=wanted):
        row = known.get(one.subject)
        stays = row is not None and one.place in (None, places[one.subject])
        last = max(row.order, last + 1) if row is not None and stays else last + 1
        yield one, last


def standing_after(rows: Sequence[RoleRow], changes: Iterable[RoleChange]) -> list[RoleChange]:
    """Who has which role once the changes are made, in order; rows that stay are there as they are."""
    changed = {change.subject: change for change in changes}
    kept = [
        RoleChange(subject_of(row).pk, row, row.role, row.order, row.inferred)
        for row in rows
        if subject_of(row).pk not in changed
    ]
    found = [*kept, *(change for change in changed.values() if not change.is_removed)]
    return sorted(found, key=lambda one: one.order)
