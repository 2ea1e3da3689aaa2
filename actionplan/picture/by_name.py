"""Reading rows as plain values into the classes of a picture, by field name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

GroupedRows = Mapping[Any, list[Any]]
"""By the key of their owner."""
DatedRows = Mapping[Any, list[tuple[Any, Any, Any]]]
"""By owner's key: from when the value holds (None: always), until when (None: still), the value."""


def columns(*same: str, **others: str) -> dict[str, str]:
    """The column for each field: `same` fields have a column of that name, `others` map to columns."""
    return {name: name for name in same} | others


def read_as(
    make: Callable[..., Any], rows: QuerySet, fields: Mapping[str, str], *beside: str
) -> Iterator[tuple[Any, ...]]:
    """For each row, the values of the columns `beside` (what it belongs to, when it holds), then the object
    made from it.

    `fields` comes from `columns`.
    """
    for row in rows.values_list(*beside, *fields.values()):
        facts = dict(zip(fields, row[len(beside) :], strict=True))
        yield (*row[: len(beside)], make(**facts))


def grouped(rows: QuerySet, key: str, fields: Mapping[str, str], make: Callable[..., Any]) -> GroupedRows:
    """The objects made from the rows, by the key of their owner."""
    by_owner: dict[Any, list[Any]] = defaultdict(list)
    for of, value in read_as(make, rows, fields, key):
        by_owner[of].append(value)
    return by_owner
