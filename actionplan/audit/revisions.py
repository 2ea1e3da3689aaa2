"""Operations that write to the trail. At the end of each the revisions of plan and portal, which the picture cache
compares, are renewed, and its events are sealed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.db.models import OuterRef, Subquery

from .models import Event, Revision, Seal
from .sealing import seal_events


@dataclass(frozen=True)
class Written:
    """What the running operation has recorded."""

    plans: set[int] = field(default_factory=set)
    events: set[int] = field(default_factory=set)
    """Keys; an inner savepoint may have rolled some back."""


_written: ContextVar[Written] = ContextVar("written")
"""Set inside operations only."""


@contextmanager
def operation(*, savepoint: bool = True) -> Iterator[None]:
    """A transaction that records events: `@operation()` before a function, or `with operation():`.

    Revisions are renewed at its end, when all other rows are already locked, so that operations which lock
    the same rows in the same order cannot deadlock. Their locks, held until the transaction ends, let the seals be
    numbered without a gap. An operation inside another is part of it; `savepoint` as in `transaction.atomic`.
    """
    with transaction.atomic(savepoint=savepoint):
        if _written.get(None) is not None:
            yield
            return
        written = Written()
        outside = _written.set(written)
        try:
            yield
        finally:
            _written.reset(outside)
        _renew(written.plans)
        seal_events(written.events)


def note(event: Event) -> None:
    """Have the running operation renew the revision of the event's plan, and seal the event. LookupError outside one."""
    written = _written.get()
    written.plans.add(event.plan or Revision.PORTAL)
    written.events.add(event.pk)


@operation()
def seal_what_has_none() -> list[int]:
    """Seal events that were written past `record`, by SQL or from a fixture, in the order of their keys; returns these."""
    events = list(Event.objects.without_a_seal().order_by("pk"))
    for event in events:
        note(event)
    return [event.pk for event in events]


class Revisions(NamedTuple):
    portal: uuid.UUID | None
    plan: uuid.UUID | None


def renew_without_event(*plans: int) -> None:
    """For writes without an event, such as fixtures and seeding: renew the revisions of these plans, and of the portal,
    so that no part of a kept picture stays.
    """
    _renew({Revision.PORTAL, *plans})


def _renew(plans: Iterable[int]) -> None:
    rows = [Revision(plan=key, value=uuid.uuid4()) for key in sorted(plans)]
    Revision.objects.bulk_create(rows, update_conflicts=True, unique_fields=["plan"], update_fields=["value"])


def revision_of(plan: int, *, locked: bool = False) -> Revisions:
    """The revisions of portal and plan, in one query. `locked` locks the rows, at the end of an operation."""
    keys = [Revision.PORTAL, plan]
    rows = Revision.objects.select_for_update() if locked else Revision.objects.all()
    known = dict(rows.filter(plan__in=keys).order_by("plan").values_list("plan", "value"))
    return Revisions(*(known.get(key) for key in keys))


def revision_and_seal_of(plan: int) -> tuple[Revisions, int]:
    """The same, with the number of the newest seal in the plan's chain; 0 if there is none."""
    newest = Seal.objects.filter(chain=OuterRef("plan")).order_by("-number").values("number")
    rows = Revision.objects.filter(plan__in=[Revision.PORTAL, plan]).annotate(seal=Subquery(newest[:1]))
    known = {key: (value, seal) for key, value, seal in rows.values_list("plan", "value", "seal")}
    (portal, _seal), (of_plan, seal) = (known.get(key, (None, None)) for key in [Revision.PORTAL, plan])
    return Revisions(portal, of_plan), seal or 0
