"""The actions that may have changed between two sides, and where each stood on both, as plain values."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from actionplan.base.inforce import in_force_q
from actionplan.base.prepared import prepared
from actionplan.reporting.models import Snapshot, SnapshotAction, TrackedAction
from actionplan.reporting.moments import Moment
from actions.models import Action
from objectives.models import Plan

from .parts_of_sides import in_part
from .reasons import Reasons, reasons_of
from .renames import Renames
from .sides import Sides

FEW = 400
"""So many actions are named in the query; of more, every action is read and the others are left out."""


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
    """Another report counts, or a review came in between."""
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


PLAIN = ["code", "order", "title", "title_nl"]
COMPUTED = [
    *["status", "on_hold_since", "confidence", "verdict", "is_continuous", "actual_end", "forecast_end"],
    *["runs_from", "runs_until"],
]


def candidates_of(sides: Sides, renames: Renames) -> list[Candidate]:
    """In the plan's order: two queries, one more where both sides are frozen."""
    reasons = reasons_of(sides, renames)
    stands: list[dict[int, Stand]] = [{}, {}]
    for place, stand in _stands(sides, reasons):
        stands[place][stand.key] = stand
    before, after = stands
    pairs = [Candidate(before.get(key), after.get(key)) for key in {**before, **after}]
    in_plan = [renames.applied(pair) for pair in pairs if pair.was_there or pair.is_there]
    return sorted(in_plan, key=lambda pair: pair.last.order)


def _stands(sides: Sides, reasons: Reasons) -> Iterator[tuple[int, Stand]]:
    """Of both sides in one query, each beside its place: 0 is before."""
    few = len(reasons) <= FEW
    given = (sides.before.moment, sides.after.moment, list(reasons) if few else [], *sides.snapshots)
    shape: dict[str, Any] = {"frozen": sides.frozen, "few": few}
    if sides.shown.scope.is_everything:
        rows = _rows(sides.shown.plan, *given, **shape)
    else:
        parts = (in_part(sides, "pk"), in_part(sides, "action"))
        rows = _rows.build(sides.shown.plan, *given, **shape, parts=parts)
    for place, key, code, order, title, title_nl, limited, in_plan, *computed in rows:
        if why := reasons.get(key):
            told, amended = "told" in why, "amended" in why
            plain = (key, code, order, title, title_nl, bool(limited), bool(in_plan), told, amended)
            yield place, Stand(*plain, *computed)


@prepared
def _rows(
    plan: Plan,
    before: Moment,
    after: Moment,
    keys: list[int],
    *snapshots: Snapshot,
    frozen: tuple[bool, bool],
    few: bool,
    parts: tuple[Q, Q] = (Q(), Q()),
) -> QuerySet:
    """Of both sides; `parts` are the conditions on the keys of live and of frozen actions."""
    of_live, of_frozen = parts
    given, sides = iter(snapshots), []
    for place, (is_frozen, moment) in enumerate(zip(frozen, (before, after), strict=True)):
        if is_frozen:
            rows = SnapshotAction.objects.of_snapshot(next(given)).on_basis(moment.basis).filter(of_frozen)
            sides.append(_frozen_side(rows.filter(action__in=keys) if few else rows, place))
        else:
            live = TrackedAction.objects.filter(of_live, plan=plan)
            sides.append(_live_side(live.filter(pk__in=keys) if few else live, moment, place))
    return sides[0].union(sides[1], all=True)


def _frozen_side(rows: QuerySet, place: int) -> QuerySet:
    today = Action.objects.filter(pk=OuterRef("action")).order_by().values("limited")[:1]
    return _values(rows.annotate(limited_today=Subquery(today)), place, "action", "limited_today")


def _live_side(rows: Any, moment: Moment, place: int) -> QuerySet:
    day = moment.plan_day
    stands = (
        rows.with_terms(day).with_word(moment).with_period(day).annotate(in_plan=_yes_when(in_force_q(day)))
    )
    return _values(stands, place, "pk", "limited")


def _values(rows: QuerySet, place: int, key: str, limited: str) -> QuerySet:
    return rows.order_by().values_list(Value(place), F(key), *PLAIN, limited, "in_plan", *COMPUTED)


def _yes_when(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
