"""Rows written with their values checked: what does not fit, and what the database refuses, is refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction

from .refusals import Refused

Values = dict[str, Any]
"""Of a row, by the names of its columns."""


def save(row: models.Model, values: Values) -> None:
    """Give the row these values, and write it where that makes a difference.

    Raises Refused where one does not fit, and where the database refuses the row.
    """
    if not given(row, values) and row.pk:
        return
    refuse_what_does_not_fit(row)
    try:
        with transaction.atomic():
            row.save()
    except (DataError, IntegrityError) as error:
        raise Refused(why_refused(row) or f"{row._meta.verbose_name} {row}: {error}") from None


def save_all(model: Any, rows: Sequence[models.Model], changed: Iterable[str] = ()) -> None:
    """Add rows of one kind, or write what changed of them, all at once.

    Raises Refused where a value does not fit its column, and where the database refuses one of them.
    """
    if not rows:
        return
    refuse_where_one_does_not_fit(rows)
    try:
        with transaction.atomic():
            if changed:
                model._default_manager.bulk_update(rows, changed, batch_size=500)
            else:
                model._default_manager.bulk_create(rows)
    except (DataError, IntegrityError) as error:
        why = next(filter(None, map(why_refused, rows)), "")
        raise Refused(why or f"{model._meta.verbose_name_plural}: {error}") from None


def save_changes(model: Any, values: Iterable[tuple[Any, Values]]) -> None:
    """Give each row its values, and write those of one kind that change in the same columns at once. Raises as above."""
    changed: dict[tuple[str, ...], list[Any]] = {}
    for row, of_row in values:
        changed.setdefault(tuple(given(row, of_row)), []).append(row)
    changed.pop((), None)
    for names, rows in changed.items():
        save_all(model, rows, names)


def given(row: models.Model, values: Values) -> list[str]:
    """Give the row these values; the names of those that make a difference."""
    changed = differing(row, values)
    for name in changed:
        setattr(row, name, values[name])
    return changed


def differing(row: models.Model, values: Values) -> list[str]:
    """The names of the values that the row does not have. References are compared by key."""
    columns = {column.name: column.attname for column in row._meta.concrete_fields}
    keys = {name: value.pk if isinstance(value, models.Model) else value for name, value in values.items()}
    return [name for name, key in keys.items() if getattr(row, columns.get(name, name)) != key]


def refuse_what_does_not_fit(row: models.Model) -> None:
    """Raises Refused where a value of the row, references apart, does not fit its column."""
    references = [field.name for field in row._meta.concrete_fields if field.is_relation]
    try:
        row.clean_fields(exclude=references)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Refused(f"{row._meta.verbose_name} {row}, {name}: {' '.join(messages)}") from None


def refuse_where_one_does_not_fit(rows: Sequence[models.Model]) -> None:
    """The same of rows of one kind, whose values can be hashed: one that stands in many of them is looked at once."""
    columns = [column for column in rows[0]._meta.concrete_fields if not column.is_relation]
    for column in columns:
        for value, row in {getattr(row, column.name): row for row in reversed(rows)}.items():
            try:
                column.clean(value, row)
            except ValidationError:
                refuse_what_does_not_fit(row)


def why_refused(row: models.Model) -> str:
    """What the row's constraints say of it; empty where they have nothing against it."""
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as refused:
        return f"{row._meta.verbose_name} {row}: {' '.join(refused.messages)}"
    return ""
