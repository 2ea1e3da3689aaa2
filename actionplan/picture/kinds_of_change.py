"""The kinds of change under which an action counts between two pictures, and their words."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

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
CHANGE_WORDS: dict[str, tuple[Any, Any]] = {
    "completed": (
        pgettext_lazy("change", "completed"),
        gettext_lazy("The reported status became completed."),
    ),
    "stopped": (
        pgettext_lazy("change", "stopped"),
        gettext_lazy("The reported status became stopped."),
    ),
    "begun": (
        pgettext_lazy("change", "begun"),
        gettext_lazy("The reported status became ongoing, from not started or never reported."),
    ),
    "reopened": (
        gettext_lazy("taken up again"),
        gettext_lazy("It was completed or stopped, and no longer is."),
    ),
    "on_hold": (
        gettext_lazy("put on hold"),
        gettext_lazy("Reported as on hold, and not before."),
    ),
    "resumed": (
        pgettext_lazy("change", "resumed"),
        gettext_lazy("No longer on hold, and ongoing."),
    ),
    "slipped": (
        gettext_lazy("expected later"),
        gettext_lazy(
            "The end that is expected (the actual one, else the forecast, else the planned) became later."
        ),
    ),
    "sooner": (
        gettext_lazy("expected sooner"),
        gettext_lazy("The end that is expected became earlier."),
    ),
    "back": (
        gettext_lazy("came back on track"),
        gettext_lazy("The lead’s confidence was worse, and is now on track."),
    ),
    "worse": (
        gettext_lazy("reported worse"),
        gettext_lazy("The lead’s confidence is worse than it was."),
    ),
    "assessed_better": (
        gettext_lazy("assessed better"),
        gettext_lazy("The verdict of the Platform is better than it was."),
    ),
    "assessed_worse": (
        gettext_lazy("assessed worse"),
        gettext_lazy("The verdict of the Platform is worse than it was."),
    ),
    "undone": (
        gettext_lazy("with a milestone undone"),
        gettext_lazy("A milestone was achieved, and is reported undone."),
    ),
    "added": (
        pgettext_lazy("change", "added"),
        gettext_lazy("In the plan now, and not before; its status counts as no change."),
    ),
    "withdrawn": (
        gettext_lazy("withdrawn or merged"),
        gettext_lazy("No longer in the plan, or merged into another action."),
    ),
    "renamed": (
        pgettext_lazy("change", "renamed"),
        gettext_lazy("The title was amended."),
    ),
    "rescheduled": (
        gettext_lazy("with other dates in the plan"),
        gettext_lazy("The start or the end in force was amended."),
    ),
    "amended": (
        pgettext_lazy("change", "amended in the plan"),
        gettext_lazy(
            "Anything that the plan says of the action was amended, or its lead spread a budget line over the years."
        ),
    ),
    "reported": (
        pgettext_lazy("change", "reported on"),
        gettext_lazy("Another report or contribution counts, or one was reviewed."),
    ),
}
"""What stands behind the number of actions of each kind, and what it means."""
