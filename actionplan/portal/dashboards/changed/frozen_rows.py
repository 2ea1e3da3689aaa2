"""What closings froze of some actions, in the same shape as `live_rows`: from the snapshots and nothing else.

Texts are read as they were written: whether this person may read them is asked where they are shown.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import FilteredRelation, Q

from actionplan.reporting.models import SnapshotItem
from actionplan.reporting.moments import Moment
from actionplan.reporting.snapshot_states import WordOf
from actionplan.reporting.states import Basis
from actionplan.rounds.canonical import is_hashed

from .facts import TEXTS

NAMING = ["organisations", "ministers", "people"]
"""Documents of the plan as a whole, by which an action's rows are named."""
OF_THE_PLAN = ["action", "phases", "milestones", "budget_lines", "involvements", "promotions", "leads"]
STANDINGS: dict[str, list[str]] = {
    Basis.ACCEPTED: ["standings"],
    Basis.REPORTED: ["standings", "standings_reported"],
}
REPORTS: dict[str, list[str]] = {Basis.ACCEPTED: ["reports"], Basis.REPORTED: ["reports", "reports_reported"]}

Tables = dict[str, Any]


def read_frozen(snapshots: Mapping[int, Moment], actions: Any) -> dict[int, dict[int, Tables]]:
    """By the snapshot's key, then by the action's: one query, with the names of then in place.

    `snapshots` are the moments that they froze, by key; `actions` are keys, or a query of them.
    """
    moment = next(iter(snapshots.values()))
    wanted = [*OF_THE_PLAN, *STANDINGS[moment.basis], *REPORTS[moment.basis]]
    rows = SnapshotItem.objects.filter(
        Q(action__in=actions, table__in=wanted) | Q(action=None, table__in=NAMING),
        snapshot__in=list(snapshots),
    )
    documents: dict[int, dict[int | None, Tables]] = defaultdict(lambda: defaultdict(dict))
    for snapshot, action, table, content in _with_texts(rows):
        documents[snapshot][action][table] = content
    return {
        key: {
            action: _of_action(tables, documents[key][None], moment)
            for action, tables in documents[key].items()
            if action is not None
        }
        for key, moment in snapshots.items()
    }


def _with_texts(rows: Any) -> Iterable[tuple[int, int | None, str, Any]]:
    """Each item with the texts that are compared, and the names of people, in the places of their hashes."""
    ends = Q(texts__of=WordOf.PERSON)
    for name in TEXTS:
        ends |= Q(texts__name__endswith=f"/{name}")
    read = rows.annotate(read=FilteredRelation("texts", condition=ends)).order_by()
    columns = [
        "pk",
        "snapshot",
        "action",
        "table",
        "content",
        "read__name",
        "read__text",
        "read__redacted_at",
    ]
    items: dict[int, tuple[int, int | None, str, bytes]] = {}
    texts: dict[int, dict[str, str | None]] = defaultdict(dict)
    for key, snapshot, action, table, content, name, text, redacted in read.values_list(*columns):
        items[key] = (snapshot, action, table, content)
        if name is not None:
            texts[key][name] = None if redacted else text
    for key, (snapshot, action, table, content) in items.items():
        yield snapshot, action, table, _filled(json.loads(bytes(content)), "", texts[key])


def _filled(value: Any, place: str, texts: dict[str, str | None]) -> Any:
    """A text that was removed by law is None; one that is not read here is empty."""
    if is_hashed(value):
        return texts.get(place, "")
    if isinstance(value, dict):
        return {key: _filled(part, f"{place}/{key}", texts) for key, part in value.items()}
    if isinstance(value, list):
        return [_filled(part, f"{place}/{index}", texts) for index, part in enumerate(value)]
    return value


def _of_action(tables: Tables, whole: Tables, moment: Moment) -> Tables:
    """The action's tables as `live_rows.documents_at` gives them."""
    bodies = {row["key"]: row for row in whole.get("organisations", [])}
    ministers = {
        row["key"]: row | {"name": row["title"], "name_nl": row["title_nl"]} for row in whole["ministers"]
    }
    people = {row["person"]: row["name"] for row in whole.get("people", [])}
    found: Tables = {table: tables.get(table, []) for table in ["phases", "milestones", "budget_lines"]}
    found["day"], found["action"] = moment.plan_day.isoformat(), tables["action"]
    found["involvements"] = _named(tables.get("involvements", []), ministers)
    for table in ["promotions", "leads"]:
        found[table] = _named(tables.get(table, []), bodies)
    found["standings"] = [
        row | {"report_id": row["report"]} for row in tables.get(STANDINGS[moment.basis][-1], [])
    ]
    standing = {row["report"] for row in found["standings"]}
    reports = [row for table in REPORTS[moment.basis] for row in tables.get(table, [])]
    found["reports"] = [_report(row, bodies, people) for row in reports if row["report"] in standing]
    return found


def _named(rows: list[Any], names: Mapping[str, Any]) -> list[Any]:
    return [row | {name: names[row["key"]][name] for name in ["name", "name_nl"]} for row in rows]


def _report(row: Any, bodies: Mapping[str, Any], people: Mapping[int, str | None]) -> Any:
    body = bodies[row["organisation"]]
    by = {name: people.get(row[name]) or "" for name in ["submitted_by", "reviewed_by"]}
    return row | by | {"name": body["name"], "name_nl": body["name_nl"]}
