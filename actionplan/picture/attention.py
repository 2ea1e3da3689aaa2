"""Why an action is a point of attention."""

from __future__ import annotations

from actionplan.reporting.states import Attention, Confidence, Freshness, Schedule

from .picture import ActionPicture

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
