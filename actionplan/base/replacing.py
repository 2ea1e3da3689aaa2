"""Replacing rows in force from a given day: the one place where a row ends and another takes its place."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TypeVar

from .days import InForce
from .row_writes import Values, save_all, save_changes

Row = TypeVar("Row", bound=InForce)


def replace(
    model: type[Row],
    changes: Iterable[tuple[Row | None, Values | None]],
    day: datetime.date | None,
    *,
    begins: Values | None = None,
    ends: Values | None = None,
) -> list[Row]:
    """Replace rows from `day` on (inclusive); `changes` pairs each row with the values of its successor.

    A row of None begins something new; values of None end the row without a successor. `begins` and `ends`
    are extra values for the rows that begin and end. A row that began on that very day was never in force for
    a whole day: it is edited or deleted instead. Without a day nothing ends: rows as adopted are edited,
    deleted and added.

    Returns the rows that hold the new values, in the order of the changes; the rows passed in are changed in
    place. The caller must already have refused rows that begin or end later. Raises Refused for an invalid
    value, or when the database refuses a row.
    """
    ended: list[Row] = []
    gone: list[Row] = []
    edited: list[tuple[Row, Values]] = []
    begun: list[Row] = []
    written: list[Row] = []
    for row, values in changes:
        if row is not None and row.is_edited_from(day):
            if values is None:
                gone.append(row)
            else:
                edited.append((row, values))
                written.append(row)
            continue
        if row is not None:
            ended.append(row)
        if values is not None:
            begun.append(model(**values, in_force_from=day, **(begins or {})))
            written.append(begun[-1])
    save_changes(model, [(row, {"in_force_until": day, **(ends or {})}) for row in ended])
    model._default_manager.filter(pk__in=[row.pk for row in gone]).delete()
    save_changes(model, edited)
    save_all(model, begun)
    return written
