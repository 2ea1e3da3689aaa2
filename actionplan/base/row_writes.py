"""Writing rows with their values checked: an invalid value, or a row the database refuses, raises Refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction

from .refusals import Refused

Values = dict[str, Any]
"""The values of a row, by field name."""


def save(row: models.Model, values: Values) -> None:
    """Assign the values to the row, and save it if that changes anything.

    Raises Refused for an invalid value, and when the database refuses the row.
    """
    if not assign(row, values) and row.pk:
        return
    refuse_invalid(row)
    try:
        with transaction.atomic():
            row.save()
    except (DataError, IntegrityError) as error:
        raise Refused(broken_constraints(row) or f"{row._meta.verbose_name} {row}: {error}") from None


def save_all(model: Any, rows: Sequence[models.Model], changed: Iterable[str] = ()) -> None:
    """Insert rows of one model in one query, or update their `changed` columns.

    Raises Refused for an invalid value, and when the database refuses a row.
    """
    if not rows:
        return
    refuse_any_invalid(rows)
    try:
        with transaction.atomic():
            if changed:
                model._default_manager.bulk_update(rows, changed, batch_size=500)
            else:
                model._default_manager.bulk_create(rows)
    except (DataError, IntegrityError) as error:
        why = next(filter(None, map(broken_constraints, rows)), "")
        raise Refused(why or f"{model._meta.verbose_name_plural}: {error}") from None


def save_changes(model: Any, values: Iterable[tuple[Any, Values]]) -> None:
    """Assign values to rows; one update for all that change in the same columns. Raises as `save_all`."""
    changed: dict[tuple[str, ...], list[Any]] = {}
    for row, row_values in values:
        changed.setdefault(tuple(assign(row, row_values)), []).append(row)
    changed.pop((), None)
    for names, rows in changed.items():
        save_all(model, rows, names)


def assign(row: models.Model, values: Values) -> list[str]:
    """Assign the values to the row; return the names of those that changed."""
    changed = changed_columns(row, values)
    for name in changed:
        setattr(row, name, values[name])
    return changed


def changed_columns(row: models.Model, values: Values) -> list[str]:
    """The names of the values that differ from the row's. References are compared by key."""
    columns = {column.name: column.attname for column in row._meta.concrete_fields}
    keys = {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}
    return [name for name, key in keys.items() if getattr(row, columns.get(name, name)) != key]


def refuse_invalid(row: models.Model) -> None:
    """Raises Refused if a value of the row is invalid; references are not checked."""
    references = [field.name for field in row._meta.concrete_fields if field.is_relation]
    try:
        row.clean_fields(exclude=references)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refused(f"{row._meta.verbose_name} {row}, {name}: {' '.join(messages)}") from None


def refuse_any_invalid(rows: Sequence[models.Model]) -> None:
    """`refuse_invalid` for rows of one model: a shared value is checked once. JSON is not checked: any fits its column."""
    fields = rows[0]._meta.concrete_fields
    columns = [
        column for column in fields if not (column.is_relation or isinstance(column, models.JSONField))
    ]
    for column in columns:
        for value, row in {getattr(row, column.name): row for row in reversed(rows)}.items():
            try:
                column.clean(value, row)
            except ValidationError:
                refuse_invalid(row)


def broken_constraints(row: models.Model) -> str:
    """The messages of the constraints that the row breaks; empty if it breaks none."""
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        return f"{row._meta.verbose_name} {row}: {' '.join(error.messages)}"
    return ""
