"""Database triggers, on SQLite and PostgreSQL: guards of rows that may never change.

Every app may have a module `triggers` with a list `GUARDS`; this module turns each into SQL for the engine at hand.
SQLite rebuilds a table when a migration alters it and silently drops its triggers, so the
`migrate` command installs them again each time it ends.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Trigger:
    """`event` is INSERT, UPDATE, DELETE or TRUNCATE of `table`."""

    name: str
    table: str
    event: str

    def create(self, vendor: str) -> list[str]:
        raise NotImplementedError

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

    def create(self, vendor: str) -> list[str]:
        condition = self.condition(vendor)
        says = self.says.replace("'", "''")
        if vendor == "sqlite":
            return [
                f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" FOR EACH ROW '
                f"WHEN ({condition}) IS NOT TRUE BEGIN SELECT RAISE(ABORT, '{self.name}: {says}'); END"
            ]
        answer = "OLD" if self.event == "DELETE" else "NEW"
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger AS $guard$ BEGIN '
            f"IF ({condition}) IS NOT TRUE THEN RAISE EXCEPTION '{self.name}: {says}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {answer}; END "
            "$guard$ LANGUAGE plpgsql",
            f'CREATE TRIGGER "{self.name}" BEFORE {self.event} ON "{self.table}" FOR EACH ROW '
            f'EXECUTE FUNCTION "{self.name}"()',
        ]


@dataclass(frozen=True)
class TruncateGuard(Trigger):
    """One trigger: refuse to empty `table` at once, which no guard of its rows notices. PostgreSQL's alone: SQLite cannot."""

    event: str = "TRUNCATE"

    def create(self, vendor: str) -> list[str]:
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger AS $guard$ BEGIN '
            f"RAISE EXCEPTION '{self.name}: this table may not be emptied' "
            "USING ERRCODE = 'integrity_constraint_violation'; END $guard$ LANGUAGE plpgsql",
            f'CREATE TRIGGER "{self.name}" BEFORE TRUNCATE ON "{self.table}" FOR EACH STATEMENT '
            f'EXECUTE FUNCTION "{self.name}"()',
        ]


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


def missing_triggers(connection) -> list[str]:
    """The names of triggers whose table is there and that are not."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [trigger.name for trigger in _of_tables_there(connection) if trigger.name not in present]
