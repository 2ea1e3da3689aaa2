"""The kinds of change that are counted on top: how each is told from where an action stood on both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from actionplan.reporting.states import (
    NEVER_REPORTED,
    Confidence,
    Status,
    has_begun,
    is_taken_up_again,
)

from .candidates import Candidate, Stand

WORSE = {Confidence.ON_TRACK: 0, Confidence.NEEDS_ATTENTION: 1, Confidence.OFF_TRACK: 2}


@dataclass(frozen=True)
class Kind:
    """`name` is its name in the address, `words` its count in words (the same for one and for many), `meaning` how it is counted."""

    name: str
    words: Any
    meaning: Any
    holds: Callable[[Candidate], bool]


def _both(pair: Candidate) -> tuple[Stand, Stand] | None:
    """Both stands of an action that was in the plan on both sides."""
    if pair.before and pair.after and pair.was_there and pair.is_there:
        return pair.before, pair.after
    return None


def _status(pair: Candidate) -> tuple[str, str]:
    """Before and after; what was added counts as added, whatever its status, and what went as gone: both are the same."""
    both = _both(pair)
    return (both[0].status, both[1].status) if both else (NEVER_REPORTED, NEVER_REPORTED)


def _became(*states: str) -> Callable[[Candidate], bool]:
    def holds(pair: Candidate) -> bool:
        before, after = _status(pair)
        return after in states and before not in states

    return holds


def _began(pair: Candidate) -> bool:
    return has_begun(*_status(pair))


def _reopened(pair: Candidate) -> bool:
    return is_taken_up_again(*_status(pair))


def _put_on_hold(pair: Candidate) -> bool:
    both = _both(pair)
    return both is not None and bool(both[1].on_hold_since) and not both[0].on_hold_since


def _resumed(pair: Candidate) -> bool:
    """Gone on again: what was completed or stopped meanwhile is not."""
    both = _both(pair)
    if both is None or not both[0].on_hold_since:
        return False
    return not both[1].on_hold_since and both[1].status == Status.ONGOING


def _moved(direction: int) -> Callable[[Candidate], bool]:
    def holds(pair: Candidate) -> bool:
        both = _both(pair)
        if both is None or both[0].expected_end is None or both[1].expected_end is None:
            return False
        return (both[1].expected_end - both[0].expected_end).days * direction > 0

    return holds


def _turned(name: str, *, better: bool, to: str = "") -> Callable[[Candidate], bool]:
    """The confidence or the verdict is better or worse than it was; not said is neither."""

    def holds(pair: Candidate) -> bool:
        both = _both(pair)
        if both is None:
            return False
        before, after = getattr(both[0], name), getattr(both[1], name)
        if not before or not after or (to and after != to):
            return False
        return WORSE[after] < WORSE[before] if better else WORSE[after] > WORSE[before]

    return holds


def _added(pair: Candidate) -> bool:
    return pair.is_there and not pair.was_there


def _withdrawn(pair: Candidate) -> bool:
    return pair.was_there and not pair.is_there


def _renamed(pair: Candidate) -> bool:
    both = _both(pair)
    if both is None:
        return False
    before, after = both
    return (before.title, before.title_nl) != (after.title, after.title_nl)


def _rescheduled(pair: Candidate) -> bool:
    both = _both(pair)
    if both is None:
        return False
    before, after = both
    return (before.runs_from, before.runs_until) != (after.runs_from, after.runs_until)


def _any_side(name: str) -> Callable[[Candidate], bool]:
    return lambda pair: any(getattr(side, name) for side in pair if side is not None)


KINDS = [
    Kind(
        "completed",
        gettext_lazy("%(count)s completed"),
        gettext_lazy("The reported status became completed."),
        _became(Status.COMPLETED),
    ),
    Kind(
        "stopped",
        gettext_lazy("%(count)s stopped"),
        gettext_lazy("The reported status became stopped."),
        _became(Status.STOPPED),
    ),
    Kind(
        "begun",
        gettext_lazy("%(count)s begun"),
        gettext_lazy("The reported status became ongoing, from not started or never reported."),
        _began,
    ),
    Kind(
        "reopened",
        gettext_lazy("%(count)s taken up again"),
        gettext_lazy("It was completed or stopped, and no longer is."),
        _reopened,
    ),
    Kind(
        "on_hold",
        gettext_lazy("%(count)s put on hold"),
        gettext_lazy("Reported as on hold, and not before."),
        _put_on_hold,
    ),
    Kind(
        "resumed",
        gettext_lazy("%(count)s resumed"),
        gettext_lazy("No longer on hold, and ongoing."),
        _resumed,
    ),
    Kind(
        "slipped",
        gettext_lazy("%(count)s slipped"),
        gettext_lazy(
            "The end that is expected (the actual one, else the forecast, else the planned) became later."
        ),
        _moved(1),
    ),
    Kind(
        "sooner",
        gettext_lazy("%(count)s expected sooner"),
        gettext_lazy("The end that is expected became earlier."),
        _moved(-1),
    ),
    Kind(
        "back",
        gettext_lazy("%(count)s came back on track"),
        gettext_lazy("The lead’s confidence was worse, and is now on track."),
        _turned("confidence", better=True, to=Confidence.ON_TRACK),
    ),
    Kind(
        "worse",
        gettext_lazy("%(count)s reported worse"),
        gettext_lazy("The lead’s confidence is worse than it was."),
        _turned("confidence", better=False),
    ),
    Kind(
        "assessed_better",
        gettext_lazy("%(count)s assessed better"),
        gettext_lazy("The verdict of the Platform is better than it was."),
        _turned("verdict", better=True),
    ),
    Kind(
        "assessed_worse",
        gettext_lazy("%(count)s assessed worse"),
        gettext_lazy("The verdict of the Platform is worse than it was."),
        _turned("verdict", better=False),
    ),
    Kind(
        "added",
        gettext_lazy("%(count)s added"),
        gettext_lazy("In the plan now, and not before; its status counts as no change."),
        _added,
    ),
    Kind(
        "withdrawn",
        gettext_lazy("%(count)s withdrawn"),
        gettext_lazy("No longer in the plan, or merged into another action."),
        _withdrawn,
    ),
    Kind(
        "renamed",
        gettext_lazy("%(count)s renamed"),
        gettext_lazy("The title was amended."),
        _renamed,
    ),
    Kind(
        "rescheduled",
        gettext_lazy("%(count)s with other dates in the plan"),
        gettext_lazy("The start or the end in force was amended."),
        _rescheduled,
    ),
    Kind(
        "amended",
        gettext_lazy("%(count)s amended in the plan"),
        gettext_lazy(
            "Anything that the plan says of the action was amended, or its lead spread a budget line over the years."
        ),
        _any_side("amended"),
    ),
    Kind(
        "reported",
        gettext_lazy("%(count)s reported on"),
        gettext_lazy("Another report or contribution counts, or one was reviewed."),
        _any_side("told"),
    ),
]
"""Whatever concerns several, an action is counted under each."""

BY_NAME = {kind.name: kind for kind in KINDS}
