"""When each action of a dashboard runs: plain values of all of them, and the whole course of those that a page draws."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from django.db.models import QuerySet

from actionplan.base.prepared import prepared_plain
from actionplan.base.twins import Twin
from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import Places
from actionplan.reporting.moments import Moment
from actionplan.reporting.slips import Slip
from actionplan.reporting.timelines import (
    Course,
    Planned,
    course_of,
    forecasts_of,
    is_late_without_forecast,
    milestones_of,
    planned_of_actions,
)
from actionplan.rounds.timelines import frozen_milestones, frozen_planned, slips_of
from budgets.planned import Period
from objectives.models import Plan

from .facts import frozen_rows_by_key
from .scope import LivePart, Scope
from .shown import Shown


class TimelineFact(NamedTuple):
    """One action among all: what counts, filters and sorts need of it."""

    key: int
    code: str
    order: int
    objective: str
    status: str
    actual_end: datetime.date | None
    forecast_end: datetime.date | None
    end: datetime.date | None
    """In force; None for no end."""
    is_continuous: bool
    against_adopted: int | None
    against_in_force: int | None
    slip: int | None
    """Days against the end as adopted or the end in force, whichever is more; None where nothing can be compared."""

    @property
    def has_slipped(self) -> bool:
        return (self.slip or 0) > 0

    def is_late_without_forecast(self, on: datetime.date) -> bool:
        return is_late_without_forecast(self.status, self.end, self.forecast_end, on)


class DrawnAction(NamedTuple):
    """What a row of the page tells of an action; the rows of a closed round are named the same."""

    key: int
    title: str
    title_nl: str
    status: str
    on_hold_since: datetime.date | None
    word_report: int | None
    actual_start: datetime.date | None
    actual_end: datetime.date | None
    forecast_end: datetime.date | None

    local_title = Twin("title")


class Timeline(Protocol):
    """What a page reads: every action of the scope in the plan's order, and more of those that it draws."""

    facts: list[TimelineFact]
    period: Period
    """The plan's own days."""

    def actions(self, keys: Collection[int]) -> dict[int, Any]: ...

    def courses(self, actions: Mapping[int, Any]) -> dict[int, Course]: ...


SAID = ["status", "actual_end", "forecast_end"]


@dataclass
class LiveTimeline:
    """Of today or of a day: one query, and four more for what is drawn."""

    plan: Plan
    moment: Moment
    scope: Scope
    places: Places
    facts: list[TimelineFact] = field(init=False)

    def __post_init__(self) -> None:
        part = self.scope.live_part(self.places)
        rows = sorted(
            _live_facts(self.plan, self.moment, *part.keys, shape=part.shape), key=itemgetter(2)
        )  # in the plan's order, which is faster than in the database
        numbers = self.places.in_addresses("objective")
        self.facts = [
            TimelineFact(
                key, code, order, numbers[objective], *said, *_against(*said[1:4], adopted_end=adopted)
            )
            for key, code, order, objective, adopted, *said in rows
        ]

    @property
    def period(self) -> Period:
        return Period(self.plan.start, self.plan.end)

    def actions(self, keys: Collection[int]) -> dict[int, Any]:
        rows = map(DrawnAction._make, _live_rows(self.plan, self.moment, list(keys)))
        return {row.key: row for row in rows}

    def courses(self, actions: Mapping[int, Any]) -> dict[int, Course]:
        words = [action.word_report for action in actions.values() if action.word_report]
        planned = planned_of_actions(actions, self.moment.plan_day)
        forecasts = forecasts_of(actions, self.moment)
        milestones = milestones_of(actions, words, self.moment)
        return {
            key: course_of(
                action, planned.get(key, Planned()), forecasts.get(key, []), milestones.get(key, ())
            )
            for key, action in actions.items()
        }


@prepared_plain
def _live_facts(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    rows = LivePart.narrowed(shape, tracked_actions(plan, moment), keys, moment)
    facts = ["adopted_until", *SAID, "runs_until", "is_continuous"]
    return rows.with_adopted_end().order_by().values_list("pk", "code", "order", "objective", *facts)


@prepared_plain
def _live_rows(plan: Plan, moment: Moment, keys: list[int]) -> QuerySet:
    rows = tracked_actions(plan, moment).filter(pk__in=keys)
    return rows.order_by().values_list("pk", *DrawnAction._fields[1:])


def _against(
    actual_end: datetime.date | None,
    forecast_end: datetime.date | None,
    end_in_force: datetime.date | None,
    *,
    adopted_end: datetime.date | None,
) -> tuple[int | None, int | None, int | None]:
    """Days against the end as adopted, against the end in force, and against whichever is more: as `slip_of` has them."""
    end = actual_end or forecast_end
    if end is None:
        return NOT_COMPARED
    return _with_more(
        (end - adopted_end).days if adopted_end else None,
        (end - end_in_force).days if end_in_force else None,
    )


NOT_COMPARED = (None, None, None)


def _with_more(adopted: int | None, in_force: int | None) -> tuple[int | None, int | None, int | None]:
    if adopted is None or in_force is None:
        return adopted, in_force, in_force if adopted is None else adopted
    return adopted, in_force, max(adopted, in_force)


@dataclass
class FrozenTimeline:
    """Of a closed round: two queries, and three more for what is drawn."""

    frozen: Frozen
    scope: Scope
    period: Period = field(init=False)
    slips: dict[int, Slip | None] = field(init=False)
    facts: list[TimelineFact] = field(init=False)

    def __post_init__(self) -> None:
        self.period, self.slips = slips_of(self.frozen.snapshot, self.frozen.basis)
        rows = self.scope.of_frozen(self.frozen.rows.counted()).order_by("order")
        columns = ["action", "code", "order", "objective_number", *SAID, "runs_until", "is_continuous"]
        self.facts = [
            TimelineFact(key, code, order, str(objective), *said, *self._against(key))
            for key, code, order, objective, *said in rows.values_list(*columns)
        ]

    def _against(self, key: int) -> tuple[int | None, int | None, int | None]:
        slip = self.slips[key]
        return _with_more(slip.against_adopted, slip.against_in_force) if slip else NOT_COMPARED

    def actions(self, keys: Collection[int]) -> dict[int, Any]:
        return frozen_rows_by_key(self.frozen, keys)

    def courses(self, actions: Mapping[int, Any]) -> dict[int, Course]:
        snapshot, basis = self.frozen.snapshot, self.frozen.basis
        planned = frozen_planned(snapshot, actions, self.frozen.moment.plan_day)
        milestones = frozen_milestones(snapshot, basis, actions)
        return {
            key: Course(
                planned.get(key, Planned()),
                action.actual_start,
                action.actual_end,
                action.forecast_end,
                self.slips[key],
                milestones.get(key, ()),
            )
            for key, action in actions.items()
        }


def timeline_of(shown: Shown) -> Timeline:
    if shown.frozen is not None:
        return FrozenTimeline(shown.frozen, shown.scope)
    return LiveTimeline(shown.plan, shown.moment, shown.scope, shown.places)
