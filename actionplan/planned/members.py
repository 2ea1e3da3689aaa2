"""Members of a document's items that are columns of rows, under the same name: from a row to its item, and back."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.db import models

from actionplan.base.row_writes import Values

from .json_form import Item

COLUMNS = {"phase": "phase_place", "from": "in_force_from", "until": "in_force_until"}
"""Of members that are called otherwise."""


def columns_of(model: Any, schema: Item) -> dict[str, models.Field]:
    """The columns of the model, references apart, by the members of the schema that they stand for."""
    columns = {column.name: column for column in model._meta.concrete_fields if not column.is_relation}
    names = {name: COLUMNS.get(name, name) for name in schema["properties"]}
    return {name: columns[column] for name, column in names.items() if column in columns}


def said_by(row: models.Model, schema: Item) -> Item:
    """What the columns of the row say, as a document writes it: days and numbers as texts, what was not chosen as null."""
    columns = columns_of(type(row), schema)
    return {name: _written(getattr(row, column.name), column) for name, column in columns.items()}


def _written(value: Any, column: models.Field) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}" if column.name == "amount" else plain_number(value)
    return None if column.choices and value == "" else value


def values_of(model: Any, item: Item, schema: Item) -> Values:
    """What the columns of a row have to say what the item does: their defaults for what it leaves out, or says is nothing."""
    return {
        column.name: column.get_default() if item.get(name) is None else column.to_python(item[name])
        for name, column in columns_of(model, schema).items()
    }


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def plain_number(value: Decimal | str) -> str:
    """A number without zeros that say nothing: 90 and not 90.00."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
