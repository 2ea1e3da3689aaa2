"""When actions were promised to run and when they do, as a closing froze it: the values of `reporting.timelines`."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from actionplan.reporting.models import Snapshot, SnapshotItem, SnapshotMilestone
from actionplan.reporting.slips import Slip
from actionplan.reporting.states import MilestoneState
from actionplan.reporting.timelines import PHASE, Planned, PlannedPhase, PromisedMilestone, planned_of
from budgets.planned import Period

from .rows import COMPUTED, day


def slips_of(snapshot: Snapshot, basis: str) -> tuple[Period, dict[int, Slip | None]]:
    """The plan's own days, and what was computed of every action's slip, by its key: one query."""
    items = SnapshotItem.objects.filter(snapshot=snapshot)
    rows = items.filter(Q(table=COMPUTED[basis]) | Q(table="plan")).order_by()
    plan, found = Period(None, None), {}
    for table, action, content in rows.values_list("table", "action", "content"):
        facts = json.loads(bytes(content))
        if table == "plan":
            plan = Period(day(facts["start"]), day(facts["end"]))
        else:
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
    is_in_force = (since is None or since <= on) and (until is None or until > on)
    return PlannedPhase(*(values[name] for name in PHASE)), since is None, is_in_force


def frozen_milestones(
    snapshot: Snapshot, basis: str, actions: Collection[int]
) -> dict[int, tuple[PromisedMilestone, ...]]:
    """The milestones of these actions, in their order: one query."""
    rows = SnapshotMilestone.objects.of_snapshot(snapshot).on_basis(basis).filter(action__in=actions)
    found: dict[int, dict[str, list[SnapshotMilestone]]] = defaultdict(lambda: defaultdict(list))
    for row in rows.order_by("order", "place", "period_start"):
        found[row.action][row.key].append(row)
    return {
        action: tuple(_milestone(lines) for lines in milestones.values())
        for action, milestones in found.items()
    }


def _milestone(lines: list[SnapshotMilestone]) -> PromisedMilestone:
    """Of one that recurs there is a line for each period that was reported."""
    row = lines[0]
    recurs = bool(row.recurrence)
    achieved = [line for line in lines if line.state == MilestoneState.ACHIEVED]
    return PromisedMilestone(
        key=row.key,
        title=row.title,
        title_nl=row.title_nl,
        due=row.due,
        due_precision=row.due_precision,
        recurrence=row.recurrence,
        state=str(MilestoneState.OPEN) if recurs else row.state,
        achieved_on=None if recurs else row.achieved_on,
        late_by=row.late_by,
        periods_achieved=len(achieved) if recurs else 0,
    )
