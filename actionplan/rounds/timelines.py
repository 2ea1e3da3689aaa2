"""When actions were promised to run and when they do, as a closing froze it: the values of `reporting.timelines`."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import F, Q

from actionplan.reporting.milestone_states import Told
from actionplan.reporting.models import Snapshot, SnapshotItem, SnapshotMilestone
from actionplan.reporting.slips import Slip
from actionplan.reporting.states import Basis
from actionplan.reporting.timelines import (
    PHASE,
    MilestoneWords,
    Planned,
    PlannedPhase,
    PromisedMilestone,
    covers,
    planned_of,
    promised_milestone,
)
from budgets.planned import Period

from .rows import COMPUTED, day


def slips_of(snapshot: Snapshot, basis: str) -> tuple[Period, dict[int, Slip | None]]:
    """The plan's own days, and what was computed of every action's slip, by its key: one query."""
    items = SnapshotItem.objects.filter(snapshot=snapshot)
    rows = items.filter(Q(table=COMPUTED[Basis(basis)]) | Q(table="plan")).order_by()
    plan: Period = Period(None, None)
    found: dict[int, Slip | None] = {}
    for table, action, content in rows.values_list("table", "action", "content"):
        facts = json.loads(bytes(content))
        if table == "plan":
            plan = Period(day(facts["start"]), day(facts["end"]))
        elif action is not None:
            found[action] = slip_from(facts["slip"])
    return plan, found


def slip_from(facts: dict[str, Any] | None) -> Slip | None:
    """A slip as its document keeps it."""
    if facts is None:
        return None
    return Slip(**facts | {"end": datetime.date.fromisoformat(facts["end"])})


def frozen_planned(
    snapshot: Snapshot, actions: Collection[int], on: datetime.date
) -> dict[int | None, Planned]:
    """The phases of these actions as adopted, and as in force on the day of the closing: one query."""
    rows = SnapshotItem.objects.filter(snapshot=snapshot, action__in=actions, table="phases").order_by()
    return {
        action: planned_of(_phase(facts, on) for facts in json.loads(bytes(content)))
        for action, content in rows.values_list("action", "content")
    }


def _phase(facts: dict[str, Any], on: datetime.date) -> tuple[PlannedPhase, bool, bool]:
    since, until = day(facts["in_force_from"]), day(facts["in_force_until"])
    values = facts | {name: day(facts[name]) for name in ["start", "end"]}
    return PlannedPhase(*(values[name] for name in PHASE)), since is None, covers(on, since, until)


def frozen_milestones(
    snapshot: Snapshot, basis: str, actions: Collection[int]
) -> dict[int, tuple[PromisedMilestone, ...]]:
    """The milestones of these actions, in their order: one query."""
    rows = SnapshotMilestone.objects.of_snapshot(snapshot).on_basis(basis).filter(action__in=actions)
    found: dict[int, dict[MilestoneWords, list[Told]]] = defaultdict(lambda: defaultdict(list))
    ordered = rows.order_by("order", "place", F("period_start").asc(nulls_first=True))
    for action, *facts in ordered.values_list("action", *MilestoneWords._fields, *TOLD):
        found[action][MilestoneWords(*facts[:6])].append(Told(*facts[6:]))
    return {
        action: tuple(promised_milestone(words, told, snapshot.reckoned_on) for words, told in known.items())
        for action, known in found.items()
    }


TOLD = ["period_start", "state", "achieved_on"]
