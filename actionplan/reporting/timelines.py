"""When actions were promised to run and when they do: phases as adopted and in force, milestones, slip; as known at a moment.

`snapshot.timelines` gives the same values of a closed round.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q, QuerySet

from actionplan.base.inforce import in_force_q
from actionplan.base.prepared import prepared_plain
from actionplan.base.twins import local
from actions.models import Milestone, Phase
from budgets.planned import Period, period_of_action

from .milestone_states import (
    NOTHING_TOLD,
    MilestoneSchedule,
    Told,
    days_achieved_late,
    days_missed,
    is_due,
    schedule_of,
)
from .models import ProgressReport
from .moments import Moment
from .slips import Slip, slip_of
from .states import DONE, Basis, MilestoneState, ReportKind, ReportState

Forecasts = dict[int, list[datetime.date]]


class PlannedPhase(NamedTuple):
    """The days of a phase, both included, each as vague as its precision says."""

    place: int
    start: datetime.date | None
    start_precision: str
    end: datetime.date | None
    end_precision: str
    continuous: bool


@dataclass(frozen=True)
class Planned:
    """The phases of an action as adopted, and those in force."""

    adopted: tuple[PlannedPhase, ...] = ()
    in_force: tuple[PlannedPhase, ...] = ()

    @property
    def were_amended(self) -> bool:
        return self.adopted != self.in_force

    @cached_property
    def period_in_force(self) -> Period:
        return period_of_action(Period(phase.start, phase.end) for phase in self.in_force)

    @cached_property
    def period_as_adopted(self) -> Period:
        if not self.were_amended:
            return self.period_in_force
        return period_of_action(Period(phase.start, phase.end) for phase in self.adopted)


class MilestoneWords(NamedTuple):
    """What the terms of a milestone in force say."""

    key: str
    title: str
    title_nl: str
    due: datetime.date | None
    due_precision: str
    recurrence: str


class PromisedMilestone(NamedTuple):
    """A milestone in force with what became of it by the day."""

    key: str
    title: str
    title_nl: str
    due: datetime.date | None
    due_precision: str
    recurrence: str
    schedule: MilestoneSchedule
    achieved_on: datetime.date | None
    days_late: int
    """Days from its due day until it was achieved, or until the day when it was missed."""
    is_due: bool
    periods_achieved: int
    """Of one that recurs."""

    @property
    def local_title(self) -> str:
        return local(self, "title")

    @property
    def is_achieved(self) -> bool:
        return self.achieved_on is not None

    @property
    def is_missed(self) -> bool:
        return self.schedule == MilestoneSchedule.MISSED


def promised_milestone(terms: MilestoneWords, said: Iterable[Told], on: datetime.date) -> PromisedMilestone:
    """`said` are the rows of the action's word, of one that recurs a row for each period that it tells of."""
    told = [row for row in said if bool(row.period_start) == bool(terms.recurrence)]
    once = told[0] if told and not terms.recurrence else NOTHING_TOLD
    state = once.state
    return PromisedMilestone(
        *terms,
        schedule=schedule_of(terms.recurrence, terms.due, once, on),
        achieved_on=once.achieved_on,
        days_late=days_achieved_late(terms.due, state, once.achieved_on) or days_missed(terms.due, state, on),
        is_due=is_due(terms.due, state, on),
        periods_achieved=sum(row.state == MilestoneState.ACHIEVED for row in told) if terms.recurrence else 0,
    )


@dataclass(frozen=True)
class Course:
    """Everything that a timeline draws of one action: the same values, live or frozen."""

    planned: Planned
    actual_start: datetime.date | None
    actual_end: datetime.date | None
    forecast_end: datetime.date | None
    slip: Slip | None
    milestones: tuple[PromisedMilestone, ...] = ()


def is_late_without_forecast(
    status: str, end: datetime.date | None, forecast: datetime.date | None, on: datetime.date
) -> bool:
    """Overdue on the day, and no new forecast: how late it will be, nobody has said."""
    overdue = status not in DONE and end is not None and end < on
    return overdue and (forecast is None or forecast < on)


PHASE = ["place", "start", "start_precision", "end", "end_precision", "continuous"]


def planned_of(rows: Iterable[tuple[PlannedPhase, bool, bool]]) -> Planned:
    """From phases of one action in their order, each with whether it is as adopted, and whether it is in force."""
    known = list(rows)
    return Planned(
        adopted=tuple(phase for phase, adopted, _in_force in known if adopted),
        in_force=tuple(phase for phase, _adopted, in_force in known if in_force),
    )


