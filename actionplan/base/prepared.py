"""Queries that are written as SQL once a process and asked again and again with other values.

Django writes a queryset's SQL anew each time, which takes many times as long as a small answer does. A prepared query keeps
what was written, as a template is kept after it was read, and PostgreSQL keeps what it read; no row is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial, update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.models import DateField, DateTimeField, DecimalField, QuerySet
from django.db.models.expressions import Col
from django.db.models.query import ValuesListIterable

from .given import Given, GivenKeys, all_given_later, given_later
from .kept_by_server import KeptStatement, give_up, keeps


class Prepared:
    """A function that builds a queryset, asked for its rows.

    Its arguments by position are the values that differ from time to time: whole numbers, texts, days, instants, rows
    (by their key), collections of keys, and what has `given_values` and a `shape` of its own; never None. Keyword
    arguments decide what the query looks like, as the shape does: each combination of them is written once. An argument
    that is a row stands in the function as its key.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self.written: dict[Any, _Written | None] = {}
        update_wrapper(self, build)

    def __call__(self, *values: Any, **shape: Any) -> list[Any]:
        given: dict[str, Any] = {}
        connection = connections[DEFAULT_DB_ALIAS]
        stand_ins = [_stand_in(value, f"{place}", given, connection) for place, value in enumerate(values)]
        key = (connection.vendor, tuple(sorted(shape.items())), *(one.look for one in stand_ins))
        if key not in self.written:
            self.written[key] = self.write(
                self.build(*(one.make() for one in stand_ins), **shape), connection
            )
        written = self.written[key]
        return self.ask(written, given, connection) if written else []

    def write(self, rows: QuerySet, connection: Any) -> _Written | None:
        return _write(rows, connection)

    def ask(self, written: _Written, given: Mapping[str, Any], connection: Any) -> list[Any]:
        return written.answer(given, connection, plain=False)

    def first(self, *values: Any, **shape: Any) -> Any:
        """The first row, or None where there is none."""
        return next(iter(self(*values, **shape)), None)


class PreparedPlain(Prepared):
    """The same of a `values_list`: tuples as the driver gives them, in half the time where there are thousands.

    For whole numbers, texts, days of a column, and yes and no, which may be 1 and 0. Not for decimals, instants, nor days
    that are worked out, which SQLite gives as it stores them: raises TypeError when the query is first asked.
    """

    def write(self, rows: QuerySet, connection: Any) -> _Written | None:
        written = super().write(rows, connection)
        for column, *_sql in written.compiler.select if written else []:
            field = column.output_field
            is_day = isinstance(field, DateField) and not isinstance(field, DateTimeField)
            if isinstance(field, DateField | DecimalField) and not (is_day and isinstance(column, Col)):
                raise TypeError(f"A plain query cannot give {column!r}.")
        return written

    def ask(self, written: _Written, given: Mapping[str, Any], connection: Any) -> list[Any]:
        return written.answer(given, connection, plain=True)


def prepared(build: Callable[..., QuerySet]) -> Prepared:
    return Prepared(build)


def prepared_plain(build: Callable[..., QuerySet]) -> PreparedPlain:
    return PreparedPlain(build)


class _StandIn:
    """What the function is called with instead of a value: made only when the query is to be written."""

    def __init__(self, look: Any, make: Callable[[], Any]) -> None:
        self.look, self.make = look, make


