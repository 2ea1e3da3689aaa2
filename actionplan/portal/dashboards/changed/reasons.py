"""Why an action may have changed between two sides: found in SQL, in one query, before anything of it is read.

Live: a report came to stand or no longer stands, a row of the plan came into force or ended, or the trail knows of an
amendment in between. Frozen: items whose hashes differ, and of standings those that name another report. Between a day and
a round, the live rule from the round's closing on, and whatever is in the one and not in the other. A report that counts on
both sides is no news, whatever was handed in and returned in between.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import CharField, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value

from actionplan.base.inforce import in_force_q
from actionplan.base.prepared import prepared
from actionplan.reporting.models import (
    ProgressReport,
    Snapshot,
    SnapshotAction,
    SnapshotItem,
    Spread,
    Standing,
)
from actionplan.reporting.moments import Moment
from actionplan.reporting.querysets import stands_at
from actions.models import Action, ActionTerms, Lead, MilestoneTerms, MinisterInvolvement, Phase, Promotion
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
        if sides.before.snapshot == sides.after.snapshot:
            return {}
        alone = set()
        for table, key, items in _differing(sides):
            found[key].add("amended")
            if table == "action" and items == 1:
                alone.add(key)
        for key in _told(sides, alone):
            found[key].add("told")
        return dict(found)
    before, after = sides.before.moment, sides.after.moment
    for why, key in _moved(sides.shown.plan, before, after, *sides.snapshots, frozen=sides.frozen):
        found[key].add(why)
    for key in renames.amended(beside_a_round=sides.before.is_frozen or sides.after.is_frozen):
        found[key].add("amended")
    return dict(found)


def _reason(why: str, rows: QuerySet, action: str) -> QuerySet:
    return rows.order_by().values_list(Value(why, output_field=CharField()), F(action))


def _differing(sides: Sides) -> QuerySet:
    """Table and action of what the plan says in one snapshot and not in the other, or not with the same bytes, and in how many."""
    items = SnapshotItem.objects.filter(
        snapshot__in=[sides.before.snapshot, sides.after.snapshot],
        table__in=OF_THE_PLAN,
        action__isnull=False,
    )
    pairs = items.order_by().values("table", "action")
    pairs = pairs.annotate(items=Count("pk"), least=Min("sha256"), most=Max("sha256"))
    differing = pairs.filter(Q(items=1) | ~Q(least=F("most")))
    return differing.values_list("table", "action", "items")


def _told(sides: Sides, alone: set[int]) -> Iterator[int]:
    """Actions on which another report counts, or one was accepted. What one side has alone and then went is not told."""
    before, after = sides.before.snapshot, sides.after.snapshot
    tables = STANDINGS[sides.shown.basis]  # accepted first; last those of the basis
    items = SnapshotItem.objects.filter(snapshot__in=[before, after], table__in=tables, action__isnull=False)
    reports: dict[int, dict[tuple[Any, str], set[int]]] = defaultdict(lambda: defaultdict(set))
    for side, action, table, content in items.order_by().values_list(
        "snapshot", "action", "table", "content"
    ):
        reports[action][side, table] = {row["report"] for row in json.loads(bytes(content))}
    then, now = before.pk, after.pk  # type: ignore[union-attr]
    for action, named in reports.items():
        was, counts = named[then, tables[-1]], named[now, tables[-1]]
        accepted = named[now, tables[0]] - named[then, tables[0]]
        if counts - was or counts & accepted or (was - counts and action not in alone):
            yield action


@prepared
def _moved(
    plan: Plan, before: Moment, after: Moment, *snapshots: Snapshot, frozen: tuple[bool, bool]
) -> QuerySet:
    """Why, and the action's key: `frozen` says which sides are, `snapshots` what they froze."""
    first, *others = _reasons(plan, before, after, snapshots, frozen)
    return first.union(*others)


def _reasons(
    plan: Plan, before: Moment, after: Moment, snapshots: tuple[Snapshot, ...], frozen: tuple[bool, bool]
) -> Iterator[QuerySet]:
    for standings in _standings(before, after):
        yield _reason("told", standings.filter(action__plan=plan), "action")
    for rows, path in _rows_of_the_plan(plan):
        yield _reason("amended", rows.filter(_in_force_once(before.plan_day, after.plan_day)), path)
    given = iter(snapshots)
    for is_frozen, side, other in zip(frozen, (before, after), (after, before), strict=True):
        if is_frozen:
            rows = SnapshotAction.objects.of_snapshot(next(given)).on_basis(side.basis)
            absent = ~Q(pk__in=rows.order_by().values("action"))
            live = Action.objects.filter(absent, in_force_q(other.plan_day), plan=plan)
            yield _reason("amended", live, "pk")


def _standings(before: Moment, after: Moment) -> list[QuerySet]:
    """Those whose report counts at one of the two instants alone, and those whose report was reviewed in between.

    One by one, since each has an index that finds the few.
    """
    then, now = before.known_at, after.known_at
    rows = Standing.objects.on_basis(after.basis)
    of_report = rows.filter(report=OuterRef("report")).order_by()
    began = Q(since__gt=then, since__lte=now) & stands_at(now) & ~Exists(of_report.filter(stands_at(then)))
    ended = Q(since__lte=then, until__gt=then, until__lte=now) & ~Exists(of_report.filter(stands_at(now)))
    reports = ProgressReport.objects.filter(reviewed_at__gt=then, reviewed_at__lte=now)
    reviewed = Q(report__in=reports.values("pk")) & stands_at(now)
    return [rows.filter(began), rows.filter(ended), rows.filter(reviewed)]


def _rows_of_the_plan(plan: Plan) -> list[tuple[QuerySet, str]]:
    of_action: list[Any] = [ActionTerms, Phase, MinisterInvolvement, Promotion, Lead]
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
