"""Rows that follow from other rows and are kept by the database itself, so that no write can forget them.

Every app may have a list `DERIVED` in its module `triggers`. `migrate` writes all such rows anew each time it ends, as
data may have been migrated without triggers; `check --database default` says where rows are not what follows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from .triggers import Keeper, named

OF_ALL = "1 = 1"


@dataclass(frozen=True)
class Derived:
    """A table about actions. `rows` is the SQL that selects its columns; `{of}` in it is a condition on `action_id`."""

    table: str
    columns: tuple[str, ...]
    rows: str

    def anew(self, of: str) -> tuple[str, str]:
        """The statements that write the rows of some actions again."""
        columns = ", ".join(self.columns)
        selected = self.rows.replace("{of}", of)
        return (
            f'DELETE FROM "{self.table}" WHERE {of}',  # noqa: S608 (of our own names)
            f'INSERT INTO "{self.table}" ({columns}) {selected}',
        )

    def kept_with(
        self, table: str, events: Iterable[str], of: str, when: str = OF_ALL, through: str = ""
    ) -> list[Keeper]:
        """Triggers for a table from which the rows follow; `{row}` in `of` is the row before and the row after.

        `when` is a condition on NEW and OLD; `through` is the table by which `of` finds the actions, if it is another.
        """
        return [
            Keeper(
                name=f"{self.table}_{table}_{event.lower()}",
                table=table,
                event=event,
                keeps=self.table,
                statements=self.anew(condition),
                locking=_locking(condition),
                when=when,
                through=through,
            )
            for event in events
            if (condition := " OR ".join(of.replace("{row}", row) for row in ROWS[event]))
        ]

    def count_differing(self, connection) -> int:
        """How many rows are there that do not follow, or follow and are not there."""
        columns = ", ".join(self.columns)
        follow = self.rows.replace("{of}", OF_ALL)
        are_there = f'SELECT {columns} FROM "{self.table}"'  # noqa: S608 (as above)
        counted = (
            "SELECT COUNT(*) FROM (SELECT * FROM ({}) AS these EXCEPT SELECT * FROM ({}) AS those) AS rest"
        )
        with connection.cursor() as cursor:
            found = 0
            for these, those in [(follow, are_there), (are_there, follow)]:
                cursor.execute(counted.format(these, those))
                found += cursor.fetchone()[0]
        return found


ROWS = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}


def _locking(of: str) -> str:
    """The actions that the condition names, always in the same order."""
    named = f"SELECT action_id FROM (SELECT id AS action_id FROM actions_action) AS one WHERE {of}"  # noqa: S608 (as above)
    return f"SELECT 1 FROM actions_action WHERE id IN ({named}) ORDER BY id"  # noqa: S608 (as above)


def all_derived() -> list[Derived]:
    return named("DERIVED")


def write_derived(connection) -> None:
    """Write every derived row anew, at once, while writes that derive wait; tables that are not there yet are passed over."""
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        found = [derived for derived in all_derived() if derived.table in tables]
        if found and connection.vendor == "postgresql":
            named = ", ".join(f'"{derived.table}"' for derived in found)
            cursor.execute(f"LOCK TABLE {named} IN EXCLUSIVE MODE")
        for derived in found:
            for statement in derived.anew(OF_ALL):
                cursor.execute(statement)


def differing_tables(connection) -> list[str]:
    """The tables whose rows are not what follows."""
    tables = set(connection.introspection.table_names())
    return [
        derived.table
        for derived in all_derived()
        if derived.table in tables and derived.count_differing(connection)
    ]
