"""Where every action of a dashboard stands, as plain values, and what is told of single ones: of today, of a day or frozen."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from actionplan.base.prepared import prepared, prepared_plain
from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import NONE, Places
from actionplan.reporting.models import TrackedAction
from actionplan.reporting.moments import Moment
from objectives.models import Plan

from .scope import LivePart, Scope


class ActionFact(NamedTuple):
    """One action in the counts: its key, under what it counts (as an address says it), where it stands."""

    key: int
    """Of the action; the same in a frozen round."""
    code: str
    order: int
    objective: str
    policy_area: str
    minister: str
    organisation: str
    """The one that leads; `none` where nobody does, as for policy area and minister."""
    status: str
    confidence: str
    verdict: str
    schedule: str
    freshness: str
    voices_differ: bool
    awaits_review: bool
    is_continuous: bool


LIVE = ["pk", "code", "order", "objective", "counting_area", "counting_minister", "lead_organisation"]
FROZEN = ["action", "code", "order", "objective_number", "area_code", "minister_key", "lead_key"]
STANDS = ["status", "confidence", "verdict", "schedule", "freshness"]


def live_facts(plan: Plan, moment: Moment, scope: Scope, places: Places) -> list[ActionFact]:
    """In the plan's order: one query."""
    part = scope.live_part(places)
    objectives = {pk: str(row.number) for pk, row in places.objectives.items()}
    areas = {pk: row.code for pk, row in places.policy_areas.items()} | {None: NONE}
    ministers = {pk: row.key for pk, row in places.ministers.items()} | {None: NONE}
    bodies = {pk: row.key for pk, row in places.organisations.items()} | {None: NONE}
    found = _live_facts(plan, moment, *part.keys, shape=part.shape)
    facts = [
        ActionFact(key, code, order, objectives[one], areas[area], ministers[minister], bodies[lead], *stands)
        for key, code, order, one, area, minister, lead, *stands in found
    ]
    return sorted(facts, key=attrgetter("order"))  # faster than in the database


@prepared_plain
def _live_facts(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    rows = LivePart.narrowed(shape, tracked_actions(plan, moment), keys, moment)
    return rows.order_by().values_list(*LIVE, *STANDS, "voices_differ", "awaits_review", "is_continuous")


def frozen_facts(frozen: Frozen, scope: Scope) -> list[ActionFact]:
    """Those that were in the plan at the closing, in its order: one query."""
    rows = scope.of_frozen(frozen.rows.counted()).order_by("order")
    voices = ["assessed_otherwise", "computed_otherwise"]
    found = rows.values_list(*FROZEN, *STANDS, "awaits_review", "is_continuous", *voices)
    return [
        ActionFact(
            *(key, code, order, str(one), area or NONE, minister or NONE, lead or NONE, *stands),
            assessed or computed,
            awaits,
            continuous,
        )
        for key, code, order, one, area, minister, lead, *stands, awaits, continuous, assessed, computed in found
    ]


def live_rows(plan: Plan, moment: Moment, keys: Iterable[int]) -> dict[int, Any]:
    """The actions of these keys with all that a page tells of single ones: one query."""
    return {row.pk: row for row in _live_rows(plan, moment, list(keys))}


@prepared
def _live_rows(plan: Plan, moment: Moment, keys: list[int]) -> QuerySet:
    rows = TrackedAction.objects.filter(plan=plan, pk__in=keys).at(moment, plan)
    return rows.only("plan", "code", "order", "title", "title_nl").order_by()


def frozen_rows_by_key(frozen: Frozen, keys: Iterable[int]) -> dict[int, Any]:
    """The same of a closed round: rows that are named as the live ones."""
    return {row.action: row for row in frozen.rows.filter(action__in=keys)}
