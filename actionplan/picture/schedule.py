"""When an action runs, its computed schedule on a day, and how far its end slipped."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from actionplan.reporting.states import DONE, NEVER_REPORTED, SOON_WITHIN, Schedule, Status
from budgets.planned import Period, period_of_action

from .picture import ActionPicture, PhasePicture
from .results import Slip

STATUSES_BEFORE_START = (Status.NOT_STARTED, NEVER_REPORTED)


def period_of(phases: Iterable[PhasePicture]) -> Period:
    """From the earliest start to the latest end; a phase without an end leaves the end open."""
    return period_of_action(Period(phase.start, phase.end) for phase in phases)


def schedule_of(action: ActionPicture) -> Schedule:
    """The schedule from the dates in force and the reported status, on the day: the first that applies."""
    on, starts, ends = action.reckoned_on, action.runs_from, action.runs_until
    if action.status in DONE:
        return Schedule.DONE
    if ends is not None and ends < on:
        return Schedule.OVERDUE
    if action.status in STATUSES_BEFORE_START and starts is not None and starts < on:
        return Schedule.SHOULD_HAVE_STARTED
    if action.status in STATUSES_BEFORE_START and starts is not None and starts > on:
        return Schedule.NOT_TO_START_YET
    if ends is None:
        return Schedule.CONTINUOUS if action.is_continuous else Schedule.NO_END_DATE
    return Schedule.ENDS_SOON if ends <= on + SOON_WITHIN else Schedule.RUNNING


def days_late(action: ActionPicture) -> int | None:
    """If its end date passed, days since; if completed with both ends known, from planned to actual end."""
    if action.runs_until is None:
        return None
    if action.schedule == Schedule.OVERDUE:
        return (action.reckoned_on - action.runs_until).days
    if action.status == Status.COMPLETED and action.actual_end is not None:
        return (action.actual_end - action.runs_until).days
    return None


def has_new_forecast(action: ActionPicture) -> bool:
    """Whether the reported forecast end is on or after the day of the picture."""
    return action.forecast_end is not None and action.forecast_end >= action.reckoned_on


def days_overdue(action: ActionPicture) -> int | None:
    """The days since the end in force, if that date passed; otherwise None."""
    return action.days_late if action.schedule == Schedule.OVERDUE else None


def is_overdue_without_forecast(action: ActionPicture) -> bool:
    """Whether its end date passed and nobody has said until when it goes on."""
    return action.schedule == Schedule.OVERDUE and not action.has_new_forecast


def was_rescheduled(action: ActionPicture) -> bool:
    """Whether the phases in force have different dates from those as adopted."""
    in_force, adopted = (
        [
            (
                phase.place,
                phase.start,
                phase.start_precision,
                phase.end,
                phase.end_precision,
                phase.continuous,
            )
            for phase in phases
        ]
        for phases in (action.phases, action.adopted_phases)
    )
    return in_force != adopted


def slip_of(action: ActionPicture) -> Slip | None:
    """The slip of its end; None if neither an actual nor a forecast end was reported."""
    end = action.actual_end or action.forecast_end
    if end is None:
        return None
    return Slip(
        end=end,
        is_actual=action.actual_end is not None,
        against_adopted=(end - action.adopted_until).days if action.adopted_until else None,
        against_in_force=(end - action.runs_until).days if action.runs_until else None,
        moved=sum(before != after for before, after in pairwise(action.forecasts)),
    )
