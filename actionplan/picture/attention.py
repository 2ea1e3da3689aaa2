"""Where reported, computed and assessed disagree, and why an action needs attention."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal

from actionplan.base.days import day_of
from actionplan.reporting.states import Attention, Confidence, Freshness, Schedule

from .money import LESS, MORE
from .picture import ActionPicture

ONE_DAY = datetime.timedelta(days=1)


def assessed_otherwise(action: ActionPicture) -> bool:
    """Whether the Platform's verdict differs from the lead's confidence; one that is older than the report does not."""
    if action.is_done or action.verdict_is_older or not (action.verdict and action.confidence):
        return False
    return action.verdict != action.confidence


def computed_otherwise(action: ActionPicture) -> bool:
    """Whether it is reported as on track, but its end date passed without a new forecast, or its start date."""
    if action.confidence != Confidence.ON_TRACK:
        return False
    if action.schedule == Schedule.OVERDUE:
        return not action.has_new_forecast
    return action.schedule == Schedule.SHOULD_HAVE_STARTED


def differs_since(action: ActionPicture) -> datetime.date | None:
    """The day since which they disagree; None if they agree, or if it is unknown.

    That is the day of the verdict, or the day after the end, forecast or start that passed, or the later
    report.
    """
    days = []
    if action.assessed_otherwise and action.verdict_on:
        days.append(action.verdict_on)
    passed = _passed_on(action) if action.computed_otherwise else None
    if passed and action.reported_at:
        days.append(max(passed + ONE_DAY, day_of(action.reported_at)))
    return min(days, default=None)


def _passed_on(action: ActionPicture) -> datetime.date | None:
    """The last day by which something should have happened and did not."""
    if action.schedule == Schedule.SHOULD_HAVE_STARTED:
        return action.runs_from
    return max((day for day in (action.runs_until, action.forecast_end) if day), default=None)


def _is_judged(code: Confidence) -> Callable[[ActionPicture], bool]:
    """Whether the lead or the Platform says so of an action that is not done."""
    return lambda action: not action.is_done and code in (action.confidence, action.verdict)


ATTENTION_RULES = {
    Attention.OFF_TRACK: _is_judged(Confidence.OFF_TRACK),
    Attention.OVERDUE: lambda action: action.schedule == Schedule.OVERDUE,
    Attention.LATE_START: lambda action: action.schedule == Schedule.SHOULD_HAVE_STARTED,
    Attention.MILESTONE_MISSED: lambda action: not action.is_done and action.missed_milestones,
    Attention.OVERSPENT: lambda action: action.lines_out_of_step(MORE),
    Attention.UNDERSPENT: lambda action: action.lines_out_of_step(LESS),
    Attention.NEVER_REPORTED: lambda action: action.freshness == Freshness.NEVER and action.missing_since,
    Attention.NEEDS_ATTENTION: _is_judged(Confidence.NEEDS_ATTENTION),
    Attention.STALE: lambda action: action.freshness == Freshness.STALE,
}
"""The rule for each reason; its sentence is in `reasons`, under the same name."""


REASONS = Attention.values


def reasons_of(action: ActionPicture) -> tuple[Attention, ...]:
    """Every reason for which the action needs attention, gravest first."""
    return tuple(reason for reason in Attention if ATTENTION_RULES[reason](action))


def rank_of(reason: str) -> int:
    """The gravest first; a former reason, in an old closing, last."""
    return REASONS.index(reason) if reason in REASONS else len(REASONS)


def gravity(action: ActionPicture) -> tuple[int, Decimal | int, int]:
    """The sort key of actions that need attention: gravest reason, then how long or how much, then plan order."""
    gravest = action.attention[0]
    extent = EXTENTS.get(gravest, lambda action: 0)(action)
    return rank_of(gravest), -extent, action.order


def _days_since(action: ActionPicture, day: datetime.date | None) -> int:
    return (action.reckoned_on - day).days if day else 0


EXTENTS: dict[str, Callable[[ActionPicture], Decimal | int]] = {
    Attention.OVERDUE: lambda action: action.days_late or 0,
    Attention.LATE_START: lambda action: _days_since(action, action.runs_from),
    Attention.MILESTONE_MISSED: lambda action: action.missed_milestones[0].days_late,
    Attention.OVERSPENT: lambda action: sum(
        line.paid - line.planned for line in action.lines_out_of_step(MORE)
    ),
    Attention.UNDERSPENT: lambda action: sum(
        line.planned - line.paid for line in action.lines_out_of_step(LESS)
    ),
    Attention.NEVER_REPORTED: lambda action: _days_since(action, action.missing_since),
    Attention.STALE: lambda action: _days_since(action, action.reported_at and day_of(action.reported_at)),
}
"""How long (days) or how much (euro); reasons stated by the lead or the Platform have no extent."""
