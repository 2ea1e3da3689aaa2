"""Where what is reported, computed and assessed does not agree, and why an action is a point of attention."""

from __future__ import annotations

import datetime

from actionplan.base.days import day_of
from actionplan.reporting.states import Attention, Confidence, Freshness, Schedule

from .picture import ActionPicture

ONE_DAY = datetime.timedelta(days=1)


def assessed_otherwise(action: ActionPicture) -> bool:
    """The Platform's verdict is another than the lead's confidence."""
    return bool(action.verdict and action.confidence) and action.verdict != action.confidence


def computed_otherwise(action: ActionPicture) -> bool:
    """Reported as on track, and overdue without a new forecast, or not started when it should have been."""
    if action.confidence != Confidence.ON_TRACK:
        return False
    if action.schedule == Schedule.OVERDUE:
        return not action.has_new_forecast
    return action.schedule == Schedule.SHOULD_HAVE_STARTED


def differs_since(action: ActionPicture) -> datetime.date | None:
    """The day since when they do not agree; None where they do, or where it is not known.

    From the verdict on, or from the day after the end, the forecast or the start that passed, if it was reported before.
    """
    found = []
    if action.assessed_otherwise and action.reviewed_at:
        found.append(day_of(action.reviewed_at))
    passed = _passed_on(action) if action.computed_otherwise else None
    if passed and action.reported_at:
        found.append(max(passed + ONE_DAY, day_of(action.reported_at)))
    return min(found, default=None)


def _passed_on(action: ActionPicture) -> datetime.date | None:
    """The last day that passed without what was to happen by then."""
    if action.schedule == Schedule.SHOULD_HAVE_STARTED:
        return action.runs_from
    return max((day for day in (action.runs_until, action.forecast_end) if day), default=None)


REASONS = {
    Attention.OFF_TRACK: lambda action: Confidence.OFF_TRACK in (action.confidence, action.verdict),
    Attention.OVERDUE: lambda action: action.schedule == Schedule.OVERDUE,
    Attention.LATE_START: lambda action: action.schedule == Schedule.SHOULD_HAVE_STARTED,
    Attention.OVERSPENT: lambda action: bool(action.overspent),
    Attention.VOICES_DIFFER: lambda action: action.voices_differ,
    Attention.STALE: lambda action: action.freshness == Freshness.STALE,
    Attention.NEVER_REPORTED: lambda action: action.freshness == Freshness.NEVER,
}
"""The one place that decides; a reason's sentence is in `sentences`, by the same name."""


def reasons_of(action: ActionPicture) -> tuple[Attention, ...]:
    """Every reason for which the action is a point of attention, worst first."""
    return tuple(reason for reason in Attention if REASONS[reason](action))
