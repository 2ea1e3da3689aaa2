"""SQL that PostgreSQL keeps with each connection (`PREPARE`): read and planned once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from .given import Given

MOST_VALUES = 500
"""What is given more, such as the keys of a whole plan, is told in full each time."""
MOST_KEPT = 150
"""What more a connection is asked is told in full, until it is closed: each takes the database a sixth of a megabyte."""

_kept: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
"""What each connection of the driver keeps, by name. Those of Django outlive them."""


def keeps(connection: Any, values: int) -> bool:
    """Whether the database is to keep SQL that is given so many values.

    Not where Django is told to do without cursors of the server either: a pooler then has each transaction answered by
    another connection (`DISABLE_SERVER_SIDE_CURSORS`).
    """
    if connection.vendor != "postgresql" or values > MOST_VALUES:
        return False
    return not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")


def give_up(connection: Any) -> bool:
    """Have the connection replaced, since it refuses what it keeps: columns were given another type meanwhile.

    False where that has to wait until the end of the request, since a transaction is under way.
    """
    if connection.in_atomic_block:
        connection.close_at = 0
        return False
    connection.close()
    return True


class KeptStatement:
    """The SQL of one query, with places for values, by the name under which each connection knows it."""

    def __init__(self, sql: str, parameters: Sequence[Any], places: Mapping[str, Given]) -> None:
        """`places` are those among the parameters that wait for a value, in the order in which values will be given."""
        self.sql, self.parameters, self.places = sql, parameters, places

    @cached_property
    def name(self) -> str:
        """Of what it says: no other query has it, in whatever process."""
        told = [one.name if isinstance(one, Given) else repr(one) for one in self.parameters]
        types = [f"{name} {type(one.output_field).__name__}" for name, one in self.places.items()]
        return f"portal_{sha256(repr([self.sql, told, types]).encode()).hexdigest()[:32]}"

    def on(self, connection: Any) -> str | None:
        """What to execute there with those values, come what may of its transaction; None where it is not kept there."""
        connection.close_if_health_check_failed()  # as before any other question
        connection.ensure_connection()
        kept = _kept.get(connection.connection)
        if kept is None:
            kept = _kept[connection.connection] = set()
        if self.name not in kept:
            if len(kept) >= MOST_KEPT:
                return None
            with connection.wrap_database_errors, connection.connection.cursor() as cursor:
                cursor.execute(self._to_keep(cursor, connection))
            kept.add(self.name)
        return self._by_name

    @cached_property
    def _by_name(self) -> str:
        return f"EXECUTE {self.name}" + self._listed(["%s"] * len(self.places))

    def _to_keep(self, cursor: Any, connection: Any) -> bytes:
        """What waits for a value is numbered, so that one that stands in several places is given once."""
        from psycopg2.extensions import AsIs  # where the other engine is used, the driver need not work

        numbered = {name: AsIs(f"${nth}") for nth, name in enumerate(self.places, 1)}
        told = [numbered[one.name] if isinstance(one, Given) else one for one in self.parameters]
        types = [one.db_type(connection) for one in self.places.values()]
        begins = f"PREPARE {self.name}{self._listed(types)} AS "
        return begins.encode() + cursor.mogrify(self.sql, told)

    @staticmethod
    def _listed(parts: Sequence[str]) -> str:
        return f" ({', '.join(parts)})" if parts else ""
