"""Which actions may have changed between two sides, and where each stood on both: found in SQL, as plain values.

Live: a report came to stand or no longer stands, a row of the plan came into force or ended, or the trail knows of an
amendment in between. Frozen: items whose hashes differ. Between a day and a round, the live rule from the round's closing
on, and whatever is in the one and not in the other.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from actionplan.base.inforce import in_force_q
from actionplan.reporting.models import SnapshotAction, SnapshotItem, Spread, Standing, TrackedAction
from actionplan.reporting.moments import Moment
from actionplan.reporting.querysets import stands_at
from actions.models import Action, Lead, MilestoneTerms, MinisterInvolvement, Phase, Promotion
from budgets.models import BudgetTerms
from objectives.models import Plan

from .frozen_rows import OF_THE_PLAN, STANDINGS
from .parts_of_sides import in_part
from .renames import Renames
from .sides import Side, Sides


class Stand(NamedTuple):
    """Where an action stands at a side: what counts are made of."""

    key: int
    code: str
    order: int
    title: str
    title_nl: str
    limited: bool
    """Today: who may read its words is always today's to say."""
    in_plan: bool
    told: bool
    """Another report stands, or a review came in between."""
    amended: bool
    status: str
    on_hold_since: datetime.date | None
    confidence: str
    verdict: str
    is_continuous: bool
    actual_end: datetime.date | None
    forecast_end: datetime.date | None
    runs_from: datetime.date | None
    runs_until: datetime.date | None

    @property
    def expected_end(self) -> datetime.date | None:
        """The actual end, else the forecast, else the planned one."""
        return self.actual_end or self.forecast_end or self.runs_until


class Candidate(NamedTuple):
    """An action that may have changed; None is a side that knows nothing of it."""

    before: Stand | None
    after: Stand | None

    @property
    def last(self) -> Stand:
        return self.after or self.before  # type: ignore[return-value]

    @property
    def was_there(self) -> bool:
        return self.before is not None and self.before.in_plan

    @property
    def is_there(self) -> bool:
        return self.after is not None and self.after.in_plan


COMPUTED = [
    *["status", "on_hold_since", "confidence", "verdict", "is_continuous", "actual_end", "forecast_end"],
    *["runs_from", "runs_until"],
]


def candidates_of(sides: Sides, renames: Renames) -> list[Candidate]:
    """In the plan's order: one query, whatever the sides are."""
    plan = sides.shown.plan
    if sides.are_both_frozen:
        rows = _frozen_rows(plan, sides, [sides.before, sides.after]).annotate(**_frozen_reasons(sides))
        found = _values(rows.filter(Q(told=True) | Q(amended=True)), "snapshot", "action", "limited_today")
    else:
        before, after = (_of_side(plan, sides, side, renames) for side in (sides.before, sides.after))
        found = before.union(after, all=True)
    stands: dict[int, dict[str, Stand]] = {}
    for side, *values in found:
        stand = Stand(*values)
        stands.setdefault(stand.key, {})[_name(side, sides)] = stand
    pairs = [Candidate(pair.get("before"), pair.get("after")) for pair in stands.values()]
    in_plan = [renames.applied(pair) for pair in pairs if pair.was_there or pair.is_there]
    return sorted(in_plan, key=lambda pair: pair.last.order)


def _name(side: Any, sides: Sides) -> str:
    """Of two snapshots, rows name theirs."""
    if isinstance(side, int):
        return "before" if sides.before.snapshot and side == sides.before.snapshot.pk else "after"
    return str(side)


def _values(rows: QuerySet, side: Any, key: str, limited: str) -> QuerySet:
    plain = ["code", "order", "title", "title_nl"]
    return rows.order_by().values_list(side, key, *plain, limited, "in_plan", "told", "amended", *COMPUTED)


