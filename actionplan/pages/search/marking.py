"""The sentence in which words were found, and the words in it marked."""

import re
import unicodedata
from collections.abc import Collection
from itertools import groupby
from typing import NamedTuple

from actionplan.base.folding import fold

from .matching import AskedWord

SENTENCE_END = re.compile(
    r"""(?:(?<=[^\s.][^\s.][.!?…])|(?<=[.!?…]["”’»)]))\s+(?=["“‘«(]?[A-ZÀ-ÖØ-Þ])|\s*\n\s*"""
)
"""The space between two sentences: after a full stop that does not end an initial or an abbreviation such as
`o.a.`, before a capital; or a new line."""
MAX_AROUND = 160
"""Characters of a long sentence that are shown before what was found first, and after what was found last."""


class Part(NamedTuple):
    text: str
    is_found: bool


def sentence_with(text: str, words: Collection[AskedWord]) -> str:
    """The first sentence of those with most of the words."""

    def words_in(sentence: str) -> int:
        folded = fold(sentence)
        return sum(word.is_in(folded) for word in words)

    return max(SENTENCE_END.split(text), key=words_in)


def marked(text: str, words: Collection[AskedWord]) -> list[Part]:
    """The text in parts, in order: what matches one of the words, and what stands between."""
    text = unicodedata.normalize("NFC", text)
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = " " if character.isspace() else fold(character)
        letters += plain
        places += [place] * len(plain)
    folded = "".join(letters)
    found = {
        place
        for word in words
        for match in word.pattern.finditer(folded)
        for place in places[match.start() : match.end()]
    }
    runs = groupby(range(len(text)), found.__contains__)
    return [Part("".join(text[place] for place in run), is_found) for is_found, run in runs]


def shortened(parts: list[Part]) -> list[Part]:
    """Less of what stands before the first and after the last found part, cut between words."""
    first, *others = parts
    if not first.is_found and len(first.text) > MAX_AROUND:
        first = Part("… " + first.text[-MAX_AROUND:].partition(" ")[2], False)
    parts = [first, *others]
    last = parts[-1]
    if not last.is_found and len(last.text) > MAX_AROUND:
        parts[-1] = Part(last.text[:MAX_AROUND].rpartition(" ")[0] + " …", False)
    return parts
