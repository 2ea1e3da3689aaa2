"""Who said an amount of money, and who accepted it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Said:
    """A reported amount: by whom, when, from what source, accepted by whom and when, and what it was before."""

    organisation: Any
    submitted_at: datetime.datetime | None
    submitted_by: Any
    on_behalf: bool
    reviewed_at: datetime.datetime | None
    """Nothing is not yet accepted, at the moment of the page."""
    reviewed_by: Any
    reviewed_within: bool
    source: Any
    """As far as the person may read it."""
    url: str = ""
    """Of the report; nothing where it is frozen, for its action's page has it."""
    had_before: bool = False
    """Whether anything stood, or was frozen, before."""
    before: Decimal | None = None
    """The whole amount then, in euro, also where a source's part is shown; None is unknown."""
