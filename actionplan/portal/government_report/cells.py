"""The cells of a table in words, for what is read on paper."""

from __future__ import annotations

import datetime
from decimal import Decimal

from actionplan.base import formatting

from .content import Column, Day, Table, Value


def shown(value: Value, *, is_number: bool = False) -> str:
    """What is unknown is a dash where a number is expected, and nothing elsewhere."""
    if value is None or value == "":
        return formatting.UNKNOWN if is_number else ""
    if isinstance(value, Day):
        return value.words
    if isinstance(value, datetime.date):
        return formatting.short_day(value)
    if isinstance(value, Decimal):
        return formatting.number(value, 2)
    if isinstance(value, int):
        return formatting.number(value)
    return str(value)


def cells(table: Table, row: list[Value]) -> list[tuple[Column, str]]:
    return [
        (column, shown(value, is_number=column.is_number))
        for column, value in zip(table.columns, row, strict=True)
    ]
