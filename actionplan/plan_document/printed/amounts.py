"""Amounts in euro as people write them, in English and Dutch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from actionplan.base.money import cents

NUMBER = r"\d{1,3}(?:[ .,'’\u00a0\u2009\u202f]\d{3})+(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
TIMES = {
    r"million|mln\b\.?|mio\b\.?|miljoen|M\b": 1_000_000,
    r"thousand|duizend|k\b": 1_000,
    r"billion|miljard|mrd\b\.?": 1_000_000_000,
}
TIMES_WORDS = "|".join(TIMES)
EURO = r"(?:€|\beuros?\b|\beur\b)"
PER_YEAR = r"""(?:\s*/\s*(?:year|jaar|yr|jr?)\b\.?|\s*\(?\b(?:per|a|each)\s+(?:calendar\s+|school)?(?:year|jaar|annum)\b\)?
    |\s*\(?\b(?:annually|yearly|annual|jaarlijkse?|p\.\s?[aj]\.)\)?)"""
AMOUNT = re.compile(
    rf"""(?P<yearly>\b(?:annually|yearly|annual|jaarlijkse?)\s+)?
    (?:{EURO}\s*(?P<behind>{NUMBER})(?:\s*(?P<times>{TIMES_WORDS}))?(?:,-|,–)?(?:\s*{EURO})?
    |(?<![\d.,])(?P<before>{NUMBER})(?:\s*(?P<times_before>{TIMES_WORDS}))?(?:,-)?\s*{EURO})
    (?P<per_year>{PER_YEAR})?""",
    re.IGNORECASE | re.VERBOSE,
)
BARE_NUMBER = re.compile(
    rf"(?<![\d.,/-])(?P<number>\d{{1,3}}(?:[ .,]\d{{3}})+(?:[.,]\d{{1,2}})?|\d{{4,}}(?:[.,]\d{{1,2}})?)"
    rf"(?![\d%/-])(?P<per_year>{PER_YEAR})?",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class PrintedAmount:
    begins: int
    ends: int
    """Where it stands in the text, the latter exclusive."""
    euro: Decimal
    per_year: bool
    has_currency: bool = True


def amounts_in(text: str) -> list[PrintedAmount]:
    """Amounts with the sign or the name of the euro; where there are none, numbers that can be amounts: 50.000, 150000."""
    found = []
    for match in AMOUNT.finditer(text):
        euro = number_of(match["behind"] or match["before"]) * _times(match["times"] or match["times_before"])
        found.append(PrintedAmount(*match.span(), cents(euro), bool(match["per_year"] or match["yearly"])))
    if found:
        return found
    return [
        PrintedAmount(*match.span(), cents(number_of(match["number"])), bool(match["per_year"]), False)
        for match in BARE_NUMBER.finditer(text)
        if not re.fullmatch(r"(?:19|20|21)\d\d", match["number"])
    ]


def number_of(text: str) -> Decimal:
    """1.500.000, 60,000, 248,498.53, 12,5: three digits behind a mark are thousands, one or two behind the last are decimals."""
    text = re.sub(r"[^\d.,]", "", text)
    whole, decimals = text, ""
    if match := re.fullmatch(r"(.*?)[.,](\d{1,2})", text):
        whole, decimals = match.groups()
    return Decimal(f"{re.sub('[.,]', '', whole)}.{decimals or 0}")


def _times(words: str | None) -> int:
    if not words:
        return 1
    return next(times for known, times in TIMES.items() if re.fullmatch(known, words, re.IGNORECASE))
