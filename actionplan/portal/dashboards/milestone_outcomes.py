"""What became of every milestone of a dashboard, as far as counts ask; the few that a page tells are read in full."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from actionplan.base.inforce import in_force_q
from actionplan.base.prepared import prepared_plain
from actionplan.portal.places import Places
from actionplan.reporting.milestone_states import (
    NOTHING_TOLD,
    MilestoneSchedule,
    Told,
    is_due,
    is_soon,
    schedule_of,
)
from actionplan.reporting.models import ReportedMilestone, TrackedAction
from actionplan.reporting.moments import Moment
from actions.models import MilestoneTerms
from objectives.models import Plan

from .milestone_facts import live_promises
from .milestone_frozen import frozen_facts
from .milestone_promises import PromiseFact
from .scope import LivePart, Scope
from .shown import Shown


class Outcome(NamedTuple):
    """A milestone in the counts: which it is, where it stands in the plan, when it is due, what became of it by the day."""

    key: int
    """To read it in full by (`Outcomes.in_full`)."""
    order: int
    """Of its action in the plan."""
    place: int
    due: datetime.date | None
    recurrence: str
    state: str
    schedule: MilestoneSchedule
    on: datetime.date

    @property
    def is_due(self) -> bool:
        return is_due(self.due, self.state, self.on)

    @property
    def is_soon(self) -> bool:
        return is_soon(self.schedule, self.due, self.on)


@dataclass(frozen=True)
class Outcomes:
    """In the plan's order."""

    each: Sequence[Outcome]
    _in_full: Callable[[list[int]], Mapping[int, PromiseFact]]

    def in_full(self, some: Iterable[Outcome]) -> Mapping[int, PromiseFact]:
        """These milestones by their keys, with all that rows tell; one that was taken out of the plan meanwhile is not there."""
        return self._in_full(list({one.key: None for one in some}))

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.each)

    def __len__(self) -> int:
        return len(self.each)


def outcomes_shown(shown: Shown) -> Outcomes:
    """Of the actions in the scope: two queries, whatever their number, and three for those in full; of a closed round three in all."""
    if shown.frozen is not None:
        facts = frozen_facts(shown.frozen, shown.scope)
        each = [_outcome_of(place, fact) for place, fact in enumerate(facts)]
        return Outcomes(each, lambda keys: {key: facts[key] for key in keys})
    return live_outcomes(shown.plan, shown.moment, shown.scope, shown.places)


def live_outcomes(plan: Plan, moment: Moment, scope: Scope, places: Places) -> Outcomes:
    part, told = scope.live_part(places), _told_once(plan, moment)
    rows = _live_rows(plan, moment, *part.keys, shape=part.shape)
    each = [_live_outcome(row, told, moment.reckoned_on) for row in sorted(rows, key=itemgetter(1, 2))]
    return Outcomes(each, partial(live_promises, plan, moment, scope, places))


def _outcome_of(key: int, fact: PromiseFact) -> Outcome:
    one = fact.milestone
    return Outcome(
        key, fact.action.order, one.place, one.due, one.recurrence, one.state, one.schedule, one.on
    )


def _live_outcome(row: tuple[Any, ...], told: dict[int, Told], on: datetime.date) -> Outcome:
    key, _order, _place, due, recurrence = row
    once = NOTHING_TOLD if recurrence else told.get(key, NOTHING_TOLD)
    return Outcome(*row, once.state, schedule_of(recurrence, due, once, on), on)


@prepared_plain
def _live_rows(plan: Plan, moment: Moment, *keys: int, shape: tuple[Any, ...]) -> QuerySet:
    """The first five of `Outcome`, to be put in order, which is faster than in the database."""
    of_plan = in_force_q(moment.plan_day, "milestone__action__") & Q(milestone__action__plan=plan)
    rows = MilestoneTerms.objects.in_force(moment.plan_day).filter(of_plan)
    if not LivePart.is_whole(shape):
        actions = TrackedAction.objects.filter(plan=plan).in_force(moment.plan_day).counting_once(moment)
        rows = rows.filter(milestone__action__in=LivePart.narrowed(shape, actions, keys, moment).values("pk"))
    names = ["milestone", "milestone__action__order", "milestone__order", "due", "recurrence"]
    return rows.order_by().values_list(*names)


def _told_once(plan: Plan, moment: Moment) -> dict[int, Told]:
    """What the words of actions say of milestones that do not recur, where that is more than that they are open."""
    return {
        milestone: Told(None, state, achieved_on)
        for milestone, state, achieved_on in _live_told(plan, moment)
    }


@prepared_plain
def _live_told(plan: Plan, moment: Moment) -> QuerySet:
    rows = ReportedMilestone.objects.of_words_at_least_in(plan, moment).filter(period_start=None)
    told = rows.exclude(state=NOTHING_TOLD.state).order_by()
    return told.values_list("milestone", "state", "achieved_on")
