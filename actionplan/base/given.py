"""Values that a query is to be given later: what stands in its SQL until then."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, Expression, Field, Value

FIELDS: dict[type, type[Field]] = {
    int: BigIntegerField,
    str: CharField,
    datetime.date: DateField,
    datetime.datetime: DateTimeField,
}
"""How values of a type are written for the database."""
PLAIN = {int, str}
"""Values of just these types are written as they are."""
TAKEN_BY_POSTGRESQL = {datetime.date, datetime.datetime}
"""These too, by the engine that has such types."""


class Given(Expression):
    """Stands in a prepared query where a value is put each time that it is asked."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def get_group_by_cols(self) -> list[Any]:
        return []

    def among(self, values: Mapping[str, Any], connection: Any) -> Any:
        """Its value among these, by name, as the database takes it."""
        value = values[self.name]
        if type(value) in PLAIN or (type(value) in TAKEN_BY_POSTGRESQL and connection.vendor == "postgresql"):
            return value
        return self.output_field.get_db_prep_value(value, connection)

    def db_type(self, connection: Any) -> str:
        return f"{self.output_field.cast_db_type(connection)}"


class GivenKeys(Expression):
    """The same for keys of which one is looked for (`__in`): as many as there were when the query was prepared."""

    def __init__(self, *keys: Given) -> None:
        super().__init__(output_field=BigIntegerField())
        self.keys = keys

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not self.keys:
            raise EmptyResultSet
        return ", ".join(["%s"] * len(self.keys)), list(self.keys)


class GivenAll(Given):
    """The same for PostgreSQL, which is given all of them as one value, however many there are."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "SELECT unnest(%s)", [self]

    def among(self, values: Mapping[str, Any], connection: Any) -> Any:
        return values[self.name]

    def db_type(self, connection: Any) -> str:
        return f"{super().db_type(connection)}[]"


def given_later(name: str, value: Any) -> Given:
    """What stands for such a value. Raises TypeError for one that no prepared query can be given, None among them."""
    return Given(name, _field_of(value))


def all_given_later(name: str, keys: Sequence[Any]) -> GivenAll:
    """The same for keys, at least one."""
    return GivenAll(name, _field_of(keys[0]))


def _field_of(value: Any) -> Field:
    for known in type(value).__mro__:
        if known in FIELDS:
            return FIELDS[known]()
    raise TypeError(f"A prepared query cannot be given {value!r}.")


def one_of(key: Any) -> Any:
    """The one key, to look for it among keys (`__in`), also where a prepared query has none yet."""
    if isinstance(key, GivenAll):
        raise TypeError("One key is asked for, and many were given.")
    return GivenKeys(key) if isinstance(key, Given) else [key]


def as_value(value: Any, output_field: Field) -> Any:
    """The value as an expression, also where a prepared query has none yet."""
    return value if isinstance(value, Expression) else Value(value, output_field=output_field)
