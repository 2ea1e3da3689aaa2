"""Database triggers, on SQLite and PostgreSQL: guards of rows that may never change.

Every app may have a module `triggers` with a list `GUARDS`; this module turns each into SQL for the engine at hand.
SQLite rebuilds a table when a migration alters it and silently drops its triggers, so the
`migrate` command installs them again each time it ends.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

SEARCH_PATH = "pg_catalog, public, pg_temp"
"""Where functions of PostgreSQL look for tables: temporary ones last, which otherwise come first."""


@dataclass(frozen=True)
class Trigger:
    """`event` is INSERT, UPDATE, DELETE or TRUNCATE of `table`. Its SQL is as the engine gives it back, to be compared."""

    name: str
    table: str
    event: str

    def body(self) -> str:
        """What the function does that PostgreSQL calls, in PL/pgSQL."""
        raise NotImplementedError

    def statement(self, vendor: str) -> str:
        """What makes the trigger itself."""
        each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return (
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
            f"FOR EACH {each} EXECUTE FUNCTION {self.name}()"
        )

    def create(self, vendor: str) -> list[str]:
        """The function looks for its tables in our schema: a temporary table of the same name would stand before ours."""
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
    """One trigger: on `event` (INSERT, UPDATE or DELETE) of a row of `table`, refuse unless the SQL `unless` holds.

    `unless` speaks of OLD and NEW. `{same:column}` stands for "the column is unchanged, empty included".
    What is unknown (a comparison with NULL) does not hold.
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
        """As a literal of SQL."""
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
    """One trigger: refuse to empty `table` at once, which no guard of its rows notices. PostgreSQL's alone: SQLite cannot."""

    event: str = "TRUNCATE"

    def body(self) -> str:
        return (
            f" BEGIN RAISE EXCEPTION '{self.name}: this table may not be emptied' "
            "USING ERRCODE = 'integrity_constraint_violation'; END "
        )


def same(*columns: str) -> str:
    """The condition that none of the columns changes."""
    return " AND ".join(f"{{same:{column}}}" for column in columns)


def same_or_emptied(*columns: str) -> str:
    """The condition that each of the text columns either stays or is emptied."""
    return " AND ".join(f"({{same:{column}}} OR NEW.\"{column}\" = '')" for column in columns)


def all_guards() -> list[Guard]:
    """What the modules `triggers` of all apps hold."""
    found: list[Guard] = []
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "triggers"):
            module = importlib.import_module(f"{config.name}.triggers")
            found += getattr(module, "GUARDS", [])
    return found


def truncate_guards() -> list[TruncateGuard]:
    """One for each table whose rows are guarded."""
    return [TruncateGuard(f"{table}_no_truncate", table) for table in sorted({g.table for g in all_guards()})]


def all_triggers(vendor: str) -> list[Trigger]:
    return [*all_guards(), *(truncate_guards() if vendor == "postgresql" else [])]


def drop_triggers(connection) -> None:
    """Drop every trigger; tables that are not there are passed over."""
    _execute(connection, lambda trigger: [trigger.drop(connection.vendor)])


def install_triggers(connection) -> None:
    """Create every trigger anew; tables that are not there yet are passed over."""
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
    """What is wrong with triggers whose table is there, by their names: missing, switched off, or not what the code says."""
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
    """As the functions below read it from the database."""
    if vendor == "sqlite":
        return [trigger.statement(vendor)]
    return [trigger.statement(vendor), trigger.body(), f"search_path={SEARCH_PATH}"]


def _in_sqlite(connection) -> dict[str, list[Any]]:
    """Name, and: whether it is switched on, as all are; the statement that made it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, TRUE, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: list(facts) for name, *facts in cursor.fetchall()}


def _in_postgresql(connection) -> dict[str, list[Any]]:
    """Name, and: whether it is switched on, the statement that makes it, the body of its function, what that one sets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, t.tgenabled IN ('O', 'A'), pg_get_triggerdef(t.oid, true), p.prosrc, "
            "array_to_string(p.proconfig, '; ') "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"
        )
        return {name: list(facts) for name, *facts in cursor.fetchall()}
