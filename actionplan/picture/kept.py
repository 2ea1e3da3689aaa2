"""Where pages, documents and reminders get their pictures."""

from __future__ import annotations

from actionplan.reporting.models import Snapshot
from objectives.models import Plan

from . import frozen, live
from .moment import Moment
from .picture import Picture


def picture_at(plan: Plan, moment: Moment) -> Picture:
    """The plan now, or at the end of a day."""
    return live.read(plan, moment)


def picture_of_closing(snapshot: Snapshot, basis: str) -> Picture:
    """The plan as a closing froze it."""
    return frozen.read(snapshot, basis)
