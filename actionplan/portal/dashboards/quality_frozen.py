"""What the points of quality found on every action of a closed round.

A closed round gives what the reads of `quality_live` gave at its closing (`tests/test_quality_facts.py`). Of texts it is read
only whether they are filled: from the hashes in the documents, which stay when a text is removed by law.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef

from actionplan.portal.frozen import Frozen
from actionplan.portal.places import NONE
from actionplan.reporting.models import SnapshotItem, SnapshotLine, SnapshotMoney
from actionplan.reporting.quality import Line, Looked, judged, results_of
from actionplan.reporting.snapshot_states import Measure
from actionplan.reporting.states import Basis, MilestoneState
from budgets.states import BudgetKind

from .milestone_frozen import frozen_promises
from .milestone_promises import BRIEF, Brief
from .quality_facts import Examination, Examined, ToDo
from .scope import Scope

STANDS = ["schedule", "confidence", "forecast_end"]


def examined_frozen(frozen: Frozen, scope: Scope) -> Examination:
    """All in full: five queries, whatever their number."""
    todos = {todo.action.action: todo for todo in _todos(frozen, scope)}
    each = [
        Examined(key, todo.lead, todo.action.objective, results_of(todo.points))
        for key, todo in todos.items()
    ]
    return Examination(each, lambda keys: {key: todos[key] for key in keys})


def _todos(frozen: Frozen, scope: Scope) -> Iterable[ToDo]:
    rows = scope.of_frozen(frozen.rows.counted()).order_by("order")
    found = list(rows.values_list("lead_key", "action", "code", "order", "objective_number", *BRIEF, *STANDS))
    briefs = {
        key: Brief(key, code, order, str(number), *rest[: len(BRIEF)])
        for _lead, key, code, order, number, *rest in found
    }
    promises, lines = frozen_promises(frozen, briefs), _lines(frozen)
    named = _named(frozen, {brief.word for brief in briefs.values() if brief.word})
    for lead, key, *rest in found:
        brief = briefs[key]
        facts = Looked(
            frozen.moment.reckoned_on,
            brief.runs_until,
            brief.word is not None,
            promises.get(key, ()),
            lines.get(key, ()),
            *rest[-len(STANDS) :],
            *named.get(brief.word, ()),
        )
        yield ToDo(brief, lead or NONE, judged(facts))


def _lines(frozen: Frozen) -> dict[int, list[Line]]:
    """One query."""
    money = SnapshotMoney.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis)
    of_line = money.filter(action=OuterRef("action"), place=OuterRef("place"))
    has_money = Exists(of_line.filter(measure__in=[Measure.COMMITTED, Measure.PAID]))
    rows = SnapshotLine.objects.of_snapshot(frozen.snapshot).filter(kind=BudgetKind.AMOUNT)
    rows = rows.annotate(has_money=has_money).order_by("order", "place")
    found: dict[int, list[Line]] = defaultdict(list)
    for action, *line in rows.values_list("action", "label", "label_nl", "has_money"):
        found[action].append(Line(*line))
    return found


def _named(frozen: Frozen, words: set[int]) -> dict[int | None, list[Any]]:
    """What these reports name, by their keys: one query."""
    tables = ["reports"] if frozen.basis == Basis.ACCEPTED else ["reports", "reports_reported"]
    items = SnapshotItem.objects.filter(snapshot=frozen.snapshot, table__in=tables)
    found: dict[int | None, list[Any]] = {}
    for content in items.values_list("content", flat=True):
        for report in json.loads(bytes(content)):
            if report["report"] in words:
                found[report["report"]] = _named_by(report)
    return found


def _named_by(report: Any) -> list[Any]:
    """As `quality_live.NAMED`. A text that is not filled is an empty text; one that is stands there as its hash."""
    removed = report["redacted_at"] is not None
    amounts = [row for row in report["expenditures"] if _has_an_amount(row)]
    achieved = [row for row in report["milestones"] if row["state"] == MilestoneState.ACHIEVED]
    return [
        removed or bool(report["obstacles"]),
        removed or bool(report["source"]),
        _unsourced(amounts),
        _unsourced(achieved),
    ]


def _has_an_amount(row: Any) -> bool:
    return any(row[name] is not None for name in ["committed", "paid", "forecast"])


def _unsourced(rows: Iterable[Any]) -> int | None:
    sources = [row["source"] for row in rows]
    return sum(not one for one in sources) if sources else None
