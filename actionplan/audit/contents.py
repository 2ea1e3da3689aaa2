"""What rows say when somebody acts on them, as hashes in the event of that act.

The event is sealed, so who changes the rows past their triggers cannot make it say something else: `verify_trail`
compares them. What is empty is left out of a hash, so that a column which is added later changes none.
"""

from __future__ import annotations

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


def hash_of_rows(*querysets: QuerySet) -> str:
    """The SHA-256 of canonical JSON of all rows, in the order of their keys."""
    rows = [[said(row) for row in rows.order_by("pk").values()] for rows in querysets]
    return sha256(canonical(rows))
