"""Queries that are written as SQL once a process and asked again and again with other values.

Django writes a queryset's SQL anew each time, which takes many times as long as a small answer does. A prepared query keeps
what was written, as a template is kept after it was read, and PostgreSQL keeps what it read; no row is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.models import DateField, DateTimeField, DecimalField, QuerySet
from django.db.models.expressions import Col
from django.db.models.query import ValuesListIterable

from .given import PLAIN, Given, GivenAll, GivenKeys, all_given_later, given_later
from .kept_by_server import KeptStatement, give_up, keeps
from .named_values import MOST_PLACES, NamedStatement


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
        looks = [_given(value, NAMES[place], given, connection) for place, value in enumerate(values)]
        key = (connection.vendor, tuple(sorted(shape.items())), *looks)
        if key not in self.written:
            stand_ins = map(_stand_in, looks, values, NAMES)
            self.written[key] = self.write(self.build(*stand_ins, **shape), connection)
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


NAMES = [f"{place}" for place in range(32)]
"""What the values are called, by their places: more than any query has."""


def _given(value: Any, name: str, given: dict[str, Any], connection: Any) -> Any:
    """Puts what the value comes to under its name, or under names that begin with it; gives what it looks like."""
    if type(value) in PLAIN:
        given[name] = value
        return type(value)
    if hasattr(value, "given_values"):
        given.update({f"{name}.{part}": one for part, one in value.given_values().items()})
        return (type(value), *value.shape.items())
    if isinstance(value, Collection) and not isinstance(value, str):
        keys = list(value)
        if None in keys:
            raise TypeError("A prepared query cannot be given None among its keys.")
        if keys and connection.vendor == "postgresql":
            given[name] = keys
            return (list, type(keys[0]))
        keys = _padded(keys)
        given.update({f"{name}.{place}": key for place, key in enumerate(keys)})
        return len(keys)
    given[name] = key = getattr(value, "pk", value)
    return type(key)


def _stand_in(look: Any, value: Any, name: str) -> Any:
    """What the function is called with instead of a value that looks so: made only when the query is to be written."""
    if hasattr(value, "given_values"):
        parts = {part: given_later(f"{name}.{part}", one) for part, one in value.given_values().items()}
        return type(value).standing_in(parts, value.shape)
    if isinstance(look, tuple):
        return all_given_later(name, list(value))
    if isinstance(look, int):
        return GivenKeys(
            *(given_later(f"{name}.{place}", key) for place, key in enumerate(_padded(list(value))))
        )
    return given_later(name, getattr(value, "pk", value))


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
        self.has_keys = any(isinstance(one, GivenAll) for one in self.named.values())
        """Whether any of its values stands for many, which count as many."""
        self.kept = KeptStatement(sql, parameters, self.named)
        is_told_by_name = compiler.connection.vendor == "sqlite" and len(parameters) <= MOST_PLACES
        self.by_name = NamedStatement(sql, parameters) if is_told_by_name else None
        self.converted = _converted(compiler)
        self.gives_tuples = rows._iterable_class is ValuesListIterable
        self.is_plain = self.gives_tuples and not any(self.converted)
        """Whether the driver gives its rows as they are asked for."""
        compiler.connection = None  # each thread has its own

    def told(self, given: Mapping[str, Any], connection: Any) -> tuple[str, Any]:
        """What to execute, with its parameters: in full, or by name where the database keeps it."""
        ready = {name: one.among(given, connection) for name, one in self.named.items()}
        if self.by_name:
            return self.by_name.told(ready)
        values = _number_of(ready.values()) if self.has_keys else len(ready)
        if keeps(connection, values) and (by_name := self.kept.on(connection)):
            return by_name, list(ready.values())
        parameters = self.parameters.copy()
        for place, one in self.places:
            parameters[place] = ready[one.name]
        return self.sql, parameters

    def answer(self, given: Mapping[str, Any], connection: Any, *, plain: bool) -> list[Any]:
        """Asked once more where PostgreSQL refuses what it kept."""
        ask = self._tuples if self.gives_tuples else self._rows
        if plain or self.is_plain:
            ask = self._plain_rows
        try:
            return ask(given, connection)
        except NotSupportedError:
            if not give_up(connection):
                raise
            return ask(given, connection)

    def _plain_rows(self, given: Mapping[str, Any], connection: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(*self.told(given, connection))
            rows = cursor.fetchall()
        if not self.compiler.has_extra_select:
            return rows
        return [row[: self.compiler.col_count] for row in rows]  # what only puts them in order stands behind

    def _tuples(self, given: Mapping[str, Any], connection: Any) -> list[Any]:
        """What the engine gives in another form is converted column by column, as Django does it row by row."""
        rows = self._plain_rows(given, connection)
        if not rows:
            return rows
        columns: list[Any] = list(zip(*rows, strict=True))
        converted = self._compiler_of(connection).get_converters(self.converted)
        for place, (converters, column) in converted.items():
            for converter in converters:
                columns[place] = [converter(value, column, connection) for value in columns[place]]
        return list(zip(*columns, strict=True))

    def _compiler_of(self, connection: Any) -> Any:
        compiler = _twin(self.compiler)
        compiler.connection = connection
        return compiler

    def _rows(self, given: Mapping[str, Any], connection: Any) -> list[Any]:
        """As the queryset makes them of what the driver gives."""
        fetched = self._plain_rows(given, connection)
        if not fetched:
            return []
        compiler = self._compiler_of(connection)
        compiler.execute_sql = lambda *args, **kwargs: [fetched]
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
