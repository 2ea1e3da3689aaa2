"""The order of a list of actions: by each column, in words as the page says them or in ranks as they get worse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Lower

from actionplan.base.twins import local_value
from actionplan.organisations.models import Minister, Organisation
from actionplan.reporting.states import Confidence, Schedule, Status

STATUSES = [Status.COMPLETED, Status.ONGOING, Status.NOT_STARTED, Status.STOPPED]
"""From far to not at all; an action that was never reported has no status to sort by."""


def _ranked(field: str, codes: Any) -> Callable[[], Any]:
    """By the place of a code among the codes; anything else is empty."""
    whens = [When(**{field: code}, then=Value(rank)) for rank, code in enumerate(codes)]
    return lambda: Case(*whens, default=None)


def _named(model: Any, key: str, field: str) -> Callable[[], Any]:
    """By the words, in the language of the page, of the row whose key the action carries."""
    return lambda: Subquery(
        model.objects.filter(pk=OuterRef(key)).order_by().values_list(Lower(local_value(field)))[:1]
    )


SORTS: dict[str, Callable[[], Any]] = {
    "code": lambda: F("order"),
    "title": lambda: Lower(local_value("title")),
    "lead": _named(Organisation, "lead_organisation", "name"),
    "minister": _named(Minister, "counting_minister", "title"),
    "status": _ranked("status", STATUSES),
    "confidence": _ranked("confidence", Confidence),
    "verdict": _ranked("verdict", Confidence),
    "schedule": _ranked("schedule", Schedule),
    "end": lambda: F("runs_until"),
    "reported": lambda: F("reported_at"),
}


def sorted_by(rows: QuerySet, sort: str) -> QuerySet:
    """Tracked actions by a column's key, descending after a minus; empty values come last and the code decides ties.

    An unknown column is the plan's own order.
    """
    by = SORTS.get(sort.removeprefix("-"))
    if by is None:
        return rows.order_by("order")
    rows = rows.alias(sorted_by=by())
    descending = F("sorted_by").desc(nulls_last=True)
    return rows.order_by(descending if sort.startswith("-") else F("sorted_by").asc(nulls_last=True), "order")
