"""Why an action may have changed between two sides: found in SQL, in one query, before anything of it is read.

Live: a report came to stand or no longer stands, a row of the plan came into force or ended, or the trail knows of an
amendment in between. Frozen: items whose hashes differ. Between a day and a round, the live rule from the round's closing
on, and whatever is in the one and not in the other.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import CharField, Count, F, Max, Min, Q, QuerySet, Value

from actionplan.base.inforce import in_force_q
from actionplan.reporting.models import SnapshotItem, Spread, Standing
from actionplan.reporting.moments import Moment
from actionplan.reporting.querysets import stands_at
from actions.models import Action, Lead, MilestoneTerms, MinisterInvolvement, Phase, Promotion
from budgets.models import BudgetTerms
from objectives.models import Plan

from .frozen_rows import OF_THE_PLAN, STANDINGS
from .renames import Renames
from .sides import Sides

Reasons = Mapping[int, set[str]]
"""By the action's key: `told`, another report counts or was reviewed; `amended`, the plan says something else."""


def reasons_of(sides: Sides, renames: Renames) -> Reasons:
    found: dict[int, set[str]] = defaultdict(set)
    if sides.are_both_frozen:
        for table, key in _differing(sides):
            found[key].add("amended" if table in OF_THE_PLAN else "told")
        return dict(found)
    first, *others = _moved(sides)
    for why, key in first.union(*others):
        found[key].add(why)
    for key in renames.amended(beside_a_round=sides.before.is_frozen or sides.after.is_frozen):
        found[key].add("amended")
    return dict(found)


def _reason(why: str, rows: QuerySet, action: str) -> QuerySet:
    return rows.order_by().values_list(Value(why, output_field=CharField()), F(action))


def _differing(sides: Sides) -> QuerySet:
    """Table and action of what one snapshot holds and the other does not, or not with the same bytes."""
    tables = [*OF_THE_PLAN, *STANDINGS[sides.shown.basis]]
    items = SnapshotItem.objects.filter(
        snapshot__in=[sides.before.snapshot, sides.after.snapshot], table__in=tables, action__isnull=False
    )
    pairs = items.order_by().values("table", "action")
    pairs = pairs.annotate(items=Count("pk"), least=Min("sha256"), most=Max("sha256"))
    return pairs.filter(Q(items=1) | ~Q(least=F("most"))).values_list("table", "action")


def _moved(sides: Sides) -> Iterator[QuerySet]:
    plan, before, after = sides.shown.plan, sides.before.moment, sides.after.moment
    yield _reason("told", _standings(before, after).filter(action__plan=plan), "action")
    for rows, path in _rows_of_the_plan(plan):
        yield _reason("amended", rows.filter(_in_force_once(before.plan_day, after.plan_day)), path)
    for side, other in [(sides.before, sides.after), (sides.after, sides.before)]:
        if side.is_frozen:
            absent = ~Q(pk__in=side.rows.order_by().values("action"))
            live = Action.objects.filter(absent, in_force_q(other.moment.plan_day), plan=plan)
            yield _reason("amended", live, "pk")


def _standings(before: Moment, after: Moment) -> QuerySet:
    """Those that hold at one of the two instants alone, and those whose report was reviewed in between."""
    then, now = before.known_at, after.known_at
    began = Q(since__gt=then) & stands_at(now)
    ended = Q(since__lte=then, until__gt=then, until__lte=now)
    reviewed = Q(report__reviewed_at__gt=then, report__reviewed_at__lte=now) & stands_at(now)
    return Standing.objects.on_basis(after.basis).filter(began | ended | reviewed)


def _rows_of_the_plan(plan: Plan) -> list[tuple[QuerySet, str]]:
    of_action: list[Any] = [Phase, MinisterInvolvement, Promotion, Lead]
    return [
        (Action.objects.filter(plan=plan), "pk"),
        *((model.objects.filter(action__plan=plan), "action") for model in of_action),
        (MilestoneTerms.objects.filter(milestone__action__plan=plan), "milestone__action"),
        (BudgetTerms.objects.filter(line__action__plan=plan), "line__action"),
        (Spread.objects.filter(line__action__plan=plan), "line__action"),
    ]


def _in_force_once(first: datetime.date, last: datetime.date) -> Q:
    """In force on one of the two days alone."""
    begun_first = Q(in_force_from__isnull=True) | Q(in_force_from__lte=first)
    still_last = Q(in_force_until__isnull=True) | Q(in_force_until__gt=last)
    began = Q(in_force_from__gt=first, in_force_from__lte=last) & still_last
    return began | (Q(in_force_until__gt=first, in_force_until__lte=last) & begun_first)
