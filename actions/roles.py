"""The roles in an action, and what a correction of them would change; nothing is written here.

Promotions distinguish promoters from partners, involvements coordinating ministers from others. Both are
ordered rows in force, and both are compared in the same way.
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
    """The state on which the form of roles is opened: the kind, and the open rows in order."""

    kind: str
    organisations: list[Promotion]
    ministers: list[MinisterInvolvement]

    @property
    def version(self) -> str:
        """A hash that changes whenever anything here does."""
        rows: list[RoleRow] = [*self.organisations, *self.ministers]
        facts = [(row.pk, row.role, row.order, row.inferred) for row in rows]
        return hashlib.sha256(f"{self.kind} {facts}".encode()).hexdigest()[:16]


def roles_of(action: Action) -> Roles:
    """The roles that have not been ended, in two queries; `kind` is taken from the action as passed in."""
    promotions = Promotion.objects.open().of(action).select_related("organisation")
    involvements = MinisterInvolvement.objects.open().of(action).select_related("minister")
    return Roles(
        kind=action.kind,
        organisations=list(promotions.order_by("order", "pk")),
        ministers=list(involvements.order_by("order", "pk")),
    )


@dataclass(frozen=True)
class GivenRole:
    """A role given by a coordinator to the organisation or minister with the primary key `subject`."""

    subject: int
    role: str
    place: int | None = None
    """Its new place, counted from 1; None: its present place, or the end if it is new."""
    confirmed: bool = False
    """Whether the coordinator confirms a role that was only inferred from the printed order."""


@dataclass(frozen=True)
class RoleChange:
    """The change for one organisation or minister; `before` is the row that ends, None if it is new."""

    subject: int
    before: RoleRow | None
    role: str = ""
    """Empty: removed."""
    order: int = 0
    inferred: bool = False

    @property
    def is_removed(self) -> bool:
        return not self.role

    @property
    def is_shifted_only(self) -> bool:
        """Only its order changed, to make room for another."""
        row = self.before
        return row is not None and (row.role, row.inferred) == (self.role, self.inferred)


def subject_of(row: RoleRow) -> Organisation | Minister:
    return row.organisation if isinstance(row, Promotion) else row.minister


def changes_of(rows: Sequence[RoleRow], given: Iterable[GivenRole]) -> list[RoleChange]:
    """The rows that must end and begin, in their new order; removed ones come last.

    Unchanged rows are left alone. A corrected or confirmed role is no longer marked as inferred; a row that
    only made room for another keeps its mark.
    """
    places = {subject_of(row).pk: place for place, row in enumerate(rows, start=1)}
    known = {subject_of(row).pk: row for row in rows}
    changes = []
    for given_role, order in _in_order(given, places, known):
        row = known.pop(given_role.subject, None)
        moved = given_role.place not in (None, places.get(given_role.subject))
        corrected = row is None or given_role.confirmed or moved or row.role != given_role.role
        inferred = row is not None and row.inferred and not corrected
        if row is None or (row.role, row.order, row.inferred) != (given_role.role, order, inferred):
            changes.append(RoleChange(given_role.subject, row, given_role.role, order, inferred))
    return [*changes, *(RoleChange(subject, row) for subject, row in known.items())]


def _in_order(
    given: Iterable[GivenRole], places: dict[int, int], known: dict[int, RoleRow]
) -> Iterator[tuple[GivenRole, int]]:
    """Each role with its new order. Rows that do not move keep theirs if those before them leave room."""
    end = len(places) + 1

    def wanted(given_role: GivenRole) -> tuple[int, int]:
        """A role that moves up goes before the row whose place it takes, otherwise after it."""
        now = places.get(given_role.subject, end)
        place = now if given_role.place is None else given_role.place
        return (place, (place > now) - (place < now))

    last = 0
    for given_role in sorted(given, key=wanted):
        row = known.get(given_role.subject)
        stays = row is not None and given_role.place in (None, places[given_role.subject])
        last = max(row.order, last + 1) if row is not None and stays else last + 1
        yield given_role, last


def roles_after(rows: Sequence[RoleRow], changes: Iterable[RoleChange]) -> list[RoleChange]:
    """The roles after the changes, in order, including the unchanged ones."""
    changed = {change.subject: change for change in changes}
    kept = [
        RoleChange(subject_of(row).pk, row, row.role, row.order, row.inferred)
        for row in rows
        if subject_of(row).pk not in changed
    ]
    standing = [*kept, *(change for change in changed.values() if not change.is_removed)]
    return sorted(standing, key=lambda role: role.order)
