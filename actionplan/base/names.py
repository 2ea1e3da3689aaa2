"""Matching the names of bodies as people write them to the bodies they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from .folding import fold, is_similar

COMMON_WORDS = frozenset(
    re.findall(
        r"\w+",
        """the of for and with in de het van voor en met agency agencies agentschap department departement division afdeling
        dienst service team flemish vlaams vlaamse policy area beleidsdomein""",
    )
)
"""Words that many names of bodies share."""

NEAREST_SIMILARITY = 0.5
"""From 0 to 1: how similar a folded name must be to be suggested where none matches."""


@dataclass(frozen=True)
class KnownName:
    key: str
    name: str
    others: tuple[str, ...] = ()
    """Its names in either language and its abbreviation."""


@dataclass
class KnownNames:
    """Names, indexed by every form in which they may be written."""

    rows: list[KnownName] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_key = {row.key: row for row in self.rows}
        self.exact: dict[str, set[str]] = {}
        self.by_words: dict[tuple[str, ...], set[str]] = {}
        for row in self.rows:
            for form in filter(None, [row.name, *row.others]):
                self.exact.setdefault(_compact(form), set()).add(row.key)
                if words := _own_words(form):
                    self.by_words.setdefault(words, set()).add(row.key)

    def certain_match(self, text: str) -> str | None:
        """The key of the name that matches, ignoring case, punctuation, spaces, plurals and common words."""
        for keys in (self.exact.get(_compact(text)), self.by_words.get(_own_words(text))):
            if keys and len(keys) == 1:
                return next(iter(keys))
        return None

    def likely_match(self, text: str) -> str | None:
        """The key of the only name that is similar, contains all the words, or differs in one letter."""
        folded, words = fold(bare(text)), set(_own_words(text))
        tests = [
            lambda form: is_similar(folded, fold(form)),
            lambda form: bool(words) and words < set(_own_words(form)),
            lambda form: len(folded) >= 4 and _differs_in_one_letter(folded, fold(form)),
        ]
        for test in tests:
            keys = {row.key for row in self.rows for form in [row.name, *row.others] if form and test(form)}
            if len(keys) == 1:
                return keys.pop()
        return None

    def nearest(self, text: str) -> KnownName | None:
        """The most similar name, if any is similar enough to suggest."""
        if key := self.likely_match(text):
            return self.by_key[key]
        forms = {fold(form): row for row in reversed(self.rows) for form in [row.name, *row.others] if form}
        return next(
            (forms[form] for form in get_close_matches(fold(text), forms, n=1, cutoff=NEAREST_SIMILARITY)),
            None,
        )


def _compact(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _own_words(text: str) -> tuple[str, ...]:
    """The words that set this name apart, sorted, without a plural ending."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    return tuple(
        sorted(word.rstrip("s") if len(word) > 3 else word for word in words if word not in COMMON_WORDS)
    )


def _differs_in_one_letter(name: str, other: str) -> bool:
    return len(name) == len(other) and sum(a != b for a, b in zip(name, other, strict=True)) == 1


def bare(text: str) -> str:
    """The text without surrounding brackets and punctuation; brackets inside it stay balanced."""
    text = " ".join(text.split()).strip(" ,;:.·•*-–—/+&()[]")
    return f"{text})" if text.count("(") > text.count(")") else text
