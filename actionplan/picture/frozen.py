"""Pictures to and from the documents that a closing freezes; computed fields are stored and never computed
again.

There is one document for the plan with its bodies, one per action and basis, and a small one per basis that
lists what is counted of every action, which is all that comparisons of rounds read. A document holds the
fields of its class, so their names must not change; the bytes are written by `base.canonical`.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, NamedTuple

from cattrs import Converter

from actionplan.base.formatting import Twin
from actionplan.base.vague import Precision
from actionplan.reporting.models import Snapshot, SnapshotItem
from actionplan.reporting.states import Basis
from actions.states import Recurrence

from .actions import Actions
from .bodies import PlanAndBodies
from .computed import as_left
from .moment import Moment
from .picture import ActionPicture, Picture
from .verdicts import verdict_on

PLAN_TABLE = "picture"
"""The table of the single document about the plan and its bodies."""
ACTION_TABLES = {Basis.ACCEPTED: "accepted", Basis.REPORTED: "reported"}
WITHDRAWN_TABLES = {Basis.ACCEPTED: "withdrawn", Basis.REPORTED: "withdrawn_reported"}
"""Actions that the round had asked about and that were no longer in the plan when it closed."""
LEFT_TABLES = {Basis.ACCEPTED: "left", Basis.REPORTED: "left_reported"}
"""Actions with reports that had left the plan by then, whether or not the round asked about them."""
COUNTED_TABLES = {Basis.ACCEPTED: "counted", Basis.REPORTED: "counted_reported"}


class Document(NamedTuple):
    """A frozen document in a table, about an action (by primary key) or about the plan as a whole."""

    table: str
    key: str
    content: Any
    action: int | None = None


@dataclass(frozen=True, slots=True)
class CountedAction:
    """What is counted of an action, named as in `ActionPicture`, so that both can be filtered alike."""

    pk: int
    code: str
    order: int
    title: str
    title_nl: str
    objective: int
    theme: int | None
    lead: str | None
    policy_area: str | None
    minister: str | None
    bodies: tuple[str, ...]
    areas: tuple[str, ...]
    ministers: tuple[str, ...]
    is_continuous: bool
    status: str
    confidence: str
    verdict: str
    schedule: str
    freshness: str
    awaits_review: bool
    attention: tuple[str, ...]
    milestones_due: int
    milestones_achieved: int
    verdict_taken_over: bool = False

    local_title = Twin("title")


converter = Converter(detailed_validation=False)
converter.register_structure_hook_func(lambda kind: kind == tuple[str, ...], lambda texts, _: tuple(texts))
converter.register_structure_hook(datetime.datetime, lambda text, _: datetime.datetime.fromisoformat(text))
converter.register_structure_hook(datetime.date, lambda text, _: datetime.date.fromisoformat(text))
converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
for choices in (Precision, Recurrence):  # None is kept as an empty text
    converter.register_structure_hook(
        choices | None, lambda text, _, choices=choices: choices(text) if text else None
    )
    converter.register_unstructure_hook(choices | None, lambda choice: choice.value if choice else "")


def _action_from(content: Any) -> ActionPicture:
    """An older closing has the verdict in the lead report alone."""
    action = converter.structure(content, ActionPicture)
    return action if action.last_verdict else replace(action, last_verdict=verdict_on(action.lead_report))


def documents_of(picture: Picture) -> Iterator[Document]:
    """All documents of a picture on its basis; that of the plan is the same on both bases."""
    basis = Basis(picture.moment.basis)
    when = {"known_at": picture.moment.known_at, "reckoned_on": picture.moment.reckoned_on}
    yield Document(PLAN_TABLE, picture.plan.code, converter.unstructure(picture, PlanAndBodies) | when)
    yield Document(
        COUNTED_TABLES[basis],
        picture.plan.code,
        [converter.unstructure(counted(action)) for action in picture.actions],
    )
    yield from documents_of_actions(ACTION_TABLES[basis], picture.actions)
    yield from documents_of_actions(LEFT_TABLES[basis], picture.left)


def documents_of_actions(table: str, actions: Iterable[ActionPicture]) -> Iterator[Document]:
    for action in actions:
        yield Document(table, action.code, converter.unstructure(action, ActionPicture), action.pk)


def counted(action: ActionPicture) -> CountedAction:
    return CountedAction(**{field.name: getattr(action, field.name) for field in fields(CountedAction)})


def picture_of(
    plan: Any, actions: Iterable[Any], left: Iterable[Any], *, basis: str, round: str = "", closing: int = 0
) -> Picture:
    """The picture from its parsed documents."""
    facts = converter.structure(plan, PlanAndBodies)
    known_at = converter.structure(plan["known_at"], datetime.datetime)
    reckoned_on = converter.structure(plan["reckoned_on"], datetime.date)
    each, gone = (
        sorted(
            map(_action_from, rows),
            key=lambda action: action.order,
        )
        for rows in (actions, left)
    )
    return Picture(
        plan=facts.plan,
        moment=Moment(known_at, reckoned_on, basis, round=round, closing=closing),
        objectives={
            number: replace(objective, themes=dict(sorted(objective.themes.items())))
            for number, objective in sorted(facts.objectives.items())
        },
        ministers=_in_order(facts.ministers),
        policy_areas=_in_order(facts.policy_areas),
        organisations=_in_order(facts.organisations),
        rounds=facts.rounds,
        gone=facts.gone,
        actions=Actions(each, facts.organisations, facts.ministers),
        left=Actions(map(as_left, gone), facts.organisations, facts.ministers),
    )


def _in_order(bodies: Mapping[str, Any]) -> dict[str, Any]:
    """By key, in display order: canonical JSON sorts by name."""
    return dict(sorted(bodies.items(), key=lambda pair: (pair[1].order, pair[0])))


def read(snapshot: Snapshot, basis: str) -> Picture:
    """The picture that a closing froze, in one query."""
    tables = [PLAN_TABLE, ACTION_TABLES[Basis(basis)], LEFT_TABLES[Basis(basis)]]
    items = SnapshotItem.objects.filter(snapshot=snapshot, table__in=tables)
    contents: dict[str, list[Any]] = {table: [] for table in tables}
    for table, content in items.order_by("pk").values_list("table", "content"):
        contents[table].append(json.loads(bytes(content)))
    [plan], actions, left = contents.values()
    closing = snapshot.closing
    return picture_of(plan, actions, left, basis=basis, round=closing.round.code, closing=closing.number)


def counted_at(snapshots: Iterable[Snapshot], basis: str) -> dict[int, list[CountedAction]]:
    """The counted actions of several closings, by snapshot key, in one query."""
    items = SnapshotItem.objects.filter(snapshot__in=list(snapshots), table=COUNTED_TABLES[Basis(basis)])
    return {
        snapshot: converter.structure(json.loads(bytes(content)), list[CountedAction])
        for snapshot, content in items.values_list("snapshot", "content")
    }


def actions_at(
    snapshots: Iterable[Snapshot], basis: str, actions: Iterable[int]
) -> dict[int, dict[int, ActionPicture]]:
    """These actions as several closings froze them, by snapshot key and action key, in one query."""
    items = SnapshotItem.objects.filter(snapshot__in=list(snapshots), action__in=list(actions))
    found: dict[int, dict[int, ActionPicture]] = {}
    rows = items.filter(table=ACTION_TABLES[Basis(basis)]).values_list("snapshot", "action", "content")
    for snapshot, action, content in rows:
        if action is not None:
            found.setdefault(snapshot, {})[action] = _action_from(json.loads(bytes(content)))
    return found


def withdrawn(snapshot: Snapshot, basis: str) -> list[ActionPicture]:
    """The actions that the round had asked about and that left the plan before it closed, in one query."""
    items = SnapshotItem.objects.filter(snapshot=snapshot, table=WITHDRAWN_TABLES[Basis(basis)])
    return [
        as_left(_action_from(json.loads(bytes(content))))
        for content in items.order_by("pk").values_list("content", flat=True)
    ]