def _stand_in(value: Any, name: str, given: dict[str, Any], connection: Any) -> _StandIn:
    """Puts what the value comes to under its name, or under names that begin with it."""
    if hasattr(value, "given_values"):
        parts: Mapping[str, Any] = value.given_values()
        given.update({f"{name}.{part}": one for part, one in parts.items()})
        return _StandIn(
            (type(value), *value.shape.items()),
            lambda: type(value).standing_in(
                {part: given_later(f"{name}.{part}", one) for part, one in parts.items()}, value.shape
            ),
        )
    if isinstance(value, Collection) and not isinstance(value, str):
        keys = list(value)
        if None in keys:
            raise TypeError("A prepared query cannot be given None among its keys.")
        if keys and connection.vendor == "postgresql":
            given[name] = keys
            return _StandIn((list, type(keys[0])), lambda: all_given_later(name, keys))
        keys = _padded(keys)
        names = [f"{name}.{place}" for place in range(len(keys))]
        given.update(zip(names, keys, strict=True))
        return _StandIn(len(keys), lambda: GivenKeys(*map(given_later, names, keys)))
    given[name] = key = getattr(value, "pk", value)
    return _StandIn(type(key), partial(given_later, name, key))


def _padded(keys: list[Any]) -> list[Any]:
    """As many as the next power of two, the last one repeated, so that few numbers of keys have a query of their own."""
    wanted = 1 << max(len(keys) - 1, 0).bit_length()
    return keys + keys[-1:] * (wanted - len(keys))


class _Written:
    """The SQL of a queryset, with places for values."""

    def __init__(self, rows: QuerySet, compiler: Any, sql: str, parameters: tuple[Any, ...]) -> None:
        self.queryset, self.compiler, self.sql, self.parameters = rows, compiler, sql, list(parameters)
        self.places = [(place, one) for place, one in enumerate(parameters) if isinstance(one, Given)]
        self.named = {one.name: one for _place, one in self.places}
        self.kept = KeptStatement(sql, parameters, self.named)
        self.converted = _converted(compiler)
        self.is_plain = rows._iterable_class is ValuesListIterable and not any(self.converted)
        """Whether the driver gives its rows as they are asked for."""
        compiler.connection = None  # each thread has its own

    def told(self, given: Mapping[str, Any], connection: Any) -> tuple[str, list[Any]]:
        """What to execute, with its parameters: in full, or by name where the database keeps it."""
        ready = {name: one.among(given, connection) for name, one in self.named.items()}
        if keeps(connection, _number_of(ready.values())) and (by_name := self.kept.on(connection)):
            return by_name, list(ready.values())
        parameters = self.parameters.copy()
        for place, one in self.places:
            parameters[place] = ready[one.name]
        return self.sql, parameters

    def answer(self, given: Mapping[str, Any], connection: Any, *, plain: bool) -> list[Any]:
        """Asked once more where PostgreSQL refuses what it kept."""
        ask = self._plain_rows if plain or self.is_plain else self._rows
        try:
            return ask(given, connection)
        except NotSupportedError:
            if not give_up(connection):
                raise
            return ask(given, connection)

    def _plain_rows(self, given: Mapping[str, Any], connection: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(*self.told(given, connection))
            return cursor.fetchall()

    def _rows(self, given: Mapping[str, Any], connection: Any) -> list[Any]:
        sql, parameters = self.told(given, connection)
        compiler = _twin(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (sql, tuple(parameters))
        compiler.get_converters = lambda _columns: type(compiler).get_converters(compiler, self.converted)
        rows = _twin(self.queryset)
        rows._query = _twin(rows.query)
        rows._query.get_compiler = lambda *args, **kwargs: compiler
        return list(rows)


def _number_of(values: Iterable[Any]) -> int:
    return sum(len(value) if isinstance(value, list) else 1 for value in values)


def _twin(thing: Any) -> Any:
    """The same with attributes of its own; `copy` would ask a queryset for its rows first."""
    twin = thing.__class__.__new__(thing.__class__)
    twin.__dict__.update(thing.__dict__)
    return twin


def _converted(compiler: Any) -> list[Any]:
    """The columns whose values the engine gives in another form, each in its place among None for the others, which need
    not be asked again how they are converted.
    """
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    places = compiler.get_converters(columns)
    return [column if place in places else None for place, column in enumerate(columns)]


def _write(rows: QuerySet, connection: Any) -> _Written | None:
    """None where the conditions can never be met."""
    compiler = rows.query.get_compiler(connection.alias)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    return _Written(rows, compiler, sql, parameters)