def _of_side(plan: Plan, sides: Sides, side: Side, renames: Renames) -> QuerySet:
    name = Value("before" if side is sides.before else "after", output_field=CharField())
    reasons = _live_reasons(plan, sides, renames)
    changed = Q(told=True) | Q(amended=True)
    if side.is_frozen:
        live = Action.objects.filter(plan=plan).annotate(**reasons).filter(changed)
        rows = _frozen_rows(plan, sides, [side]).annotate(**_copied(live)).filter(changed)
        return _values(rows, name, "action", "limited_today")
    day = side.moment.plan_day
    rows = TrackedAction.objects.filter(in_part(sides, "pk"), plan=plan).annotate(**reasons).filter(changed)
    rows = rows.with_word(side.moment).with_period(day).annotate(in_plan=_yes_when(in_force_q(day)))
    return _values(rows, name, "pk", "limited")


def _copied(live: QuerySet) -> dict[str, Any]:
    """Of frozen rows, why the live action is a candidate."""
    return {
        name: _yes_when(Q(action__in=live.filter(**{name: True}).order_by().values("pk")))
        for name in ["told", "amended"]
    }


def _yes_when(condition: Q | Exists) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _frozen_rows(plan: Plan, sides: Sides, of: Iterable[Side]) -> QuerySet:
    today = Action.objects.filter(pk=OuterRef("action")).order_by().values("limited")[:1]
    rows = SnapshotAction.objects.filter(
        in_part(sides, "action"), snapshot__in=[side.snapshot for side in of], basis=sides.shown.basis
    )
    return rows.annotate(limited_today=Subquery(today))


def _frozen_reasons(sides: Sides) -> dict[str, Any]:
    tables = {"told": STANDINGS[sides.shown.basis], "amended": OF_THE_PLAN}
    return {name: _yes_when(_differing(sides, tables)) for name, tables in tables.items()}


def _differing(sides: Sides, tables: list[str]) -> Q:
    """The actions of which one snapshot holds an item that the other does not hold with the same bytes."""
    found = Q()
    pair = [sides.before.snapshot, sides.after.snapshot]
    for one, other in [pair, reversed(pair)]:
        known = ["table", "key", "sha256"]
        same = SnapshotItem.objects.filter(snapshot=other, **{name: OuterRef(name) for name in known})
        items = SnapshotItem.objects.filter(
            ~Exists(same), snapshot=one, table__in=tables, action__isnull=False
        )
        found |= Q(action__in=items.order_by().values("action"))
    return found


def _live_reasons(plan: Plan, sides: Sides, renames: Renames) -> dict[str, Any]:
    """Whether another report counts, and whether the plan says something else."""
    before, after = sides.before.moment, sides.after.moment
    told = Q(pk__in=_moved(before, after).filter(action__plan=plan).values("action"))
    amended = Q(pk__in=renames.amended(between_rounds=sides.before.is_frozen or sides.after.is_frozen))
    for rows, path in _rows_of_the_plan(plan):
        moved = rows.filter(_in_force_once(before.plan_day, after.plan_day)).order_by()
        amended |= Q(pk__in=moved.values(path))
    for side in (sides.before, sides.after):
        if side.is_frozen:
            frozen = SnapshotAction.objects.of_snapshot(side.snapshot).on_basis(sides.shown.basis)
            other = sides.after if side is sides.before else sides.before
            amended |= ~Q(pk__in=frozen.order_by().values("action")) & in_force_q(other.moment.plan_day)
    return {"told": _yes_when(told), "amended": _yes_when(amended)}


def _moved(before: Moment, after: Moment) -> QuerySet:
    """Standings that hold at one of the two instants alone, and those whose report was reviewed in between."""
    then, now = before.known_at, after.known_at
    began = Q(since__gt=then) & stands_at(now)
    ended = Q(since__lte=then, until__gt=then, until__lte=now)
    reviewed = Q(report__reviewed_at__gt=then, report__reviewed_at__lte=now) & stands_at(now)
    return Standing.objects.on_basis(after.basis).filter(began | ended | reviewed).order_by()


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
