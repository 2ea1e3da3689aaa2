"""Folded text: what search compares, without regard to case, accents and spacing.

The database cannot do this alike on both engines (SQLite's case folding knows ASCII only), so the folded
form is kept in a column beside the words.
"""

import unicodedata


def fold(*texts: str) -> str:
    """The texts as one, in lower case, without accents, with single spaces."""
    plain_forms = unicodedata.normalize("NFKD", " ".join(texts))
    decomposed = unicodedata.normalize("NFKD", plain_forms.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(plain.replace("’", "'").replace("‘", "'").split())


def words_of(query: str) -> list[str]:
    """The folded words of a search; all of them must be found."""
    return fold(query).split()