def planned_of_actions(actions: Collection[int], on: datetime.date) -> dict[int, Planned]:
    """The phases of these actions as adopted and as in force on the day, by the action's key: one query."""
    found: dict[int, list[tuple[PlannedPhase, bool, bool]]] = defaultdict(list)
    for action, since, until, *days in _phases_of(list(actions), on):
        found[action].append((PlannedPhase(*days), since is None, covers(on, since, until)))
    return {action: planned_of(phases) for action, phases in found.items()}


@prepared_plain
def _phases_of(actions: list[int], on: datetime.date) -> QuerySet[Phase]:
    rows = _phases(on).filter(action__in=actions).order_by("action", "place", "pk")
    return rows.values_list("action", "in_force_from", "in_force_until", *PHASE)


def covers(on: datetime.date, since: datetime.date | None, until: datetime.date | None) -> bool:
    """Whether a row is in force on the day (`base.inforce`)."""
    return (since is None or since <= on) and (until is None or until > on)


def _phases(on: datetime.date) -> QuerySet[Phase]:
    """Those in force on the day, and those as adopted."""
    return Phase.objects.filter(in_force_q(on) | Q(in_force_from=None))


def forecasts_of(actions: Collection[int], moment: Moment) -> Forecasts:
    """The forecast ends of the lead's reports that counted at the moment on its basis, the oldest first: one query.

    A report counted as reported from its submission until it was returned or taken back, as accepted from its review.
    """
    found: Forecasts = defaultdict(list)
    for action, forecast in _forecasts(list(actions), moment, accepted=moment.basis == Basis.ACCEPTED):
        found[action].append(forecast)
    return found


@prepared_plain
def _forecasts(actions: list[int], moment: Moment, *, accepted: bool) -> QuerySet:
    at = moment.known_at
    rows = ProgressReport.objects.filter(action__in=actions, kind=ReportKind.LEAD).known_at(at)
    rows = rows.filter(forecast_end__isnull=False)
    if accepted:
        rows = rows.filter(state=ReportState.ACCEPTED, reviewed_at__lte=at)
    else:
        rows = rows.exclude(state=ReportState.RETURNED, reviewed_at__lte=at)
        rows = rows.exclude(state=ReportState.TAKEN_BACK, taken_back_at__lte=at)
    return rows.order_by("submitted_at", "pk").values_list("action", "forecast_end")


NO_REPORT = 0
"""The key of none: where no action was reported on, an empty list would leave out the milestones too."""


def milestones_of(
    actions: Collection[int], words: Collection[int], moment: Moment
) -> dict[int, tuple[PromisedMilestone, ...]]:
    """The milestones of these actions in force at the moment, with what the reports `words` say of them: one query."""
    rows = _milestones(list(actions), [*words, NO_REPORT], moment)
    found: dict[int, dict[MilestoneWords, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for action, *facts in rows:
        told = found[action][MilestoneWords(*facts[:6])]
        if facts[7]:
            told.append(Told(*facts[6:]))
    return {
        action: tuple(promised_milestone(words, told, moment.reckoned_on) for words, told in known.items())
        for action, known in found.items()
    }


@prepared_plain
def _milestones(actions: list[int], words: list[int], moment: Moment) -> QuerySet[Milestone]:
    """A row for each milestone, of one that recurs one for each period that is told of."""
    terms = [f"promised__{name}" for name in ["title", "title_nl", "due", "due_precision", "recurrence"]]
    said = ["said__period_start", "said__state", "said__achieved_on"]
    return (
        Milestone.objects.filter(action__in=actions)
        .annotate(
            said=FilteredRelation("reported", condition=Q(reported__report__in=words)),
            promised=FilteredRelation("terms", condition=in_force_q(moment.plan_day, "terms__")),
        )
        .filter(promised__isnull=False)
        .order_by("action", "order", F("said__period_start").asc(nulls_first=True))
        .values_list("action", "key", *terms, *said)
    )


def course_of(
    action: Any,
    planned: Planned,
    forecasts: Iterable[datetime.date | None],
    milestones: tuple[PromisedMilestone, ...],
) -> Course:
    """Of an action with its word (`TrackedAction.objects.at`)."""
    slip = slip_of(
        actual_end=action.actual_end,
        forecast_end=action.forecast_end,
        adopted_end=planned.period_as_adopted.end,
        end_in_force=planned.period_in_force.end,
        forecasts=forecasts,
    )
    return Course(planned, action.actual_start, action.actual_end, action.forecast_end, slip, milestones)
