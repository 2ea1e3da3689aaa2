"""The actions whose money a dashboard adds up: what each counts under, and, of those that are named, what they are called."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from actionplan.base.columns import made_of
from actionplan.base.prepared import prepared_plain
from actionplan.base.twins import Twin
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import NONE
from actionplan.reporting.models import TrackedAction
from actionplan.reporting.moments import Moment
from objectives.models import Plan

from .scope import LivePart
from .shown import Shown


class BudgetAction(NamedTuple):
    """An action in the scope: what its money counts under, as an address says it."""

    key: int
    code: str
    objective: str
    policy_area: str
    minister: str
    organisation: str
    """The one that leads."""
    title: str | None
    """None, as its twin, until it is asked for (`titled`): thousands are counted, and few are named."""
    title_nl: str | None

    local_title = Twin("title")


COUNTED_UNDER = ["objective", "policy_area", "minister", "organisation"]
"""What rows say by keys, in this order, behind the key of an action and its code."""


def actions_shown(shown: Shown) -> Iterator[BudgetAction]:
    """The actions in the scope, in the plan's order: one query, lighter than that of `shown.actions`."""
    return _frozen_actions(shown, shown.frozen) if shown.frozen else _live_actions(shown)


def _live_actions(shown: Shown) -> Iterator[BudgetAction]:
    part = shown.scope.live_part(shown.places)
    rows = _live_rows(shown.plan, shown.moment, *part.keys, shape=part.shape)
    return actions_of(shown, [row[1:] for row in sorted(rows, key=itemgetter(0))])


def actions_of(shown: Shown, rows: Iterable[Sequence[Any]]) -> Iterator[BudgetAction]:
    """Each row has the key of an action, its code and, by their keys, what its money counts under."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if not columns:
        return iter(())
    keys, codes, *under = columns
    known = map(shown.places.in_addresses, COUNTED_UNDER)
    parts = (map(words.__getitem__, column) for words, column in zip(known, under, strict=True))
    return made_of(BudgetAction, keys, codes, *parts, *repeat([None] * len(keys), 2))


@prepared_plain
def _live_rows(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    """To be put in order, which is faster here than in the database."""
    rows = TrackedAction.objects.filter(plan=plan).in_force(moment.plan_day).counting_once(moment)
    counting = ["objective", "counting_area", "counting_minister", "lead_organisation"]
    narrowed = LivePart.narrowed(shape, rows, keys, moment)
    return narrowed.order_by().values_list("order", "pk", "code", *counting)


def _frozen_actions(shown: Shown, frozen: Frozen) -> Iterator[BudgetAction]:
    """With their titles."""
    rows = shown.scope.of_frozen(frozen.rows.counted()).order_by("order")
    counting = ["objective_number", "area_code", "minister_key", "lead_key"]
    found = rows.values_list("action", "code", *counting, "title", "title_nl")
    for key, code, objective, area, minister, lead, *titles in found:
        yield BudgetAction(key, code, str(objective), area or NONE, minister or NONE, lead or NONE, *titles)


FEW = 500
"""So many titles are asked for by key; of more, those of the whole plan are read."""


def titled(shown: Shown, actions: Iterable[BudgetAction]) -> dict[int, BudgetAction]:
    """The same with their titles, by key: one query at most, none where all have theirs."""
    found = {action.key: action for action in actions}
    untitled = [key for key, action in found.items() if action.title is None]
    if untitled:
        day = shown.moment.plan_day
        rows = _titles_of_plan(shown.plan, day) if len(untitled) > FEW else _titles(untitled, day)
        for key, title, title_nl in rows:
            if key in found:
                found[key] = found[key]._replace(title=title, title_nl=title_nl)
    return found


@prepared_plain
def _titles(keys: list[int], day: datetime.date) -> QuerySet:
    rows = TrackedAction.objects.filter(pk__in=keys).with_terms(day)
    return rows.order_by().values_list("pk", "title", "title_nl")


@prepared_plain
def _titles_of_plan(plan: Plan, day: datetime.date) -> QuerySet:
    rows = TrackedAction.objects.filter(plan=plan).with_terms(day)
    return rows.order_by().values_list("pk", "title", "title_nl")
