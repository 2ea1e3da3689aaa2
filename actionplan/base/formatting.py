"""How days, instants, money and shares are written in the language of the page, and which of two texts it shows.

A field `title` in English has its Dutch twin `title_nl` beside it.
Each language has its own notation: `20 januari 2023` and `€ 1.234,56`, `20 January 2023` and `€1,234.56`.
Spaces inside an amount are no-break spaces. What is unknown is a dash, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from actionplan.base.days import BRUSSELS, HALF_YEAR, ONE_YEAR, day_of

UNKNOWN = "–"
NO_BREAK = "\u00a0"
MINUS = "\u2212"
MILLION = Decimal(1_000_000)
STEPS = [Decimal(1).scaleb(-places) for places in range(7)]
"""The rounding step, by the number of decimals."""
QUARTERS = [
    gettext_lazy("first quarter of %(year)s"),
    gettext_lazy("second quarter of %(year)s"),
    gettext_lazy("third quarter of %(year)s"),
    gettext_lazy("last quarter of %(year)s"),
]
SEASONS = [
    gettext_lazy("winter %(year)s"),
    gettext_lazy("spring %(year)s"),
    gettext_lazy("summer %(year)s"),
    gettext_lazy("autumn %(year)s"),
]
MAX_TABLE_TITLE = 30
"""Characters: a minister's title up to this length is not shortened in a table."""
DUTCH_SIGNS = str.maketrans(",.", ".,")


def in_dutch() -> bool:
    return (get_language() or "").startswith("nl")


def local(obj: Any, field: str) -> str:
    """The field in the language of the page; in the other one where that is empty."""
    english, dutch = getattr(obj, field), getattr(obj, f"{field}_nl", "")
    return dutch or english if in_dutch() else english or dutch


def other_language(obj: Any, field: str) -> str:
    """The code of the language of what `local` returns; empty where that is the page's."""
    english, dutch = getattr(obj, field), getattr(obj, f"{field}_nl", "")
    if in_dutch():
        return "en" if english and not dutch else ""
    return "nl" if dutch and not english else ""


def local_in_words(obj: Any, field: str) -> str:
    """`local`, and in which language it is where that is not the page's."""
    languages = {"": "%(text)s", "en": _("%(text)s (in English)"), "nl": _("%(text)s (in Dutch)")}
    return languages[other_language(obj, field)] % {"text": local(obj, field)}


def local_value(field: str) -> Any:
    """`local` as a query expression for a lookup path, for sorting or for `values()`."""
    first, second = (f"{field}_nl", field) if in_dutch() else (field, f"{field}_nl")
    return Coalesce(NullIf(F(first), Value("")), F(second))


class Twin:
    """A descriptor that returns a field in the language of the page: `local_title = Twin("title")`."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, obj: Any, owner: type) -> Any:
        return self if obj is None else local(obj, self.field)


def number(value: Decimal | int, places: int = 0) -> str:
    """The number with grouped thousands, rounded half up to `places` decimals."""
    rounded = Decimal(value).quantize(STEPS[places], rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,f}"
    if in_dutch():
        text = text.translate(DUTCH_SIGNS)
    return f"{MINUS}{text}" if rounded < 0 else text


def whole(value: Decimal) -> int:
    """Rounded half up, as in words: a percentage, or thousands of euro."""
    return int(value.quantize(STEPS[0], rounding=ROUND_HALF_UP))


def short_number(value: Decimal) -> str:
    """The number with two decimals, or none if it is whole."""
    return number(value, 0 if value == value.to_integral_value() else 2)


def euro(amount: Decimal | int | None) -> str:
    """The amount in euro to the cent; unknown is a dash."""
    return UNKNOWN if amount is None else _in_euro(amount, 2)


def euro_difference(amount: Decimal) -> str:
    """An increase or decrease to the cent, which begins with its sign: `+€1,234.50`, in Dutch `+ € 1.234,50`."""
    if amount == 0:
        return euro(amount)
    sign = "+" if amount > 0 else MINUS
    return f"{sign}{NO_BREAK if in_dutch() else ''}{euro(abs(amount))}"


def euro_short(amount: Decimal | int | None) -> str:
    """The amount for a chart: in millions to one decimal; below a million, to the euro."""
    if amount is None:
        return UNKNOWN
    if -MILLION < amount < MILLION:
        return _in_euro(amount, 0)
    millions = _in_euro(Decimal(amount) / MILLION, 1)
    return (_("%(amount)s million") % {"amount": millions}).replace(" ", NO_BREAK)


def _in_euro(amount: Decimal | int, places: int) -> str:
    text = number(amount, places)
    if in_dutch():
        return f"€{NO_BREAK}{text}"
    if text.startswith(MINUS):
        return f"{MINUS}€{text[1:]}"
    return f"€{text}"


def percent(value: Decimal | float | None, places: int = 0) -> str:
    """A percentage, 61.5 for 61.5%; unknown is a dash."""
    if value is None:
        return UNKNOWN
    return f"{number(Decimal(str(value)), places)}%"


def share(part: Decimal | int | None, whole: Decimal | int | None) -> Decimal | None:
    """The part as a percentage of the whole; None when either is unknown or the whole is zero."""
    if part is None or not whole:
        return None
    return Decimal(part) * 100 / Decimal(whole)


def yes_or_no(value: object) -> str:
    return _("yes") if value else _("no")


def listed(values: Iterable[Any]) -> str:
    """ "2022, 2023 and 2024"."""
    return get_text_list([str(value) for value in values], _("and"))


def shortened(title: str) -> str:
    """The first portfolio of a minister's long title, for tables."""
    return title if len(title) <= MAX_TABLE_TITLE else title.split(",")[0]


