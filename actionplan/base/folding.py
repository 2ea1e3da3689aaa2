"""Folded text: what search compares, ignoring case, accents and spacing.

The two databases fold differently (SQLite folds ASCII only), so the folded form is stored in a column beside
the text.
"""

import re
import unicodedata
from collections.abc import Collection
from difflib import SequenceMatcher
from itertools import filterfalse

from django.conf import settings
from django.utils.translation import override

MIN_SIMILARITY = 0.86
"""From 0 to 1: two folded names at least this similar may be the same."""
PIECE = 1000
"""Characters."""
MAX_KEY_STEM = 56
"""Characters of a generated key; keys may have 60, which leaves room for a number after it."""


def fold(*texts: str) -> str:
    """The texts joined, in lower case, without accents, with single spaces."""
    joined = " ".join(texts)
    if joined.isascii():
        return " ".join(joined.casefold().split())
    decomposed = _decomposed(_decomposed(joined).casefold())
    plain = "".join(filterfalse(unicodedata.combining, decomposed))
    return " ".join(plain.replace("’", "'").replace("‘", "'").split())


def _decomposed(text: str) -> str:
    """Piece by piece: Python sorts the accents on one letter in a time that is quadratic in their number, and a text may be
    nothing but accents. Their order is lost, which does not matter to who leaves them out.
    """
    pieces = (text[place : place + PIECE] for place in range(0, len(text), PIECE))
    return "".join(unicodedata.normalize("NFKD", piece) for piece in pieces)


def words_of(query: str) -> list[str]:
    """The folded words of a search; a match must contain all of them."""
    return fold(query).split()


def in_each_language(text: object) -> set[str]:
    """A text that is translated, folded, in every language of the portal."""
    words = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            words.add(fold(str(text)))
    return words


def is_similar(name: str, other: str) -> bool:
    matcher = SequenceMatcher(None, name, other)
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # each at most the one before
    return all(ratio() >= MIN_SIMILARITY for ratio in ratios)


def key_from(name: str, taken: Collection[str], otherwise: str) -> str:
    """A key made from the name, in lower-case letters, digits and `_`, that is not among `taken`.

    It begins with a letter: `otherwise` is put before a name that does not.
    """
    stem = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")
    stem = (stem if stem[:1].isalpha() else f"{otherwise}_{stem}")[:MAX_KEY_STEM].rstrip("_")
    return next(key for key in [stem, *(f"{stem}_{n}" for n in range(2, len(taken) + 3))] if key not in taken)
