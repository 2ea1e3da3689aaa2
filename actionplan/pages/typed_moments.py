"""Days and rounds that people type, as addresses have them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from actionplan.base.folding import fold
from actionplan.base.typed_days import read_day, read_month
from actionplan.reporting.models import Round

ROUND_CODE = re.compile(r"[0-9]{4}-[0-9]{2}")


def typed_day(text: str) -> str:
    """A day in the format of addresses, however it was typed; any other text unchanged."""
    day = read_day(text)
    return day.isoformat() if day else text.strip()


def typed_moment(text: str, rounds: Iterable[Round]) -> str:
    """As `typed_day`; and the code of a round that was typed by its code, its name or its month."""
    month, folded = read_month(text), fold(text)
    code = f"{month:%Y-%m}" if month else typed_day(text)
    named = (row.code for row in rounds if folded and folded in {fold(row.name), fold(row.name_nl)})
    return next(named, code)
