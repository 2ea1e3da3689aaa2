"""What rows say when somebody acts on them, as hashes in the event of that act.

The event is sealed, so who changes the rows past their triggers cannot make it say something else: `verify_trail`
compares them. What is empty is left out of a hash, so that a column which is added later changes none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from actionplan.base.canonical import canonical, sha256


def said(row: dict[str, Any], leaving_out: Collection[str] = ()) -> dict[str, Any]:
    """The columns of a row that say something; zero does."""
    return {
        name: value
        for name, value in row.items()
        if name not in leaving_out and value is not None and value is not False and value not in ("", [], {})
    }


def hashes_of_rows(*sources: tuple[QuerySet, str]) -> dict[int, str]:
    """Of the rows of each owner, whose key stands in the column beside the queryset: the SHA-256 of canonical JSON of what
    they say, in the order of their keys. A query for each queryset.
    """
    rows_of: dict[int, list[Any]] = defaultdict(list)
    for rows, column in sources:
        for row in rows.order_by("pk").values():
            rows_of[row[column]].append([rows.model._meta.label_lower, said(row)])
    return {owner: sha256(canonical(rows)) for owner, rows in rows_of.items()}


def in_form(form: int, document: Any) -> str:
    """The hash of what is written in a form, behind its number: who finds another form cannot compare."""
    return f"{form}:{sha256(canonical(document))}"
