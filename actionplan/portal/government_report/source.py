"""What a document is made of: the rows and documents that a closing froze, or that it would freeze now.

On the accepted basis, whoever makes it. An edition reads the same for everybody: the public one has no word about an action
that is limited today, the internal one has them all. The note to the Platform, remarks, questions and names of people are in none.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from actionplan.accounts.models import User
from actionplan.base.twins import local
from actionplan.portal.frozen_facts import FrozenFacts
from actionplan.reporting.models import (
    Round,
    Snapshot,
    SnapshotAction,
    SnapshotItem,
    SnapshotLine,
    SnapshotMilestone,
    SnapshotMoney,
    SnapshotParty,
    SnapshotRequest,
    SnapshotText,
)
from actionplan.reporting.models.of_snapshot import OfSnapshot
from actionplan.reporting.snapshot_states import WordOf
from actionplan.reporting.states import Basis
from actionplan.rounds.previewing import preview
from actionplan.rounds.reading import Documents, Reader, documents_of
from actionplan.rounds.tables import FOLLOWED_TABLES, REPORTED_TABLES
from actions.models import Action
from objectives.models import Objective, Plan

from .platform import PlatformWords, frozen_texts, newest_texts

PUBLIC, INTERNAL = "public", "internal"
FOR_EVERYBODY = {WordOf.OBJECTIVE, WordOf.PLATFORM_TEXT}
ABOUT_AN_ACTION = {WordOf.REPORT, WordOf.REQUEST}
ON_A_BASIS = [SnapshotAction, SnapshotMoney, SnapshotMilestone]
ROWS = [*ON_A_BASIS, SnapshotLine, SnapshotParty, SnapshotRequest]
ALSO_OF_WITHDRAWN = [SnapshotAction, SnapshotRequest]
"""Of an action that was asked and withdrawn since nothing else is read: it is in no figure."""


class EditionReader(Reader):
    """What stands in an edition. `limited` are the keys of the actions that are limited today."""

    def __init__(self, user: User, round: Round, limited: frozenset[int], edition: str) -> None:
        super().__init__(user, round, {})
        self.limited, self.edition = limited, edition

    def sees_item(self, table: str, action: int | None) -> bool:
        return table not in REPORTED_TABLES and table not in FOLLOWED_TABLES

    def reads(self, text: SnapshotText, action: int | None) -> bool:
        if text.of in FOR_EVERYBODY:
            return True
        return text.of in ABOUT_AN_ACTION and self.may_say(action)

    def own_answers(self, answers: list[Any]) -> list[Any]:
        return []

    def may_say(self, action: int | None) -> bool:
        return self.edition == INTERNAL or (action is not None and action not in self.limited)


@dataclass(frozen=True)
class Source:
    """One closing, or what is known now; rows in the plan's order."""

    round: Round
    taken_at: datetime.datetime
    reckoned_on: datetime.date
    snapshot: Snapshot | None
    """None of a preview."""
    limited: frozenset[int]
    """Keys of the actions whose words are left out of the public edition."""
    edition: str
    rows: dict[type[OfSnapshot], list[Any]]
    texts: list[PlatformWords]
    by_key: dict[str, Documents] = field(default_factory=dict)
    whole: Documents = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        return self.round.plan

    @property
    def sha256(self) -> str:
        return self.snapshot.sha256 if self.snapshot else ""

    @property
    def is_preview(self) -> bool:
        return self.snapshot is None

    @property
    def is_internal(self) -> bool:
        return self.edition == INTERNAL

    @property
    def name(self) -> str:
        return local(self.round, "name")

    @property
    def actions(self) -> list[SnapshotAction]:
        """Those that were in the plan at the closing: what is counted."""
        return [row for row in self.rows[SnapshotAction] if row.in_plan]

    @property
    def asked_and_withdrawn(self) -> list[SnapshotAction]:
        return [row for row in self.rows[SnapshotAction] if not row.in_plan]

    @property
    def objectives(self) -> list[Objective]:
        """As they were called; rows of no table."""
        rows = next(content for (table, _key), content in self.whole.items() if table == "objectives")
        return [Objective(number=row["number"], title=row["title"], title_nl=row["title_nl"]) for row in rows]

    def leaves_out(self, action: int) -> bool:
        """Whether the words about the action are left out of this edition."""
        return action in self.limited and not self.is_internal

    def facts_of(self, code: str) -> FrozenFacts:
        return FrozenFacts({**self.whole, **self.by_key.get(code, {})}, code)

    def of_actions(self, model: type[OfSnapshot]) -> dict[int, list[Any]]:
        """The rows by action."""
        found: dict[int, list[Any]] = defaultdict(list)
        for row in self.rows[model]:
            found[row.action].append(row)
        return found


