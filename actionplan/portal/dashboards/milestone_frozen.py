"""Every milestone of a closed round as it was frozen: what the reads of `milestone_facts` gave at its closing.

`tests/test_milestone_facts.py` compares them.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from actionplan.portal.frozen import Frozen
from actionplan.reporting.milestone_states import Told
from actionplan.reporting.models import SnapshotItem, SnapshotMilestone
from actionplan.rounds.rows import day
from actions.states import MilestoneOrigin

from .milestone_promises import (
    BRIEF,
    RECURRENCE,
    TERMS,
    Brief,
    Briefs,
    PromiseFact,
    Promises,
    Whole,
    promised,
)
from .scope import Scope


def frozen_facts(frozen: Frozen, scope: Scope) -> list[PromiseFact]:
    """Every milestone of the actions in the scope, in the plan's order: three queries."""
    briefs = frozen_briefs(frozen, scope)
    promises = frozen_promises(frozen, briefs)
    return [PromiseFact(brief, one) for brief in briefs.values() for one in promises.get(brief.action, [])]


def frozen_briefs(frozen: Frozen, scope: Scope) -> dict[int, Brief]:
    rows = scope.of_frozen(frozen.rows.counted()).order_by("order")
    found = rows.values_list("action", "code", "order", "objective_number", *BRIEF)
    return {key: Brief(key, code, order, str(one), *facts) for key, code, order, one, *facts in found}


def frozen_promises(frozen: Frozen, briefs: Briefs) -> Promises:
    """Milestones as they were frozen, with what was told of them: two queries."""
    rows = list(_frozen_rows(frozen).values_list("action", "key", "place", "origin", *TERMS, *Told._fields))
    rows = [row for row in rows if row[0] in briefs]
    recurring = {row[0] for row in rows if row[1 + RECURRENCE]}
    whole, agreed = _frozen_dates(frozen, recurring)
    found: Promises = defaultdict(list)
    told_from = 4 + len(TERMS)
    for (action, key), group in groupby(rows, key=lambda row: row[:2]):
        of_one = list(group)
        facts = (key, *of_one[0][2:told_from])
        told = [Told(*row[told_from:]) for row in of_one]
        found[action].append(promised(facts, told, briefs[action].runs, whole, agreed.get((action, key))))
    return found


def _frozen_rows(frozen: Frozen) -> QuerySet:
    rows = SnapshotMilestone.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis)
    return rows.order_by("order", "place", "period_start", "pk")


def _frozen_dates(
    frozen: Frozen, actions: Iterable[int]
) -> tuple[Whole, dict[tuple[int, str], datetime.date | None]]:
    """The plan's days then, and by action and key since when a proposed milestone of these actions was agreed to."""
    items = SnapshotItem.objects.filter(snapshot=frozen.snapshot)
    of_milestones = items.filter(table="milestones", action__in=list(actions))
    on = frozen.snapshot.reckoned_on
    whole, agreed = Whole(on, on, on), {}
    for table, action, content in (items.filter(table="plan") | of_milestones).values_list(
        "table", "action", "content"
    ):
        known: Any = json.loads(bytes(content))
        if table == "plan":
            whole = Whole(*(datetime.date.fromisoformat(known[name]) for name in ["start", "end"]), on)
            continue
        for row in known:
            if row["origin"] == MilestoneOrigin.PROPOSED:
                agreed[action, row["key"]] = day(row["in_force_from"])
    return whole, agreed
