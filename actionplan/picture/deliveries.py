"""What was due since the round before: milestones and ends of actions, and whether they were delivered.

The period begins after the day that the last closed round before reported about, and ends with the day reckoned
on. What was due on that last day of the round before and was not delivered by then belongs to this period, so that
it is counted in one. What was due earlier is named while it is still due. What was delivered after the day
reckoned on was not delivered by it. What was dropped, and what a stopped action did not reach, is not due any more;
recurring milestones are left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.db import models
from django.utils.translation import pgettext_lazy

from actionplan.reporting.states import DONE, Status

from .bodies import RoundPicture
from .milestones import MilestoneOutcome
from .picture import ActionPicture
from .results import ComingItem, DueItem
from .schedule import has_new_forecast


class Delivery(models.TextChoices):
    ON_TIME = "on_time", pgettext_lazy("due", "delivered on time")
    LATE = "late", pgettext_lazy("due", "delivered later")
    NOT_DELIVERED = "not_delivered", pgettext_lazy("due", "not delivered")
    OPEN = "open", pgettext_lazy("due", "due on the last day, still open")
    STILL_DUE = "still_due", pgettext_lazy("due", "older, still due")

    @property
    def sign(self) -> str:
        """The look of the diamond beside it."""
        return {Delivery.ON_TIME: "achieved", Delivery.LATE: "open", Delivery.OPEN: "open"}.get(
            self, "missed"
        )


PASSED = (Delivery.NOT_DELIVERED, Delivery.STILL_DUE)
"""What has passed and is still open."""
NOT_YET = (Delivery.NOT_DELIVERED, Delivery.OPEN, Delivery.STILL_DUE)
"""Those with a reason and a new date."""
FELL_DUE = (Delivery.ON_TIME, Delivery.LATE, Delivery.NOT_DELIVERED)
"""Those that were due in the period, without the ones that are open on its last day."""


def due_after(rounds: Iterable[RoundPicture], on: datetime.date) -> datetime.date | None:
    """The day that the last round before, closed by now, reported about; None if there is none."""
    return max((round.about for round in rounds if round.closed_at and round.about < on), default=None)


def due_items(action: ActionPicture) -> tuple[DueItem, ...]:
    """Milestones in the plan's order, then the end of the action."""
    return (*_milestones(action), *_end(action))


def _milestones(action: ActionPicture) -> Iterator[DueItem]:
    for milestone in action.milestones:
        due, on = milestone.due, milestone.achieved_on
        if due is None or milestone.recurrence or milestone.is_dropped:
            continue
        in_time = milestone.outcome == MilestoneOutcome.ON_TIME
        if code := _delivery(action, due, on, is_delivered=milestone.is_achieved, in_time=in_time):
            yield DueItem(
                milestone.key,
                due,
                code,
                on,
                milestone.expected_on,
                milestone.achieved_since,
                milestone.passed_expectation,
            )


def _end(action: ActionPicture) -> Iterator[DueItem]:
    if (due := action.runs_until) is None:
        return
    on = action.actual_end if action.status == Status.COMPLETED else None
    since = on if on is not None and on > action.reckoned_on else None
    is_delivered = action.status == Status.COMPLETED and since is None
    in_time = on is not None and on <= due
    if code := _delivery(action, due, on, is_delivered=is_delivered, in_time=in_time):
        expected, passed = action.forecast_end, None
        if not has_new_forecast(action):
            expected, passed = None, action.forecast_end
        yield DueItem("", due, code, None if since else on, expected, since, passed)


def coming_items(action: ActionPicture, until: datetime.date) -> tuple[ComingItem, ...]:
    """What is still open and falls from the day reckoned on to the last day, both inclusive: milestones in the plan's
    order, then the end of the action. Each on the newest day that the lead expects; where none was given, or that
    has passed too, on the day in force.

    Nothing of an action that is done, and no recurring milestone.
    """
    if action.status in DONE:
        return ()
    days = [
        (milestone.key, milestone.due, milestone.expected_on)
        for milestone in action.milestones
        if milestone.is_still_open and not milestone.recurrence
    ]
    end = ("", action.runs_until, action.forecast_end if has_new_forecast(action) else None)
    return tuple(
        ComingItem(key, day, due if day != due else None)
        for key, due, expected in [*days, end]
        if (day := expected or due) and action.reckoned_on <= day <= until
    )


def _delivery(
    action: ActionPicture,
    due: datetime.date,
    delivered_on: datetime.date | None,
    *,
    is_delivered: bool,
    in_time: bool,
) -> Delivery | None:
    """None if it is not due, or was settled before the period. Delivered on an unknown day counts as late."""
    on, after = action.reckoned_on, action.due_after
    was_settled = is_delivered and delivered_on is not None and delivered_on <= due
    is_older = after is not None and (due < after or (due == after and was_settled))
    if due > on or (is_older and is_delivered) or (action.status == Status.STOPPED and not is_delivered):
        return None
    if is_delivered:
        return Delivery.ON_TIME if in_time else Delivery.LATE
    if is_older:
        return Delivery.STILL_DUE
    return Delivery.OPEN if due == on else Delivery.NOT_DELIVERED
