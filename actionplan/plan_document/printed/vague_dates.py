"""Dates as people write them, in English and Dutch: a day, a month, a quarter, a season, a year, the end of one.

Each stands for an interval, of which a start takes the first day and an end the last.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from actionplan.amendments.shape import FIRST_YEAR, LAST_YEAR

MONTHS = [
    "january|januari|jan",
    "february|februari|feb",
    "march|maart|mrt|mar",
    "april|apr",
    "may|mei",
    "june|juni|jun",
    "july|juli|jul",
    "august|augustus|aug",
    "september|sept|sep",
    "october|oktober|oct|okt",
    "november|nov",
    "december|dec",
]
SEASONS = {"spring|voorjaar|lente": 3, "summer|zomer": 6, "autumn|fall|najaar|herfst": 9, "winter": 12}
"""Each begins on the 22nd of this month, and ends on the 21st three months later."""
PARTS = {
    "early|beginning of|begin of|start of|begin van|begin|start van": "early",
    "mid|middle of|midden van|midden|medio|half": "mid",
    "end of|late|eind van|einde van|eind|einde|end": "late",
}
ORDINALS = ["1st|1ste|1e|first|eerste", "2nd|2de|2e|second|tweede", "3rd|3de|3e|third|derde"]
ORDINALS += ["4th|4de|4e|fourth|vierde|last|laatste"]

YEAR = r"(?<!\d)(?P<year>(?:19|20|21)\d\d)(?!\d)"
MONTH = r"\b(?P<month>{})\b\.?".format("|".join(MONTHS))
DAY = r"(?<![\d.,])(?P<day>\d{1,2})(?:st|nd|rd|th|ste|de|e)?\b"
SEASON = r"\b(?P<season>{})\b".format("|".join(SEASONS))
PART = r"\b(?P<part>{})".format("|".join(PARTS))
ORDINAL = r"\b(?P<ordinal>{})".format("|".join(ORDINALS))
OF = r"\s*(?:of\s|van\s|,\s?|/|-)?\s*"
SCHOOL = r"(?:school ?year|schooljaar|academic year|academiejaar|werkjaar)"
RANGE = r"(?:-|–|—|to\b|tot\b|t/m\b)"


@dataclass(frozen=True)
class VagueDate:
    """One date in a text; where it says no year or month, it means those of the date behind it."""

    begins: int
    ends: int
    """Where it stands in the text, the latter exclusive."""
    precision: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    months: int = 1
    """How long it is, from its month on."""
    is_vague: bool = False

    @property
    def is_whole(self) -> bool:
        return self.year is not None and self.month is not None

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year or 0, self.month or 0, self.day or 1)

    @property
    def last(self) -> datetime.date:
        if self.precision == "day":
            return self.first
        place = self.first.year * 12 + self.first.month - 1 + self.months
        after = datetime.date(place // 12, place % 12 + 1, self.day or 1)
        return after - datetime.timedelta(days=1)

    def completed_by(self, later: VagueDate) -> VagueDate:
        month = self.month or later.month
        year = self.year or later.year
        if self.year is None and later.year and month and later.month and month > later.month:
            year = later.year - 1
        return replace(self, year=year, month=month)


def _number(words: list[str], text: str) -> int:
    """The place, from 1, of the alternatives that hold the text."""
    return next(place for place, one in enumerate(words, 1) if text.casefold() in one.split("|"))


def _year(match: re.Match[str]) -> int | None:
    text = match.groupdict().get("year")
    return int(text) if text else None


def _of_day(match: re.Match[str]) -> VagueDate | None:
    month = match.groupdict().get("month")
    number = int(month) if month and month.isdigit() else _number(MONTHS, month) if month else None
    return VagueDate(*match.span(), "day", _year(match), number, int(match["day"]))


def _of_month(match: re.Match[str]) -> VagueDate | None:
    month = match["month"]
    number = int(month) if month.isdigit() else _number(MONTHS, month)
    vague = bool(match.groupdict().get("part"))
    return VagueDate(*match.span(), "month", _year(match), number, is_vague=vague)


def _of_quarter(match: re.Match[str]) -> VagueDate | None:
    number = int(match["number"]) if "number" in match.groupdict() else _number(ORDINALS, match["ordinal"])
    return VagueDate(*match.span(), "quarter", _year(match), number * 3 - 2, months=3)


def _of_half(match: re.Match[str]) -> VagueDate | None:
    number = _number(ORDINALS, match["ordinal"])
    if number > 2:
        return None
    return VagueDate(*match.span(), "quarter", _year(match), number * 6 - 5, months=6, is_vague=True)


def _of_season(match: re.Match[str]) -> VagueDate | None:
    month = next(month for words, month in SEASONS.items() if match["season"].casefold() in words.split("|"))
    return VagueDate(*match.span(), "season", _year(match), month, 22, months=3, is_vague=True)


def _of_part(match: re.Match[str]) -> VagueDate | None:
    words = " ".join(match["part"].casefold().split())
    part = next(part for known, part in PARTS.items() if words in known.split("|"))
    if part == "mid":
        return VagueDate(*match.span(), "month", _year(match), 6, is_vague=True)
    month = {"early": 1, "late": 10}[part]
    return VagueDate(*match.span(), "quarter", _year(match), month, months=3, is_vague=True)


def _of_school_year(match: re.Match[str]) -> VagueDate | None:
    return VagueDate(*match.span(), "month", _year(match), 9, months=12, is_vague=True)


def _of_year(match: re.Match[str]) -> VagueDate | None:
    return VagueDate(*match.span(), "year", _year(match), 1, months=12)


def _of_short_year(match: re.Match[str]) -> VagueDate | None:
    """The 22 of 2021-22; the 03 of 2021-03 is a month."""
    before = int(match.string[match.start() - 5 : match.start() - 1])
    year = before // 100 * 100 + int(match["short"])
    return VagueDate(*match.span(), "year", year, 1, months=12) if year > before else None


PATTERNS: list[tuple[str, Callable[[re.Match[str]], VagueDate | None]]] = [
    (YEAR + r"-(?P<month>\d\d)-(?P<day>\d\d)\b", _of_day),
    (r"(?<!\d)(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?" + YEAR, _of_day),
    (DAY + r"\s+(?:of\s+)?" + MONTH + OF + YEAR, _of_day),
    (MONTH + r"\s+" + DAY + r",?\s+" + YEAR, _of_day),
    (SCHOOL + r"\s*" + YEAR + r"\s*[-–/]\s*\d{2,4}(?!\d)", _of_school_year),
    (YEAR + r"\s*[-–/]\s*\d{2,4}\s+" + SCHOOL, _of_school_year),
    (ORDINAL + r"\s+(?:half|helft|semester|halfjaar)" + OF + YEAR, _of_half),
    (PART + r"[\s-]+" + MONTH + OF + YEAR, _of_month),
    (PART + r"[\s-]*" + YEAR, _of_part),
    (ORDINAL + r"\s+(?:quarter|kwartaal|trimester)(?:" + OF + YEAR + ")?", _of_quarter),
    (r"\b(?:Q|K|quarter\s|kwartaal\s)(?P<number>[1-4])\b(?:" + OF + YEAR + ")?", _of_quarter),
    (YEAR + r"\s?[-/]?\s?[QK](?P<number>[1-4])\b", _of_quarter),
    (SEASON + OF + YEAR + r"(?:\s?[-–/]\s?(?:\d\d){1,2}(?!\d))?", _of_season),
    (MONTH + OF + YEAR, _of_month),
    (r"(?<![\d/])(?P<month>\d{1,2})/" + YEAR, _of_month),
    (DAY + r"\s+(?:of\s+)?" + MONTH, _of_day),
    (DAY + r"(?=\s*" + RANGE + r"\s*\d{1,2}\w*\s+(?:of\s+)?(?:" + "|".join(MONTHS) + r")\b)", _of_day),
    (MONTH, _of_month),
    (SEASON + r"(?=\s*" + RANGE + ")", _of_season),
    (r"(?<=\d\d\d\d[-–/])(?P<short>\d\d)(?![\d./-])", _of_short_year),
    (YEAR + r"-(?P<month>0[1-9]|1[0-2])(?![\d-])", _of_month),
    (YEAR, _of_year),
]
"""The most that a text can be comes first; what one has taken, no other looks at."""
COMPILED = [(re.compile(pattern, re.IGNORECASE), made) for pattern, made in PATTERNS]
BETWEEN = re.compile(r"\s*(?:[-–—/]|to|tot|t/m|until|till|tot en met|and|en|through)\s*", re.IGNORECASE)


def dates_in(text: str) -> list[VagueDate]:
    """All dates in the text, from left to right. What is no date of the calendar, or lies in no likely year, is left out."""
    found: list[VagueDate] = []
    for pattern, made in COMPILED:
        for match in pattern.finditer(text):
            if any(match.start() < other.ends and other.begins < match.end() for other in found):
                continue
            if date := made(match):
                found.append(date)
    found.sort(key=lambda date: date.begins)
    return list(_completed(text, found))


def _completed(text: str, found: list[VagueDate]) -> Iterator[VagueDate]:
    for place, date in enumerate(found):
        if not date.is_whole and place + 1 < len(found):
            later = found[place + 1]
            if BETWEEN.fullmatch(text[date.ends : later.begins]):
                date = date.completed_by(later)
        if date.is_whole and _is_possible(date):
            yield date


def _is_possible(date: VagueDate) -> bool:
    try:
        return date.first.year >= FIRST_YEAR and date.last.year <= LAST_YEAR
    except ValueError:
        return False
