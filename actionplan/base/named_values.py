"""SQL whose values are given by name, each once: SQLite is told it sooner than one with a place for each mention."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from .given import Given

MOST_PLACES = 500
"""What has more, such as one for each action of a plan, is told by place."""
PLACE = re.compile(r"(?<!%)%s")


class NamedStatement:
    """The SQL of one query with a name in each place, and the values that are the same each time."""

    def __init__(self, sql: str, parameters: Sequence[Any]) -> None:
        """`parameters` are in the order of their places; those that wait for a value are `Given`, and have names."""
        self.given: dict[str, str] = {}
        """What those that wait are called in the SQL, by their names."""
        known: dict[tuple[type, Any], str] = {}
        names = [self._named(one, known) for one in parameters]
        self.values = {name: value for (_type, value), name in known.items()}
        pieces = zip_longest(PLACE.split(sql), [f"%({name})s" for name in names], fillvalue="")
        self.sql = "".join(part for piece in pieces for part in piece)

    def _named(self, parameter: Any, known: dict[tuple[type, Any], str]) -> str:
        if isinstance(parameter, Given):
            return self.given.setdefault(parameter.name, f"given{len(self.given)}")
        return known.setdefault((type(parameter), parameter), f"same{len(known)}")

    def told(self, ready: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """What to execute, with these values by the names of what waits for them."""
        return self.sql, self.values | {name: ready[waits] for waits, name in self.given.items()}
