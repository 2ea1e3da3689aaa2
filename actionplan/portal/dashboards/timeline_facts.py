"""When each action of a dashboard runs: plain values of all of them, and the whole course of those that a page draws."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from actionplan.base.twins import Twin
from actionplan.portal.action_rows import tracked_actions
from actionplan.portal.frozen import Frozen
from actionplan.portal.places import Places
from actionplan.reporting.moments import Moment
from actionplan.reporting.slips import Slip
from actionplan.reporting.snapshot.timelines import frozen_milestones, frozen_planned, slips_of
from actionplan.reporting.timelines import (
    Course,
    Ends,
    Planned,
    course_of,
    forecasts_of,
    is_late_without_forecast,
    milestones_of,
    planned_of_plan,
    slip_against,
)
from budgets.planned import Period
from objectives.models import Plan

from .scope import Scope
from .shown import Shown


class TimelineFact(NamedTuple):
    """One action among all: what counts, filters and sorts need of it."""

    key: int
    code: str
    order: int
    objective: str
    title: str
    title_nl: str
    status: str
    on_hold_since: datetime.date | None
    word_report: int | None
    actual_start: datetime.date | None
    actual_end: datetime.date | None
    forecast_end: datetime.date | None
    end: datetime.date | None
    """In force; None for no end."""
    is_continuous: bool
    against_adopted: int | None
    against_in_force: int | None

    local_title = Twin("title")

    @property
    def ends(self) -> Ends:
        return self.actual_start, self.actual_end, self.forecast_end

    @property
    def slip(self) -> int | None:
        """Days against the end as adopted or the end in force, whichever is more; None where nothing can be compared."""
        return max(
            (days for days in (self.against_adopted, self.against_in_force) if days is not None), default=None
        )

    @property
    def has_slipped(self) -> bool:
        return (self.slip or 0) > 0

    def is_late_without_forecast(self, on: datetime.date) -> bool:
        return is_late_without_forecast(self.status, self.end, self.forecast_end, on)


class Timeline(Protocol):
    """What a page reads: every action of the scope in the plan's order, and the courses of some."""

    facts: list[TimelineFact]
    period: Period
    """The plan's own days."""

    def courses(self, facts: Sequence[TimelineFact]) -> dict[int, Course]: ...


PLAIN = ["title", "title_nl", "status", "on_hold_since", "word_report"]
ENDS = ["actual_start", "actual_end", "forecast_end"]


def _against(slip: Slip | None) -> tuple[int | None, int | None]:
    return (slip.against_adopted, slip.against_in_force) if slip else (None, None)


@dataclass
class LiveTimeline:
    """Of today or of a day: two queries, and two more for courses."""

    plan: Plan
    moment: Moment
    scope: Scope
    places: Places
    planned: dict[int, Planned] = field(init=False)
    facts: list[TimelineFact] = field(init=False)

    def __post_init__(self) -> None:
        self.planned = planned_of_plan(self.plan, self.moment.plan_day)
        rows = self.scope.of_live(tracked_actions(self.plan, self.moment), self.places, self.moment)
        found = rows.values_list("pk", "code", "order", "objective", *PLAIN, *ENDS)
        self.facts = [self._fact(*row[:4], plain=row[4:9], ends=row[9:]) for row in found]

    @property
    def period(self) -> Period:
        return Period(self.plan.start, self.plan.end)

    def _fact(
        self, key: int, code: str, order: int, objective: int, *, plain: tuple, ends: Ends
    ) -> TimelineFact:
        planned = self.planned.get(key, Planned())
        number = str(self.places.objectives[objective].number)
        against = _against(slip_against(planned, ends))
        end = planned.period_in_force.end
        return TimelineFact(key, code, order, number, *plain, *ends, end, planned.is_continuous, *against)

    def courses(self, facts: Sequence[TimelineFact]) -> dict[int, Course]:
        keys = [fact.key for fact in facts]
        words = [fact.word_report for fact in facts if fact.word_report]
        forecasts = forecasts_of(keys, self.moment)
        milestones = milestones_of(keys, words, self.moment)
        return {
            fact.key: course_of(
                self.planned.get(fact.key, Planned()),
                fact.ends,
                forecasts.get(fact.key, []),
                milestones.get(fact.key, ()),
            )
            for fact in facts
        }


@dataclass
class FrozenTimeline:
    """Of a closed round: two queries, and two more for courses."""

    frozen: Frozen
    scope: Scope
    period: Period = field(init=False)
    slips: dict[int, Slip | None] = field(init=False)
    facts: list[TimelineFact] = field(init=False)

    def __post_init__(self) -> None:
        self.period, self.slips = slips_of(self.frozen.snapshot, self.frozen.basis)
        rows = self.scope.of_frozen(self.frozen.rows.counted()).order_by("order")
        columns = [
            "action",
            "code",
            "order",
            "objective_number",
            *PLAIN,
            *ENDS,
            "runs_until",
            "is_continuous",
        ]
        self.facts = [
            TimelineFact(key, code, order, str(objective), *rest, *_against(self.slips[key]))
            for key, code, order, objective, *rest in rows.values_list(*columns)
        ]

    def courses(self, facts: Sequence[TimelineFact]) -> dict[int, Course]:
        keys, snapshot = [fact.key for fact in facts], self.frozen.snapshot
        planned = frozen_planned(snapshot, keys, self.frozen.moment.plan_day)
        milestones = frozen_milestones(snapshot, self.frozen.basis, keys)
        return {
            fact.key: Course(
                planned.get(fact.key, Planned()),
                *fact.ends,
                self.slips[fact.key],
                milestones.get(fact.key, ()),
            )
            for fact in facts
        }


def timeline_of(shown: Shown) -> Timeline:
    if shown.frozen is not None:
        return FrozenTimeline(shown.frozen, shown.scope)
    return LiveTimeline(shown.plan, shown.moment, shown.scope, shown.places)
