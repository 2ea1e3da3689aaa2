"""What matches a word that was typed: itself, also as a part of another, and words with its stem, in Dutch or in English.

Words and texts are folded here. Stems are for comparing, never for showing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

STEMMERS = [snowballstemmer.stemmer(language) for language in ("dutch", "english")]
MIN_STEMMED = 4
"""Letters: a shorter word is looked for as it is."""
START = 3
"""Letters that all forms of a word begin with, in Dutch also behind `ge`."""
MIN_SIMILARITY = 0.7
"""From 0 to 1, of a word that is suggested: `vlcp` and `vclp` have 0.75."""


@dataclass(frozen=True)
class AskedWord:
    """A word that somebody looks for, with the words of its stem that stand in what they may read."""

    text: str
    forms: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Its forms are whole words; it may itself be a part of a word."""
        forms = "".join(rf"\b{form}\b|" for form in self.forms)
        return re.compile(forms + re.escape(self.text))

    def is_in(self, text: str) -> bool:
        return self.text in text or (
            any(form in text for form in self.forms) and self.pattern.search(text) is not None
        )


def asked_word(word: str, text: str) -> AskedWord:
    """With the forms that stand in the text. Stemming is slow: only words that begin like it are stemmed."""
    if len(word) < MIN_STEMMED or not word.isalpha():
        return AskedWord(word)
    stems = _stems_of(word)
    starts = "|".join(sorted({one[:START] for one in [word, *stems]}))
    alike = set(re.findall(rf"\b(?:ge)?(?:{starts})\w*", text))
    return AskedWord(word, tuple(sorted(form for form in alike if stems & _stems_of(form))))


def _stems_of(word: str) -> set[str]:
    return {stemmer.stemWord(word) for stemmer in STEMMERS}


def suggested(words: Iterable[AskedWord], text: str) -> list[str]:
    """The words, each that is no whole word of the text replaced by the one most like it; empty where one has none."""
    known = sorted(set(re.findall(r"\w+", text)))
    found = []
    for word in words:
        nearest = process.extractOne(
            word.text, known, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=MIN_SIMILARITY
        )
        if nearest is None and not word.is_in(text):
            return []
        found.append(nearest[0] if nearest else word.text)
    return found
