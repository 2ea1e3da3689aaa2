"""The texts of the story in the language in which it is told, and sources made for it. That all is invented, the tag in the
head of each page says.
"""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import override

LANGUAGES = ["en", "nl"]

_SOURCES = [
    {"en": "minutes of the steering group", "nl": "verslag van de stuurgroep"},
    {"en": "progress note of the project", "nl": "voortgangsnota van het project"},
    {"en": "annual report of the division", "nl": "jaarverslag van de afdeling"},
    {"en": "attendance lists of the training courses", "nl": "aanwezigheidslijsten van de vormingen"},
    {"en": "correspondence with the partners", "nl": "briefwisseling met de partners"},
]


def in_language(twin: dict[str, str], language: str) -> str:
    """One of the two texts, which the files begin with a small letter, as a sentence."""
    return capfirst(twin[language])


def source(number: int, language: str) -> str:
    """The source of a report; `number` varies it."""
    return in_language(_SOURCES[number % len(_SOURCES)], language)


def accounts_closed_on(day: datetime.date) -> datetime.date:
    """As of when the figures are that are submitted on the day: the end of the month before."""
    return day.replace(day=1) - datetime.timedelta(days=1)


def source_of_money(day: datetime.date, language: str) -> str:
    """The source of figures submitted on the day."""
    with override(language):
        written = date_format(accounts_closed_on(day))
    return in_language(
        {"en": f"accounts as of {written}", "nl": f"boekhouding, stand op {written}"}, language
    )
