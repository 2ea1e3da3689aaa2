"""What the Platform wrote, as it was frozen with the round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.twins import in_dutch
from actionplan.reporting.states import PlatformPart

from .actions import ENGLISH, readable
from .content import Block, Paragraph, Said
from .figures import note
from .source import Source


def platform_words(source: Source, part: str, objective: int | None = None) -> Iterator[Block]:
    """The newest version of a text; a preview says where there is none yet."""
    row = _found(source, part, objective)
    text = _in_language(row) if row else Said("")
    if text.text:
        for line in text.text.splitlines():
            if line.strip():
                yield Paragraph(Said(line.strip(), language=text.language))
    elif source.is_preview:
        yield note(_("The Platform has not written this text yet."))


def _found(source: Source, part: str, objective: int | None) -> Any:
    texts = next((rows for (table, _key), rows in source.whole.items() if table == "platform_texts"), [])
    for row in texts:
        if row["part"] == part and (part != PlatformPart.OBJECTIVE or row["objective"] == objective):
            return row
    return None


def _in_language(row: Any) -> Said:
    """In the document's language or, where the twin is empty, in the other."""
    dutch, english = readable(row["text_nl"]), readable(row["text"])
    if in_dutch():
        return Said(dutch) if dutch else Said(english, language=ENGLISH)
    return Said(english) if english else Said(dutch, language="nl-BE")
