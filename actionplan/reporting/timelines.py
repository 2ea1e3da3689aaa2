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

from django.db.models import F, FilteredRelation, Q

from actionplan.base.inforce import in_force_q
from actionplan.base.twins import Twin
from actions.models import Milestone, Phase
from budgets.planned import Period, period_of_action

from .milestone_states import NOTHING_TOLD, MilestoneSchedule, Told, days_missed, is_due, schedule_of
from .models import ProgressReport
from .moments import Moment
from .slips import Slip, slip_of
from .states import DONE, Basis, MilestoneState, ReportKind, ReportState

Ends = tuple[datetime.date | None, datetime.date | None, datetime.date | None]
"""What an action's word says: actual start, actual end, forecast end."""
Forecasts = dict[int, list[datetime.date | None]]


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

    @property
    def is_continuous(self) -> bool:
        return any(phase.continuous for phase in self.in_force)


class MilestoneWords(NamedTuple):
    """What the terms of a milestone in force say."""

    key: str
    title: str
    title_nl: str
    due: datetime.date | None
    due_precision: str
    recurrence: str


@dataclass(frozen=True)
class PromisedMilestone:
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

    local_title = Twin("title")

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
    late = (once.achieved_on - terms.due).days if once.achieved_on and terms.due else 0
    return PromisedMilestone(
        *terms,
        schedule=schedule_of(terms.recurrence, terms.due, once, on),
        achieved_on=once.achieved_on,
        days_late=max(late, days_missed(terms.due, state, on)),
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


def planned_of_plan(plan: Any, on: datetime.date) -> dict[int, Planned]:
    """The phases of every action of the plan, by its key: one query."""
    rows = Phase.objects.filter(in_force_q(on) | Q(in_force_from=None), action__plan=plan).order_by(
        "action", "place", "pk"
    )
    found: dict[int, list[tuple[PlannedPhase, bool, bool]]] = defaultdict(list)
    for action, since, until, *days in rows.values_list("action", "in_force_from", "in_force_until", *PHASE):
        is_in_force = (since is None or since <= on) and (until is None or until > on)
        found[action].append((PlannedPhase(*days), since is None, is_in_force))
    return {action: planned_of(phases) for action, phases in found.items()}


def forecasts_of(actions: Collection[int], moment: Moment) -> Forecasts:
    """The forecast ends of the lead's reports that counted at the moment on its basis, the oldest first: one query.

    A report counted as reported from its submission until it was returned or taken back, as accepted from its review.
    """
    at = moment.known_at
    rows = ProgressReport.objects.filter(action__in=actions, kind=ReportKind.LEAD).known_at(at)
    if moment.basis == Basis.ACCEPTED:
        rows = rows.filter(state=ReportState.ACCEPTED, reviewed_at__lte=at)
    else:
        rows = rows.exclude(state=ReportState.RETURNED, reviewed_at__lte=at)
        rows = rows.exclude(state=ReportState.TAKEN_BACK, taken_back_at__lte=at)
    found: Forecasts = defaultdict(list)
    for action, forecast in rows.order_by("submitted_at", "pk").values_list("action", "forecast_end"):
        found[action].append(forecast)
    return found


NO_REPORT = 0
"""The key of none: where no action was reported on, an empty list would leave out the milestones too."""


def milestones_of(
    actions: Collection[int], words: Collection[int], moment: Moment
) -> dict[int, tuple[PromisedMilestone, ...]]:
    """The milestones of these actions in force at the moment, with what the reports `words` say of them: one query."""
    rows = (
        Milestone.objects.filter(action__in=actions)
        .annotate(
            said=FilteredRelation("reported", condition=Q(reported__report__in=[*words, NO_REPORT])),
            promised=FilteredRelation("terms", condition=in_force_q(moment.plan_day, "terms__")),
        )
        .filter(promised__isnull=False)
        .order_by("action", "order", F("said__period_start").asc(nulls_first=True))
    )
    terms = [f"promised__{name}" for name in ["title", "title_nl", "due", "due_precision", "recurrence"]]
    said = ["said__period_start", "said__state", "said__achieved_on"]
    found: dict[int, dict[MilestoneWords, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for action, *facts in rows.values_list("action", "key", *terms, *said):
        told = found[action][MilestoneWords(*facts[:6])]
        if facts[7]:
            told.append(Told(*facts[6:]))
    return {
        action: tuple(promised_milestone(words, told, moment.reckoned_on) for words, told in known.items())
        for action, known in found.items()
    }


def course_of(
    planned: Planned,
    ends: Ends,
    forecasts: Iterable[datetime.date | None],
    milestones: tuple[PromisedMilestone, ...] = (),
) -> Course:
    """Of an action whose word says these `ends`: actual start, actual end, forecast end."""
    return Course(planned, *ends, slip_against(planned, ends, forecasts), milestones)


def slip_against(planned: Planned, ends: Ends, forecasts: Iterable[datetime.date | None] = ()) -> Slip | None:
    """Against both ends; how often the forecast moved is known where `forecasts` are given."""
    _actual_start, actual_end, forecast_end = ends
    if actual_end is None and forecast_end is None:
        return None
    return slip_of(
        actual_end=actual_end,
        forecast_end=forecast_end,
        adopted_end=planned.period_as_adopted.end,
        end_in_force=planned.period_in_force.end,
        forecasts=forecasts,
    )
