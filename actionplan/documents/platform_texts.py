"""The texts of the Platform for the report; those written after the closing are marked."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.formatting import in_dutch
from actionplan.picture.words import REMOVED, WrittenText
from actionplan.reporting.models import Round, Snapshot, SnapshotItem, SnapshotText
from actionplan.reporting.states import PlatformPart
from actionplan.rounds.platform_texts import texts_of

from .content import Paragraph, note

if TYPE_CHECKING:
    from .source import DocumentSource

ENGLISH, DUTCH = "en-GB", "nl-BE"


@dataclass(frozen=True)
class PlatformWords:
    part: str
    objective: int | None
    """Its number."""
    text: WrittenText
    text_nl: WrittenText
    written_at: datetime.datetime


def newest_texts(round: Round) -> list[PlatformWords]:
    """One query."""
    return [
        PlatformWords(
            row.part,
            row.objective.number if row.objective else None,
            REMOVED if row.redacted_at else WrittenText(row.text),
            REMOVED if row.redacted_at else WrittenText(row.text_nl),
            row.written_at,
        )
        for row in texts_of(round).values()
    ]


def frozen_texts(snapshot: Snapshot) -> list[PlatformWords]:
    """The texts at the closing, without those removed since. Two queries."""
    item = SnapshotItem.objects.get(snapshot=snapshot, table="platform_texts")
    texts = {
        name: REMOVED if removed_at else WrittenText(text)
        for name, text, removed_at in SnapshotText.objects.filter(item=item).values_list(
            "name", "text", "redacted_at"
        )
    }
    return [
        PlatformWords(
            row["part"],
            row["objective"],
            texts.get(f"/{place}/text", WrittenText()),
            texts.get(f"/{place}/text_nl", WrittenText()),
            datetime.datetime.fromisoformat(row["written_at"]),
        )
        for place, row in enumerate(json.loads(bytes(item.content)))
    ]


def texts_in_one_language(texts: Iterable[PlatformWords]) -> list[str]:
    """In sentences, which texts are written in one language alone, in which the report in the other one prints them."""
    names: dict[str, list[str]] = {"en": [], "nl": []}
    for row in texts:
        if bool(row.text) != bool(row.text_nl):
            objective = _("objective %(number)s") % {"number": row.objective}
            name = objective if row.objective is not None else str(PlatformPart(row.part).label)
            names["en" if row.text else "nl"].append(name)
    in_english = _("Written in English alone, and so in English in the Dutch report too: %(texts)s.")
    in_dutch_alone = _("Written in Dutch alone, and so in Dutch in the English report too: %(texts)s.")
    said = [(in_english, names["en"]), (in_dutch_alone, names["nl"])]
    return [sentence % {"texts": formatting.listed(found)} for sentence, found in said if found]


def platform_words(source: DocumentSource, part: str, objective: int | None = None) -> Iterator[Paragraph]:
    """The text as paragraphs; without one, nothing, or a note in a preview."""
    row = next((text for text in source.texts if (text.part, text.objective) == (part, objective)), None)
    text, language = _in_language(row) if row else ("", "")
    if row is None or not text:
        if source.is_preview:
            yield note(_("The Platform has not written this text yet."))
        return
    for line in text.splitlines():
        if line.strip():
            yield Paragraph(line.strip(), language=language)
    if row.written_at > source.known_at:
        when = formatting.instant(row.written_at)
        yield note(_("Written on %(when)s, after the closing of the round.") % {"when": when})


def platform_texts(source: DocumentSource) -> Iterator[tuple[str, list[Paragraph]]]:
    """All texts with the names of their parts, in the order of the report."""
    yield _("Introduction"), list(platform_words(source, PlatformPart.INTRODUCTION))
    for number in source.picture.objectives:
        words = platform_words(source, PlatformPart.OBJECTIVE, number)
        yield _("Objective %(number)s") % {"number": number}, list(words)
    yield _("Conclusion"), list(platform_words(source, PlatformPart.CONCLUSION))


def _in_language(row: PlatformWords) -> tuple[str, str]:
    """The text in the document's language or, if that is empty, in the other one with its language code."""
    dutch, english = row.text_nl.in_words, row.text.in_words
    if in_dutch():
        return (dutch, "") if dutch else (english, ENGLISH)
    return (english, "") if english else (dutch, DUTCH)
