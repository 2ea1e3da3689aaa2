"""Days that are read as text, such as `2022-12-31`: handed over in half the time where there are thousands, and few are looked at."""

import datetime
from functools import lru_cache
from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast


def day_as_text(day: Any) -> Cast:
    """The expression of a day, or of the field of that name, as text, the same on both engines."""
    return Cast(day, CharField())


@lru_cache(maxsize=1 << 14)
def read_day(text: str | None) -> datetime.date | None:
    """The day; nothing where there is none."""
    return datetime.date.fromisoformat(text) if text else None
