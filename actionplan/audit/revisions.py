"""The revisions of plans and of the portal: renewed by every write that leaves an event, compared by what keeps pictures."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from .models import Revision

_written: ContextVar[set[int] | None] = ContextVar("written", default=None)
"""The plans about which the operation that runs has left an event; None outside of operations."""


@contextmanager
def operation() -> Iterator[None]:
    """One transaction that leaves events: `@operation()` before a function, or `with operation():`.

    The revisions are renewed at its end, when every other row is locked already, so that operations which lock the same rows
    in one order never wait for each other in a circle. An operation inside another one is a part of it.
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
    """Something was written about the plan or, where it is None, about the portal."""
    key, written = Revision.PORTAL if plan is None else plan, _written.get()
    if written is None:
        renew([key])
    else:
        written.add(key)


def renew(plans: Iterable[int]) -> None:
    """Also for whoever writes rows without an event: loading fixtures, seeding, data migrations."""
    rows = [Revision(plan=key, value=uuid.uuid4()) for key in sorted(plans)]
    Revision.objects.bulk_create(rows, update_conflicts=True, unique_fields=["plan"], update_fields=["value"])


def revision_of(plan: int, *, locked: bool = False) -> tuple[uuid.UUID | None, ...]:
    """Of the portal and of the plan: one query. `locked` is for the end of an operation, which then renews them alone."""
    keys = [Revision.PORTAL, plan]
    rows = Revision.objects.select_for_update() if locked else Revision.objects.all()
    known = dict(rows.filter(plan__in=keys).order_by("plan").values_list("plan", "value"))
    return tuple(known.get(key) for key in keys)
