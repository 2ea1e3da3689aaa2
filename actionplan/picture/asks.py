"""What the Platform asks with its verdicts, of whom and by when, as a picture has it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from actionplan.base.days import days_past
from actionplan.reporting.who_is_asked import who_is_to_do

if TYPE_CHECKING:
    from .bodies import PlanAndBodies
    from .picture import ActionPicture


@dataclass(frozen=True, slots=True)
class AskPicture:
    """What is asked with the verdict on a report (by primary key), and has not ended by the moment.

    Of one organisation or one minister, by key; `due` is the last day.
    """

    report: int
    organisation: str | None
    minister: str | None
    due: datetime.date
    asked_at: datetime.datetime

    def days_late(self, on: datetime.date) -> int:
        """Days since the last day; 0 until it has passed."""
        return days_past(self.due, on)


def asked_and_to_do(ask: AskPicture, action: ActionPicture, bodies: PlanAndBodies) -> tuple[Any, Any]:
    """The organisation or minister of whom it was asked, and the one that is to do it now."""
    known: Mapping[str, Any] = bodies.organisations if ask.organisation else bodies.ministers
    first, others = (action.lead, action.bodies) if ask.organisation else (action.minister, action.ministers)
    asked = ask.organisation or ask.minister or ""
    successors = {key: body.succeeded_by for key, body in known.items()}
    now = who_is_to_do(asked, (first, *others) if first else others, successors)
    return known[asked], known[now]


def asked_now_of(organisation: str, action: ActionPicture, bodies: PlanAndBodies) -> list[int]:
    """By the last day, the keys of what the organisation (by key) is asked now about the action."""
    return [
        ask.report
        for ask in action.asks
        if ask.organisation and asked_and_to_do(ask, action, bodies)[1].key == organisation
    ]
