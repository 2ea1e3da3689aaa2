"""Folded text: what search compares, without regard to case, accents and spacing.

The database cannot do this alike on both engines (SQLite's case folding knows ASCII only), so the folded
form is kept in a column beside the words.
"""

import re
import unicodedata
from collections.abc import Collection
from difflib import SequenceMatcher

NEARLY = 0.86
"""How alike two folded names are, from 0 to 1, to be perhaps the same."""
LONGEST_KEY = 56
"""Characters of a key that is made; keys have 60, so that a number finds its place behind it."""


def fold(*texts: str) -> str:
    """The texts as one, in lower case, without accents, with single spaces."""
    plain_forms = unicodedata.normalize("NFKD", " ".join(texts))
    decomposed = unicodedata.normalize("NFKD", plain_forms.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(plain.replace("’", "'").replace("‘", "'").split())


def words_of(query: str) -> list[str]:
    """The folded words of a search; all of them must be found."""
    return fold(query).split()


def is_nearly(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # each at most the one before
    return all(ratio() >= NEARLY for ratio in ratios)


def key_from(name: str, taken: Collection[str], otherwise: str) -> str:
    """A key for something of that name, in small letters, digits and `_`, that none of the others is.

    It begins with a letter: `otherwise` stands before a name that does not.
    """
    stem = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")
    stem = (stem if stem[:1].isalpha() else f"{otherwise}_{stem}")[:LONGEST_KEY].rstrip("_")
    return next(key for key in [stem, *(f"{stem}_{n}" for n in range(2, len(taken) + 3))] if key not in taken)
