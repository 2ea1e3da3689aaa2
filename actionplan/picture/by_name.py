"""Rows read as plain values into the classes of a picture, each value by the name of its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet


def columns(*same: str, **others: str) -> dict[str, str]:
    """The column of each field, by the name of the field: one of the same name, or another one."""
    return {name: name for name in same} | others


def read_as(
    make: Callable[..., Any], rows: QuerySet, fields: Mapping[str, str], *beside: str
) -> Iterator[tuple[Any, ...]]:
    """Of each row the values of the columns `beside`, which say where it belongs and when it holds, and what is made of it.

    `fields` are `columns`.
    """
    for row in rows.values_list(*beside, *fields.values()):
        facts = dict(zip(fields, row[len(beside) :], strict=True))
        yield (*row[: len(beside)], make(**facts))
