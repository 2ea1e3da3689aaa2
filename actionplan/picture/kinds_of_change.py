"""The kinds of change under which an action counts between two pictures."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from actionplan.reporting.states import (
    Confidence,
    MilestoneState,
    Status,
    has_begun,
    is_taken_up_again,
)

from .difference import ActionDifference, title_of
from .picture import (
    ActionPicture,
    ReportedMilestonePicture,
)

Day = datetime.date


def _on_both_sides(
    holds: Callable[[ActionPicture, ActionPicture], bool],
) -> Callable[[ActionDifference], bool]:
    """A condition on actions in the plan on both sides; added and withdrawn actions count only as such."""
    return lambda pair: pair.both is not None and holds(*pair.both)


def _became(status: str) -> Callable[[ActionDifference], bool]:
    return _on_both_sides(lambda was, now: was.status != status == now.status)


def expected_end(action: ActionPicture) -> Day | None:
    """The actual end, else the forecast, else the planned end."""
    return action.actual_end or action.forecast_end or action.runs_until


def has_slipped(was: ActionPicture, now: ActionPicture) -> bool:
    before, after = expected_end(was), expected_end(now)
    return before is not None and after is not None and after > before


def has_undone(was: ActionPicture, now: ActionPicture) -> bool:
    """Whether a milestone, or a period of one, was achieved before and is undone now."""
    achieved = {key for key, row in _told(was).items() if row.state == MilestoneState.ACHIEVED}
    return any(row.state == MilestoneState.UNDONE and key in achieved for key, row in _told(now).items())


def _told(action: ActionPicture) -> dict[tuple[str, Day | None], ReportedMilestonePicture]:
    return {(row.key, row.period_start): row for milestone in action.milestones for row in milestone.told}


def _is_worse(was: str, now: str) -> bool:
    """Whether a confidence or verdict got worse; an empty one is neither better nor worse."""
    worse = Confidence.values
    return bool(was and now) and worse.index(now) > worse.index(was)


CHANGE_KINDS: dict[str, Callable[[ActionDifference], bool]] = {
    "completed": _became(Status.COMPLETED),
    "stopped": _became(Status.STOPPED),
    "begun": _on_both_sides(lambda was, now: has_begun(was.status, now.status)),
    "reopened": _on_both_sides(lambda was, now: is_taken_up_again(was.status, now.status)),
    "on_hold": _on_both_sides(lambda was, now: bool(now.on_hold_since) and not was.on_hold_since),
    "resumed": _on_both_sides(
        lambda was, now: bool(was.on_hold_since) and not now.on_hold_since and now.status == Status.ONGOING
    ),
    "slipped": _on_both_sides(has_slipped),
    "sooner": _on_both_sides(lambda was, now: has_slipped(now, was)),
    "back": _on_both_sides(
        lambda was, now: now.confidence == Confidence.ON_TRACK and _is_worse(now.confidence, was.confidence)
    ),
    "worse": _on_both_sides(lambda was, now: _is_worse(was.confidence, now.confidence)),
    "assessed_better": _on_both_sides(lambda was, now: _is_worse(now.verdict, was.verdict)),
    "assessed_worse": _on_both_sides(lambda was, now: _is_worse(was.verdict, now.verdict)),
    "undone": _on_both_sides(has_undone),
    "added": lambda pair: pair.before is None,
    "withdrawn": lambda pair: pair.after is None,
    "renamed": _on_both_sides(lambda was, now: title_of(was) != title_of(now)),
    "rescheduled": _on_both_sides(
        lambda was, now: (was.runs_from, was.runs_until) != (now.runs_from, now.runs_until)
    ),
    "amended": lambda pair: pair.is_amended,
    "reported": lambda pair: pair.has_new_reports,
}
"""By name; an action counts under every kind that applies."""
