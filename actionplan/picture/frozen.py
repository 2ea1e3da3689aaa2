"""A picture as the documents that a closing freezes, and back: what was computed is kept, and never reckoned again.

There is one document of the plan with its bodies, one of each action on each basis, and a small one on each basis that lists
all actions with what is counted of them, which is all that is read where rounds stand beside one another. A document is the
fields of its class; the bytes are written by `rounds.canonical`.
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
from actionplan.reporting.models import Snapshot, SnapshotItem
from actionplan.reporting.states import Basis

from .actions import Actions
from .bodies import PlanAndBodies
from .computed import as_left
from .moment import Moment
from .picture import ActionPicture, Picture

PLAN = "picture"
"""The table of the one document of the plan and the bodies."""
ACTIONS = {Basis.ACCEPTED: "accepted", Basis.REPORTED: "reported"}
WITHDRAWN = {Basis.ACCEPTED: "withdrawn", Basis.REPORTED: "withdrawn_reported"}
"""Of actions that the round had asked about and that were no longer in the plan when it closed."""
LEFT = {Basis.ACCEPTED: "left", Basis.REPORTED: "left_reported"}
"""Of actions that had gone by then, whether or not the round asked about them, and that something was reported on."""
COUNTED = {Basis.ACCEPTED: "counted", Basis.REPORTED: "counted_reported"}


class Document(NamedTuple):
    """What is frozen of one table about one action, by the key of its row, or about the plan as a whole."""

    table: str
    key: str
    content: Any
    action: int | None = None


@dataclass(frozen=True, slots=True)
class CountedAction:
    """What is counted of an action, and under what; named as `ActionPicture` names it, so that both are narrowed alike."""

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

    local_title = Twin("title")


converter = Converter()
converter.register_structure_hook(datetime.datetime, lambda text, _: datetime.datetime.fromisoformat(text))
converter.register_structure_hook(datetime.date, lambda text, _: datetime.date.fromisoformat(text))
converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))


def documents_of(picture: Picture) -> Iterator[Document]:
    """Everything that a picture on a basis is frozen into; that of the plan is the same on both."""
    basis = Basis(picture.moment.basis)
    when = {"known_at": picture.moment.known_at, "reckoned_on": picture.moment.reckoned_on}
    yield Document(PLAN, picture.plan.code, converter.unstructure(picture, PlanAndBodies) | when)
    yield Document(
        COUNTED[basis], picture.plan.code, [converter.unstructure(counted(one)) for one in picture.actions]
    )
    yield from documents_of_actions(ACTIONS[basis], picture.actions)
    yield from documents_of_actions(LEFT[basis], picture.left)


def documents_of_actions(table: str, actions: Iterable[ActionPicture]) -> Iterator[Document]:
    for action in actions:
        yield Document(table, action.code, converter.unstructure(action, ActionPicture), action.pk)


def counted(action: ActionPicture) -> CountedAction:
    return CountedAction(**{field.name: getattr(action, field.name) for field in fields(CountedAction)})


def picture_of(
    plan: Any, actions: Iterable[Any], left: Iterable[Any], *, basis: str, round: str = "", closing: int = 0
) -> Picture:
    """The picture that these documents, as they were read from their bytes, are of."""
    facts = converter.structure(plan, PlanAndBodies)
    known_at = converter.structure(plan["known_at"], datetime.datetime)
    reckoned_on = converter.structure(plan["reckoned_on"], datetime.date)
    each, gone = (
        sorted((converter.structure(one, ActionPicture) for one in rows), key=lambda action: action.order)
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
    """By key, in the order in which pages name them: canonical JSON has names in an order of its own."""
    return dict(sorted(bodies.items(), key=lambda pair: (pair[1].order, pair[0])))


def read(snapshot: Snapshot, basis: str) -> Picture:
    """The picture that a closing froze: one query."""
    tables = [PLAN, ACTIONS[Basis(basis)], LEFT[Basis(basis)]]
    items = SnapshotItem.objects.filter(snapshot=snapshot, table__in=tables)
    found: dict[str, list[Any]] = {table: [] for table in tables}
    for table, content in items.order_by("pk").values_list("table", "content"):
        found[table].append(json.loads(bytes(content)))
    [plan], actions, left = found.values()
    closing = snapshot.closing
    return picture_of(plan, actions, left, basis=basis, round=closing.round.code, closing=closing.number)


def counted_at(snapshots: Iterable[Snapshot], basis: str) -> dict[int, list[CountedAction]]:
    """What each of several closings counts, by the key of its snapshot: one query."""
    items = SnapshotItem.objects.filter(snapshot__in=list(snapshots), table=COUNTED[Basis(basis)])
    return {
        snapshot: converter.structure(json.loads(bytes(content)), list[CountedAction])
        for snapshot, content in items.values_list("snapshot", "content")
    }


def withdrawn(snapshot: Snapshot, basis: str) -> list[ActionPicture]:
    """The actions that the round had asked about and that were withdrawn since: one query."""
    items = SnapshotItem.objects.filter(snapshot=snapshot, table=WITHDRAWN[Basis(basis)])
    return [
        as_left(converter.structure(json.loads(bytes(content)), ActionPicture))
        for content in items.order_by("pk").values_list("content", flat=True)
    ]
