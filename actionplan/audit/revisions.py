"""Revisions of plans and of the portal: renewed by writes with events, compared by the picture cache."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from .models import Revision

_written: ContextVar[set[int] | None] = ContextVar("written", default=None)
"""The plans about which the running operation has recorded an event; None outside operations."""


@contextmanager
def operation() -> Iterator[None]:
    """A transaction that records events: `@operation()` before a function, or `with operation():`.

    Revisions are renewed at its end, when all other rows are already locked, so that operations which lock
    the same rows in the same order cannot deadlock. An operation inside another is part of it.
    """
    with transaction.atomic():
        if _written.get() is not None:
            yield
            return
        written: set[int] = set()
        outside = _written.set(written)
        try:
            yield
        finally:
            _written.reset(outside)
        renew(written)


def note(plan: int | None) -> None:
    """Mark the plan, or the portal if None, as written to."""
    key, written = Revision.PORTAL if plan is None else plan, _written.get()
    if written is None:
        renew([key])
    else:
        written.add(key)


def renew(plans: Iterable[int]) -> None:
    """Renew revisions; called directly by writes without an event, such as fixtures, seeding, migrations."""
    rows = [Revision(plan=key, value=uuid.uuid4()) for key in sorted(plans)]
    Revision.objects.bulk_create(rows, update_conflicts=True, unique_fields=["plan"], update_fields=["value"])


def revision_of(plan: int, *, locked: bool = False) -> tuple[uuid.UUID | None, ...]:
    """The revisions of portal and plan, in one query. `locked` locks the rows, at the end of an operation."""
    keys = [Revision.PORTAL, plan]
    rows = Revision.objects.select_for_update() if locked else Revision.objects.all()
    known = dict(rows.filter(plan__in=keys).order_by("plan").values_list("plan", "value"))
    return tuple(known.get(key) for key in keys)
