"""Database triggers, on SQLite and PostgreSQL, that guard rows which may never change.

Any app may have a module `triggers` with a list `GUARDS`, one for each guarded table. From each follow the triggers, which this
module turns into SQL for the engine in use, and on PostgreSQL the rights of the role that serves the portal (`rights.py`).
SQLite rebuilds a table when a migration alters it and silently drops its triggers, so the `migrate` command reinstalls them
every time.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.module_loading import module_has_submodule

SEARCH_PATH = "pg_catalog, public, pg_temp"
"""Where PostgreSQL functions look for tables: temporary tables last, which otherwise come first."""
NEVER = "1 = 0"


@dataclass(frozen=True)
class Change:
    """A change of a row that a guard admits: of `columns` alone, or of the whole row where none are named, if `when` is true.

    `when` is SQL that may use OLD and NEW; an unknown result (a comparison with NULL) counts as false. `by_law`: a removal,
    which the owner of the tables alone carries out, so that the role that serves needs no right to it.
    """

    columns: Sequence[str] = ()
    when: str = "1 = 1"
    by_law: bool = False

    def condition(self, all_columns: Iterable[str]) -> str:
        others = [column for column in all_columns if self.columns and column not in self.columns]
        owner = ["{by_owner}"] if self.by_law else []
        return " AND ".join([*owner, *([same(*others)] if others else []), f"({self.when})"])


@dataclass(frozen=True)
class Guard:
    """What may become of the rows of a table: they are added if `inserted` is true of NEW, deleted if `deleted` is true of OLD,
    and changed as one of `changes` says. Everything else is refused, with the sentence `says`.
    """

    model: type[Model]
    says: str
    changes: Sequence[Change] = ()
    inserted: str = ""
    """Without a condition, any row is added."""
    deleted: str = NEVER

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.model._meta.concrete_fields]

    def triggers(self) -> list[Trigger]:
        admitted = {
            "INSERT": self.inserted,
            "UPDATE": " OR ".join(f"({change.condition(self.columns)})" for change in self.changes) or NEVER,
            "DELETE": self.deleted,
        }
        return [
            RowTrigger(f"{self.table}_no_{event.lower()}", self.table, event, unless, self.says)
            for event, unless in admitted.items()
            if unless
        ]


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


@dataclass(frozen=True)
class RowTrigger(Trigger):
    """Refuses `event` (INSERT, UPDATE or DELETE) of a row of `table` unless the SQL `unless` is true.

    In `unless`, `{same:column}` means that the column is unchanged, NULL included, and `{by_owner}` that the owner of the
    table does it, as SQLite cannot tell.
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
        owner = "(SELECT c.relowner FROM pg_class c WHERE c.oid = TG_RELID)"
        return sql.replace("{by_owner}", "1 = 1" if vendor == "sqlite" else f"pg_has_role({owner}, 'MEMBER')")

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
class TruncateTrigger(Trigger):
    """Refuses TRUNCATE, which triggers on rows do not see. SQLite has no TRUNCATE."""

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


def all_triggers(vendor: str) -> list[Trigger]:
    guards = all_guards()
    rows = [trigger for guard in guards for trigger in guard.triggers()]
    if vendor == "sqlite":
        return rows
    return [*rows, *(TruncateTrigger(f"{guard.table}_no_truncate", guard.table) for guard in guards)]


def drop_triggers(connection) -> None:
    """Drop every trigger of the portal, those of earlier versions too, which had other names."""
    if connection.vendor == "sqlite":
        _execute(connection, [f'DROP TRIGGER "{name}"' for name in _in_sqlite(connection)])
        return
    ours = {trigger.name for trigger in all_triggers(connection.vendor)}
    present = [(name, *facts[:2]) for name, facts in _in_postgresql(connection).items()]
    found = [(name, table) for name, table, function in present if function == name or name in ours]
    _execute(connection, [f'DROP TRIGGER "{name}" ON "{table}"' for name, table in found])
    _execute(connection, [f'DROP FUNCTION IF EXISTS "{name}"()' for name, _table in found])


def install_triggers(connection) -> None:
    """Create every trigger anew; missing tables are skipped."""
    drop_triggers(connection)
    for trigger in _of_tables_there(connection):
        _execute(connection, trigger.create(connection.vendor))


def _execute(connection, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _of_tables_there(connection) -> list[Trigger]:
    tables = set(connection.introspection.table_names())
    return [trigger for trigger in all_triggers(connection.vendor) if trigger.table in tables]


def wrong_triggers(connection) -> dict[str, str]:
    """What is wrong with triggers of existing tables, by name: missing, switched off, different, or not the portal's."""
    present = _in_sqlite(connection) if connection.vendor == "sqlite" else _in_postgresql(connection)
    wrong = {}
    for trigger in _of_tables_there(connection):
        if trigger.name not in present:
            wrong[trigger.name] = "is missing"
            continue
        _table, _function, is_on, *sql = present[trigger.name]
        if not is_on:
            wrong[trigger.name] = "is switched off"
        elif sql != _sql_of(trigger, connection.vendor):
            wrong[trigger.name] = "is not what the portal's code says"
    ours = {trigger.name for trigger in all_triggers(connection.vendor)}
    guarded = {guard.table for guard in all_guards()}
    too_many = {name for name, (table, *_facts) in present.items() if table in guarded} - ours
    return wrong | dict.fromkeys(sorted(too_many), "is not one of the portal's")


def _sql_of(trigger: Trigger, vendor: str) -> list[str]:
    """In the form in which the functions below read it from the database."""
    if vendor == "sqlite":
        return [trigger.statement(vendor)]
    return [trigger.statement(vendor), trigger.body(), f"search_path={SEARCH_PATH}"]


def _in_sqlite(connection) -> dict[str, list[Any]]:
    """By name: the table, no function, whether the trigger is switched on (always), and the statement that created it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, '', TRUE, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: list(facts) for name, *facts in cursor.fetchall()}


def _in_postgresql(connection) -> dict[str, list[Any]]:
    """By name: table and function, whether the trigger is on, its statement, and the body and settings of its function."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, p.proname, t.tgenabled IN ('O', 'A'), pg_get_triggerdef(t.oid, true), p.prosrc, "
            "array_to_string(p.proconfig, '; ') "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"
        )
        return {name: list(facts) for name, *facts in cursor.fetchall()}
