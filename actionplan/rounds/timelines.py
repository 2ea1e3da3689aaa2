"""The slip of an action as the documents of a closing beside its picture keep it."""

from __future__ import annotations

import datetime
from typing import Any

from actionplan.reporting.slips import Slip


def slip_from(facts: dict[str, Any] | None) -> Slip | None:
    """A slip as its document keeps it."""
    if facts is None:
        return None
    return Slip(**facts | {"end": datetime.date.fromisoformat(facts["end"])})
