"""One thing that somebody has to do or to know, and the scene that all of them are read against."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from actionplan.base.brussels import day_of
from actionplan.organisations.models import Organisation
from actionplan.reporting.models import Round
from actions.models import Action, Lead, Promotion
from objectives.models import Plan

from .occasions import Occasion, latest
from .people import People
from .states import TO_KNOW, Kind

TOLD_WITHIN = datetime.timedelta(days=30)
"""What is only good to know is told within this time, or never."""


@dataclass(frozen=True)
class Duty:
    """One thing for one person to do or to know, with the occasion on which it is said."""

    kind: Kind
    subject: str
    """What it is about: `request:12`."""
    occasion: Occasion
    plan: Plan
    action: Action | None = None
    organisation: Organisation | None = None
    round: Round | None = None
    day: datetime.date | None = None
    """The last day to do it; for what only waits or is to be known, the day it began."""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """What is told once: kind, subject and occasion."""
        return (str(self.kind.value), self.subject, self.occasion.key)

    @property
    def is_to_do(self) -> bool:
        return self.kind not in TO_KNOW


Duties = dict[int, list[Duty]]
"""By the key of the person."""
Found = Iterator[tuple[Iterable[int], Duty]]
"""A duty, and the keys of those who have it."""


@dataclass(frozen=True)
class Scene:
    """What all duties are read against: the moment, the people, the plan or all plans."""

    at: datetime.datetime
    people: People
    plan: Plan | None
    parts: set[tuple[int, int]]
    """Action and organisation, where the organisation has a part in the action today."""

    @property
    def on(self) -> datetime.date:
        return day_of(self.at)

    def of_plan(self, rows: QuerySet, path: str = "action__plan") -> QuerySet:
        return rows if self.plan is None else rows.filter(**{path: self.plan})

    def occasion(self, occasions: Iterable[Occasion]) -> Occasion | None:
        return latest(occasions, self.on)


def scene_of(people: People, at: datetime.datetime, plan: Plan | None = None) -> Scene:
    """Two queries."""
    on = day_of(at)
    parts: set[tuple[int, int]] = set()
    actions = Action.objects.in_force(on).values("pk")
    for model in (Lead, Promotion):
        rows = model.objects.in_force(on).filter(organisation__in=people.organisations, action__in=actions)
        parts |= set(rows.order_by().values_list("action", "organisation"))
    return Scene(at, people, plan, parts)
