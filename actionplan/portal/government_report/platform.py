"""What the Platform wrote for the report, in its newest version; what it wrote after the closing says so.

Of a closing that was reopened, what stood then (decisions: "The Platform may write its texts after the closing").
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.twins import in_dutch
from actionplan.reporting.models import Round
from actionplan.reporting.platform_texts import texts_of
from actionplan.reporting.states import PlatformPart
from actionplan.rounds.reading import REDACTED, Documents
from actionplan.rounds.rows import instant

from .content import Block, Paragraph, Said
from .wording import ENGLISH, note, readable

if TYPE_CHECKING:
    from .source import Source


@dataclass(frozen=True)
class PlatformWords:
    part: str
    objective: int | None
    """Its number."""
    text: Any
    text_nl: Any
    written_at: datetime.datetime


def newest_texts(round: Round) -> list[PlatformWords]:
    """One query."""
    return [
        PlatformWords(
            row.part,
            row.objective.number if row.objective else None,
            REDACTED if row.redacted_at else row.text,
            REDACTED if row.redacted_at else row.text_nl,
            row.written_at,
        )
        for row in texts_of(round).values()
    ]


def frozen_texts(whole: Documents) -> list[PlatformWords]:
    rows = next((rows for (table, _key), rows in whole.items() if table == "platform_texts"), [])
    return [
        PlatformWords(row["part"], row["objective"], row["text"], row["text_nl"], written_at)
        for row in rows
        if (written_at := instant(row["written_at"])) is not None
    ]


def platform_words(source: Source, part: str, objective: int | None = None) -> Iterator[Block]:
    """Nothing where nothing was written; a preview says so."""
    row = _found(source.texts, part, objective)
    said = _in_language(row) if row else Said("")
    if row is None or not said.text:
        if source.is_preview:
            yield note(_("The Platform has not written this text yet."))
        return
    for line in said.text.splitlines():
        if line.strip():
            yield Paragraph(Said(line.strip(), language=said.language))
    if row.written_at > source.taken_at:
        when = formatting.instant(row.written_at)
        yield note(_("Written on %(when)s, after the closing of the round.") % {"when": when})


def _found(texts: list[PlatformWords], part: str, objective: int | None) -> PlatformWords | None:
    for row in texts:
        if row.part == part and (part != PlatformPart.OBJECTIVE or row.objective == objective):
            return row
    return None


def _in_language(row: PlatformWords) -> Said:
    """In the document's language or, where the twin is empty, in the other."""
    dutch, english = readable(row.text_nl), readable(row.text)
    if in_dutch():
        return Said(dutch) if dutch else Said(english, language=ENGLISH)
    return Said(english) if english else Said(dutch, language="nl-BE")