def limited_today(plan: Plan) -> frozenset[int]:
    """Whether an action is limited is always today's: one query."""
    return frozenset(Action.objects.filter(plan=plan, limited=True).values_list("pk", flat=True))


def frozen_source(snapshot: Snapshot, user: User, edition: str, limited: frozenset[int]) -> Source:
    """Of a closing: nine queries, whatever the plan's size. The caller joined the closing with its round."""
    items = SnapshotItem.objects.filter(snapshot=snapshot).order_by("pk")
    texts = SnapshotText.objects.filter(snapshot=snapshot, of__in=[*FOR_EVERYBODY, *ABOUT_AN_ACTION])
    rows = _of_the_plan({model: list(rows_of(model, snapshot)) for model in ROWS})
    reader = EditionReader(user, snapshot.closing.round, limited, edition)
    by_key, whole = _apart(documents_of(items, texts, reader))
    facts = {"taken_at": snapshot.taken_at, "reckoned_on": snapshot.reckoned_on}
    return Source(
        _as_frozen(snapshot.closing.round, whole),
        **facts,
        snapshot=snapshot,
        limited=limited,
        edition=edition,
        rows=rows,
        texts=frozen_texts(whole) if snapshot.closing.reopened_at else newest_texts(snapshot.closing.round),
        by_key=by_key,
        whole=whole,
    )


def preview_source(
    round: Round, user: User, edition: str, limited: frozenset[int], at: datetime.datetime
) -> Source:
    """Of what is known now, as a closing would freeze it."""
    now = preview(round=round, by=user, at=at)
    rows: dict[type[OfSnapshot], list[Any]] = {model: [] for model in ROWS}
    for row in now.rows:
        if getattr(row, "basis", Basis.ACCEPTED) == Basis.ACCEPTED:
            rows[type(row)].append(row)
    documents = documents_of(now.items, now.texts, EditionReader(user, round, limited, edition))
    by_key, whole = _apart(documents)
    facts = {"taken_at": at, "reckoned_on": now.freezing.reckoned_on, "snapshot": None}
    known = {"rows": _of_the_plan(rows), "by_key": by_key, "whole": whole, "texts": frozen_texts(whole)}
    return Source(round, **facts, limited=limited, edition=edition, **known)


def _of_the_plan(rows: dict[type[OfSnapshot], list[Any]]) -> dict[type[OfSnapshot], list[Any]]:
    keys = {row.action for row in rows[SnapshotAction] if row.in_plan}
    return {
        model: found if model in ALSO_OF_WITHDRAWN else [row for row in found if row.action in keys]
        for model, found in rows.items()
    }


def rows_at(snapshots: Iterable[Snapshot]) -> dict[int, list[SnapshotAction]]:
    """The actions of several closings by snapshot, on the accepted basis and in the plan's order: one query."""
    found: dict[int, list[SnapshotAction]] = defaultdict(list)
    rows = SnapshotAction.objects.filter(snapshot__in=list(snapshots), in_plan=True).on_basis(Basis.ACCEPTED)
    for row in rows.order_by("snapshot", "order"):
        found[row.snapshot_id].append(row)
    return found


def rows_of(model: type[OfSnapshot], snapshot: Snapshot) -> Any:
    """Of a closing, on the accepted basis."""
    rows = model.objects.of_snapshot(snapshot)
    return rows.on_basis(Basis.ACCEPTED) if model in ON_A_BASIS else rows


def _apart(documents: Documents) -> tuple[dict[str, Documents], Documents]:
    """Those of each action by its code, and those of the plan as a whole."""
    codes = {key for table, key in documents if table == "action"}
    by_key: dict[str, Documents] = defaultdict(dict)
    whole: Documents = {}
    for (table, key), content in documents.items():
        (by_key[key] if key in codes else whole)[table, key] = content
    return by_key, whole


def _as_frozen(round: Round, whole: Documents) -> Round:
    """The round and its plan as they were called at the closing; their keys are those of today."""
    named = {table: content for (table, _key), content in whole.items() if table in ("round", "plan")}
    facts, plan = named["round"], named["plan"]
    return Round(
        pk=round.pk,
        plan=Plan(pk=round.plan_id, code=plan["code"], title=plan["title"], title_nl=plan["title_nl"]),
        code=round.code,
        name=facts["name"],
        name_nl=facts["name_nl"],
        about=datetime.date.fromisoformat(facts["about"]),
        state=round.state,
    )
