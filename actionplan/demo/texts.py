"""Marks every text of the story as invented, and generates sources."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.translation import override

ENGLISH_MARK, DUTCH_MARK = "Sample data:", "Voorbeeldgegevens:"
MARKS = (ENGLISH_MARK, DUTCH_MARK)

_ENGLISH_SOURCES = [
    "minutes of the steering group",
    "progress note of the project",
    "annual report of the division",
    "attendance lists of the training courses",
    "correspondence with the partners",
]
_DUTCH_SOURCES = [
    "verslag van de stuurgroep",
    "voortgangsnota van het project",
    "jaarverslag van de afdeling",
    "aanwezigheidslijsten van de vormingen",
    "briefwisseling met de partners",
]


def marked(text: str, *, dutch: bool = False) -> str:
    """The text with the mark in front; an empty text stays empty."""
    return f"{DUTCH_MARK if dutch else ENGLISH_MARK} {text}" if text else ""


def source(number: int, *, dutch: bool) -> str:
    """The source of a report; `number` varies it."""
    sources = _DUTCH_SOURCES if dutch else _ENGLISH_SOURCES
    return marked(sources[number % len(sources)], dutch=dutch)


def accounts_closed_on(day: datetime.date) -> datetime.date:
    """As of when the figures are that are handed in on the day: the end of the month before."""
    return day.replace(day=1) - datetime.timedelta(days=1)


def source_of_money(day: datetime.date, *, dutch: bool) -> str:
    """The source of figures handed in on the day."""
    with override("nl" if dutch else "en"):
        written = date_format(accounts_closed_on(day))
    return marked(f"boekhouding, stand op {written}" if dutch else f"accounts as of {written}", dutch=dutch)
