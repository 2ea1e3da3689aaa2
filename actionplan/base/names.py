"""Names of bodies as people write them, and the body that each means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from .folding import fold, is_nearly

GENERAL = frozenset(
    re.findall(
        r"\w+",
        """the of for and with in de het van voor en met agency agencies agentschap department departement division afdeling
        dienst service team flemish vlaams vlaamse policy area beleidsdomein""",
    )
)
"""Words that names of bodies have in common."""

FAR = 0.5
"""How alike two folded names are, from 0 to 1, to be named beside each other where none fits."""


@dataclass(frozen=True)
class KnownName:
    key: str
    name: str
    others: tuple[str, ...] = ()
    """Its names in either language and its abbreviation."""


@dataclass
class KnownNames:
    """Names by all that they may be written as."""

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

    def surely(self, text: str) -> str | None:
        """The key of the one that is called so, but for capitals, points, spaces, endings, and words that names have in common."""
        for keys in (self.exact.get(_compact(text)), self.by_words.get(_own_words(text))):
            if keys and len(keys) == 1:
                return next(iter(keys))
        return None

    def perhaps(self, text: str) -> str | None:
        """The key of the one whose name is nearly that, or holds all its words, or differs in one letter; if it is one alone."""
        folded, words = fold(bare(text)), set(_own_words(text))
        tests = [
            lambda form: is_nearly(folded, fold(form)),
            lambda form: bool(words) and words < set(_own_words(form)),
            lambda form: len(folded) >= 4 and _differs_in_one_letter(folded, fold(form)),
        ]
        for test in tests:
            keys = {row.key for row in self.rows for form in [row.name, *row.others] if form and test(form)}
            if len(keys) == 1:
                return keys.pop()
        return None

    def nearest(self, text: str) -> KnownName | None:
        """The one whose name is nearest to that, where any is near."""
        if key := self.perhaps(text):
            return self.by_key[key]
        forms = {fold(form): row for row in reversed(self.rows) for form in [row.name, *row.others] if form}
        return next((forms[form] for form in get_close_matches(fold(text), forms, n=1, cutoff=FAR)), None)


def _compact(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _own_words(text: str) -> tuple[str, ...]:
    """The words that are this name's own, sorted, without the ending of a plural."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    return tuple(sorted(word.rstrip("s") if len(word) > 3 else word for word in words if word not in GENERAL))


def _differs_in_one_letter(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def bare(text: str) -> str:
    """The words without the brackets and marks around them; a bracket inside them stays whole."""
    text = " ".join(text.split()).strip(" ,;:.·•*-–—/+&()[]")
    return f"{text})" if text.count("(") > text.count(")") else text
