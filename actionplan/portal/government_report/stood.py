"""How the actions stood at a closing, with the rows that are compared with those of another."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from actionplan.base.brussels import day_of
from actionplan.reporting.models import (
    Snapshot,
    SnapshotAction,
    SnapshotLine,
    SnapshotMilestone,
    SnapshotMoney,
    SnapshotParty,
)
from actionplan.reporting.models.of_snapshot import OfSnapshot

from .source import Source, rows_of

BESIDE_THE_ACTIONS = [SnapshotParty, SnapshotMilestone, SnapshotLine, SnapshotMoney]

Rows = dict[type[OfSnapshot], list[Any]]


@dataclass(frozen=True)
class Stood:
    """In the plan's order; `rows` are about these actions, and may be about others too."""

    actions: list[SnapshotAction]
    rows: Rows = field(default_factory=dict)
    known_on: datetime.date = datetime.date.max
    """The day of the closing."""

    @classmethod
    def now(cls, source: Source) -> Stood:
        return cls(source.actions, source.rows, day_of(source.taken_at))

    @classmethod
    def at(cls, snapshot: Snapshot, actions: list[SnapshotAction]) -> Stood:
        """Of an earlier closing, whose actions were read: a query a kind of row."""
        rows = {model: list(rows_of(model, snapshot)) for model in BESIDE_THE_ACTIONS}
        return cls(actions, rows, day_of(snapshot.taken_at))

    def only(self, actions: list[SnapshotAction]) -> Stood:
        return replace(self, actions=actions)

    def by_action(self) -> dict[int, Rows]:
        found: dict[int, Rows] = defaultdict(lambda: defaultdict(list))
        for model in BESIDE_THE_ACTIONS:
            for row in self.rows.get(model, []):
                found[row.action][model].append(row)
        return found
