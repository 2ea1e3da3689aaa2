"""Database triggers, on SQLite and PostgreSQL, that guard rows which may never change.

Any app may have a module `triggers` with a list `GUARDS`; this module turns each into SQL for the engine in
use. SQLite rebuilds a table when a migration alters it and silently drops its triggers, so the `migrate`
command reinstalls them every time.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

SEARCH_PATH = "pg_catalog, public, pg_temp"
"""Where PostgreSQL functions look for tables: temporary tables last, which otherwise come first."""


@dataclass(frozen=True)
class Trigger:
    """`event` is INSERT, UPDATE, DELETE or TRUNCATE. The SQL is as the engine returns it, to compare."""

    name: str
    table: str
    event: str

    def body(self) -> str:
        """The body of the function that PostgreSQL calls, in PL/pgSQL."""
        raise NotImplementedError

    def statement(self, vendor: str) -> str:
        """The statement that creates the trigger itself."""
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()"
        )

    def create(self, vendor: str) -> list[str]:
        """The statements that create it; the search path makes it ignore temporary tables."""
        if vendor == "sqlite":
            return [self.statement(vendor)]
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $guard${self.body()}$guard$ "
            f"LANGUAGE plpgsql SET search_path = {SEARCH_PATH}",
            self.statement(vendor),
        ]

    def drop(self, vendor: str) -> str:
        if vendor == "sqlite":
            return f'DROP TRIGGER IF EXISTS "{self.name}"'
        return f'DROP TRIGGER IF EXISTS "{self.name}" ON "{self.table}"'


@dataclass(frozen=True)
class Guard(Trigger):
    """A trigger that refuses `event` (INSERT, UPDATE or DELETE) of a row of `table` unless the SQL `unless`
    is true.

    `unless` may use OLD and NEW. `{same:column}` means that the column is unchanged, NULL included. An
    unknown result (a comparison with NULL) counts as false.
    """

    unless: str
    says: str

    def condition(self, vendor: str) -> str:
        sign = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
        parts = self.unless.split("{same:")
        sql = parts[0]
        for part in parts[1:]:
            column, rest = part.split("}", 1)
            sql += f'NEW."{column}" {sign} OLD."{column}"{rest}'
        return sql

    @property
    def sentence(self) -> str:
        """The message, as an SQL literal."""
        return "'{}: {}'".format(self.name, self.says.replace("'", "''"))

    def body(self) -> str:
        return (
            f" BEGIN IF ({self.condition('postgresql')}) IS NOT TRUE THEN RAISE EXCEPTION {self.sentence} "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {'OLD' if self.event == 'DELETE' else 'NEW'}; END "
        )

    def statement(self, vendor: str) -> str:
        if vendor != "sqlite":
            return super().statement(vendor)
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW "
            f"WHEN ({self.condition(vendor)}) IS NOT TRUE BEGIN SELECT RAISE(ABORT, {self.sentence}); END"
        )


@dataclass(frozen=True)
class TruncateGuard(Trigger):
    """A trigger that refuses TRUNCATE, which row guards do not see. SQLite has no TRUNCATE."""

    event: str = "TRUNCATE"

    def body(self) -> str:
        return (
            f" BEGIN RAISE EXCEPTION '{self.name}: this table may not be emptied' "
            "USING ERRCODE = 'integrity_constraint_violation'; END "
        )


def same(*columns: str) -> str:
    """The condition that none of the columns change."""
    return " AND ".join(f"{{same:{column}}}" for column in columns)


def same_or_emptied(*columns: str) -> str:
    """The condition that each text column is either unchanged or emptied."""
    return " AND ".join(f"({{same:{column}}} OR NEW.\"{column}\" = '')" for column in columns)


def all_guards() -> list[Guard]:
    """The guards of all apps."""
    guards: list[Guard] = []
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "triggers"):
            module = importlib.import_module(f"{config.name}.triggers")
            guards += getattr(module, "GUARDS", [])
    return guards


def truncate_guards() -> list[TruncateGuard]:
    """One for each table with guarded rows."""
    return [TruncateGuard(f"{table}_no_truncate", table) for table in sorted({g.table for g in all_guards()})]


def all_triggers(vendor: str) -> list[Trigger]:
    return [*all_guards(), *(truncate_guards() if vendor == "postgresql" else [])]


def drop_triggers(connection) -> None:
    """Drop every trigger; missing tables are skipped."""
    _execute(connection, lambda trigger: [trigger.drop(connection.vendor)])


def install_triggers(connection) -> None:
    """Create every trigger anew; missing tables are skipped."""
    vendor = connection.vendor
    _execute(connection, lambda trigger: [trigger.drop(vendor), *trigger.create(vendor)])


def _execute(connection, statements: Callable[[Trigger], list[str]]) -> None:
    with connection.cursor() as cursor:
        for trigger in _of_tables_there(connection):
            for statement in statements(trigger):
                cursor.execute(statement)


def _of_tables_there(connection) -> list[Trigger]:
    tables = set(connection.introspection.table_names())
    return [trigger for trigger in all_triggers(connection.vendor) if trigger.table in tables]


def wrong_triggers(connection) -> dict[str, str]:
    """What is wrong with triggers of existing tables, by name: missing, switched off, or different."""
    present = _in_sqlite(connection) if connection.vendor == "sqlite" else _in_postgresql(connection)
    wrong = {}
    for trigger in _of_tables_there(connection):
        if trigger.name not in present:
            wrong[trigger.name] = "is missing"
            continue
        is_on, *sql = present[trigger.name]
        if not is_on:
            wrong[trigger.name] = "is switched off"
        elif sql != _sql_of(trigger, connection.vendor):
            wrong[trigger.name] = "is not what the portal's code says"
    return wrong


def _sql_of(trigger: Trigger, vendor: str) -> list[str]:
    """In the form in which the functions below read it from the database."""
    if vendor == "sqlite":
        return [trigger.statement(vendor)]
    return [trigger.statement(vendor), trigger.body(), f"search_path={SEARCH_PATH}"]


def _in_sqlite(connection) -> dict[str, list[Any]]:
    """By name: whether the trigger is switched on (always), and the statement that created it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, TRUE, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: list(facts) for name, *facts in cursor.fetchall()}


def _in_postgresql(connection) -> dict[str, list[Any]]:
    """By name: whether the trigger is on, its statement, and the body and settings of its function."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, t.tgenabled IN ('O', 'A'), pg_get_triggerdef(t.oid, true), p.prosrc, "
            "array_to_string(p.proconfig, '; ') "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"
        )
        return {name: list(facts) for name, *facts in cursor.fetchall()}