def day(value: date | None) -> str:
    """The day in full: 20 January 2023; for an aware datetime, its day in Brussels."""
    there = _day_of(value)
    return f"{there.day} {MONTHS[there.month]} {there.year}" if there else UNKNOWN


def short_day(value: date | None) -> str:
    """The day with a short month: 20 Jan 2023, in Dutch 20 jan 2023."""
    there = _day_of(value)
    if there is None:
        return UNKNOWN
    month = str(MONTHS_3[there.month])
    return f"{there.day} {month if in_dutch() else month.title()} {there.year}"


def _day_of(value: date | None) -> date | None:
    return day_of(value) if isinstance(value, datetime) else value


def instant(value: datetime | None) -> str:
    """The aware datetime in Brussels time: 20 January 2023, 14:05."""
    if value is None:
        return UNKNOWN
    there = value.astimezone(BRUSSELS)
    return f"{day(there.date())}, {there:%H:%M}"


def until_words(due: date, today: date) -> str:
    """Due in 4 days, due tomorrow, due today, 3 days late. The due day is inclusive."""
    days = (due - today).days
    if days < 0:
        return late_words(-days)
    if days == 0:
        return _("due today")
    return ngettext("due tomorrow", "due in %(days)s days", days) % {"days": number(days)}


def distance_words(due: date, today: date) -> str:
    """In 4 days, tomorrow, today, 3 days ago: for a day that nobody can be late for."""
    days = (due - today).days
    if days < 0:
        return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": number(-days)}
    if days == 0:
        return _("today")
    return ngettext("tomorrow", "in %(days)s days", days) % {"days": number(days)}


def late_words(days: int) -> str:
    """3 days late: how long after its due day something came, or is still missing."""
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": number(days)}


def span_words(span: timedelta) -> str:
    """The length of a time limit: a year, half a year, or a number of days."""
    if span == ONE_YEAR:
        return _("a year")
    if span == HALF_YEAR:
        return _("half a year")
    return ngettext("%(days)s day", "%(days)s days", span.days) % {"days": number(span.days)}


def vague(value: date | None, precision: str | None, *, starts: bool = False) -> str:
    """The day, as precisely as the plan gives it.

    `precision` is day, month, quarter, season or year. With `starts` the day is the first of its interval,
    otherwise the last; this only matters for seasons, which begin and end on the same days.
    """
    if value is None:
        return UNKNOWN
    if precision == "year":
        return str(value.year)
    if precision == "season":
        return _season(value, starts=starts)
    if precision == "quarter":
        return str(QUARTERS[(value.month - 1) // 3]) % {"year": value.year}
    if precision == "month":
        return f"{MONTHS[value.month]} {value.year}"
    return day(value)


def _season(value: date, *, starts: bool) -> str:
    """The season, by its last day (21 March, June, September or December) or its first, the day after.

    A start on the 21st counts as a first day too. A winter is named after the year it begins in.
    """
    first_day = 21 if starts else 22
    turns = [(3, first_day), (6, first_day), (9, first_day), (12, first_day)]
    place = sum((value.month, value.day) >= turn for turn in turns)
    year = value.year - 1 if place == 0 else value.year
    return str(SEASONS[place % 4]) % {"year": year}
