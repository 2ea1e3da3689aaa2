"""Turns what somebody typed into a cell into the value in a plan document, or a sentence that says what is wrong."""

from __future__ import annotations

import datetime
import math
import re
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.utils.escape import unescape

from actionplan.base.fields import FIRST_YEAR, LAST_YEAR, read_amount
from actionplan.base.folding import fold, in_each_language
from actionplan.base.vague import Precision, last_day_of, read_vague
from actionplan.base.workbooks import Cell
from actionplan.planned.json_form import as_json, plain_number
from actionplan.planned.targets import read_targets
from actionplan.planned.year_amounts import read_year_amounts

from .columns import Holds, PlanColumn

YES_WORDS = {"yes", "y", "ja", "j", "true", "waar", "x", "1"}
NO_WORDS = {"no", "n", "nee", "neen", "false", "onwaar", "0"}
LARGEST = 10**11
ERA = 1910
"""An earlier day is really a year typed into a date cell: 2021 becomes a day in 1905 or 1909."""
SEQUEL = re.compile(r"(?P<year>[0-9]{4})(?P<on>\s*(et seq\.?|e\.\s?v\.?|ev))?", re.IGNORECASE)
KEY_PATTERN = re.compile(r"[a-z][a-z0-9_]*")
CODE = re.compile(r"[0-9]+\.[0-9]+")


class UnreadableCell(ValueError):
    """The cell cannot be read, with a sentence that says what to write instead."""


EMPTY_VALUES: dict[Holds, Any] = {
    Holds.TEXT: "",
    Holds.KEY: "",
    Holds.CODE: "",
    Holds.PERCENT: "",
    Holds.YES_NO: False,
    Holds.YEAR_AMOUNTS: (),
}
"""The value of an empty cell by kind; None for other kinds."""


def value_in(cell: Cell, column: PlanColumn, epoch: datetime.datetime) -> tuple[Any, str | None]:
    """The value and, for a day, its precision. Raises UnreadableCell."""
    typed = _typed(cell)
    if typed == "":
        return EMPTY_VALUES.get(column.holds), None
    if column.holds == Holds.DAY:
        return _day(typed, column.edge, epoch)
    if column.holds == Holds.PERCENT:
        return _percent(typed, is_percentage=cell.kind == "percentage"), None
    if column.choices:
        return _choice(typed, column.choices), None
    if column.holds == Holds.REFERENCE:
        return _reference(typed, column), None
    return READERS[column.holds](typed), None


def _typed(cell: Cell) -> Any:
    """The cell's value, empty if it is blank. Line breaks are normalised to one character; a workbook escapes other control
    characters, as in _x000B_.
    """
    if cell.kind == "formula":
        raise UnreadableCell(_("a formula stands here: copy it and paste its value in its place."))
    if cell.kind == "error":
        raise UnreadableCell(
            _("“%(value)s” is an error of the spreadsheet: write the value.") % {"value": cell.value}
        )
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        text = unescape(cell.value).replace("\r\n", "\n").replace("\r", "\n")
        return text if text.strip() else ""
    if isinstance(cell.value, float) and not math.isfinite(cell.value):
        raise UnreadableCell(_("This number is too large."))
    return cell.value


def _text(typed: Any) -> str:
    if isinstance(typed, datetime.datetime | datetime.date):
        return typed.isoformat()[:10]
    if isinstance(typed, float) and typed.is_integer():
        return str(int(typed))
    return str(typed)


def _key(typed: Any) -> str:
    text = _text(typed).strip()
    if not KEY_PATTERN.fullmatch(text):
        words = _(
            "“%(value)s” is no key: write small letters, digits and _ such as home_affairs, or nothing."
        )
        raise UnreadableCell(words % {"value": text})
    return text


def _code(typed: Any) -> str:
    if isinstance(typed, datetime.date):
        raise UnreadableCell(
            _("the spreadsheet made a day of the code: make the cell a text and write it again.")
        )
    text = _text(typed).strip().replace(",", ".")
    if isinstance(typed, float) and len(text.partition(".")[2]) < 2:
        words = _(
            "%(value)s is a number here, and could be %(value)s0 too: make the cell a text and write it again."
        )
        raise UnreadableCell(words % {"value": text})
    if not CODE.fullmatch(text):
        raise UnreadableCell(_("“%(value)s” is no code such as 3.12.") % {"value": text})
    return text


def _number(typed: Any) -> Decimal:
    """A number from zero up with at most two decimals. Raises UnreadableCell."""
    try:
        is_number = isinstance(typed, int | float) and not isinstance(typed, bool)
        number = Decimal(f"{typed:.15g}") if is_number else read_amount(_bare(_text(typed)))
    except ValueError:
        raise UnreadableCell(
            _("“%(value)s” is no number such as 1234.56 or 1.234,56.") % {"value": _text(typed)}
        ) from None
    if abs(number) >= LARGEST:
        raise UnreadableCell(_("This number is too large."))
    if number < 0:
        raise UnreadableCell(_("a number below zero cannot stand here."))
    if number != round(number, 2):
        raise UnreadableCell(_("%(value)s has more than two decimals.") % {"value": typed})
    return number


def _bare(text: str) -> str:
    return re.sub(r"(?i)\b(eur|euro)\b", "", text).strip().removesuffix(",-").strip()


def _amount(typed: Any) -> str:
    return f"{_number(typed):.2f}"


def _percent(typed: Any, *, is_percentage: bool) -> str:
    if isinstance(typed, int | float) and is_percentage:
        typed = float(Decimal(str(typed)) * 100)
    number = _number(typed.strip().removesuffix("%") if isinstance(typed, str) else typed)
    if not 0 < number <= 100:
        raise UnreadableCell(_("a percentage lies above 0, and is 100 at most."))
    return plain_number(number)


def _whole(typed: Any) -> int:
    number = _number(typed)
    if number != int(number) or number < 1:
        raise UnreadableCell(_("“%(value)s” is no whole number from 1 on.") % {"value": _text(typed)})
    return int(number)


def _decimal(typed: Any) -> str:
    return plain_number(_number(typed))


def _yes_no(typed: Any) -> bool:
    text = fold(_text(typed))
    if text not in YES_WORDS | NO_WORDS:
        raise UnreadableCell(_("“%(value)s” is neither yes nor no.") % {"value": _text(typed)})
    return text in YES_WORDS


def _choice(typed: Any, choices: type[TextChoices]) -> str:
    value = words_of(choices).get(fold(_text(typed)))
    if value is None:
        known = get_text_list([str(choice.label) for choice in choices], _("or"))
        raise UnreadableCell(_("“%(value)s” is none of %(known)s.") % {"value": _text(typed), "known": known})
    return value


@cache
def words_of(choices: type[TextChoices]) -> dict[str, str]:
    """Each value by its names: as in the document, and in each language."""
    return {
        word: choice.value for choice in choices for word in (choice.value, *in_each_language(choice.label))
    }


def _reference(typed: Any, column: PlanColumn) -> str:
    """The reference as typed: it is resolved once all sheets are read."""
    if column.to.startswith("actions") and not _text(typed).strip().isdigit():
        return _code(typed)
    return _text(typed).strip()


def _targets(typed: Any) -> list[Any]:
    try:
        return [as_json(target) for target in read_targets(_text(typed))]
    except ValueError as error:
        raise UnreadableCell(str(error)) from None


def _year_amounts(typed: Any) -> list[Any]:
    try:
        return [as_json(each) for each in read_year_amounts(_text(typed))]
    except ValueError as error:
        raise UnreadableCell(str(error)) from None


READERS: dict[Holds, Any] = {
    Holds.TEXT: _text,
    Holds.KEY: _key,
    Holds.CODE: _code,
    Holds.AMOUNT: _amount,
    Holds.WHOLE: _whole,
    Holds.NUMBER: _decimal,
    Holds.TARGETS: _targets,
    Holds.YEAR_AMOUNTS: _year_amounts,
    Holds.YES_NO: _yes_no,
}


def _day(typed: Any, edge: str, epoch: datetime.datetime) -> tuple[str, str]:
    """A day as in the document, and its precision; a month or a year too if `edge` says which day is meant."""
    dated = _day_of_number(typed, epoch) if not isinstance(typed, str) else _day_of_text(typed, edge)
    if dated is None or (dated[1] != Precision.DAY and not edge):
        words = _("“%(value)s” is not a day, such as 2021-12-31 or 31/12/2021.")
        if edge:
            words = _(
                "“%(value)s” is not a day: write it as 31/12/2021, 12/2021, Q4 2021, spring 2021 or 2021."
            )
        raise UnreadableCell(words % {"value": _text(typed)})
    day, precision = dated
    if edge == "last":
        day = last_day_of(day, precision)
    return day.isoformat(), precision


def _day_of_number(typed: Any, epoch: datetime.datetime) -> tuple[datetime.date, str] | None:
    """A day from a cell that holds a number, formatted as a date or not."""
    if isinstance(typed, bool | datetime.time | datetime.timedelta):
        return None
    if isinstance(typed, datetime.date):
        if typed.year >= ERA:
            return datetime.date(typed.year, typed.month, typed.day), Precision.DAY
        typed = to_excel(typed, epoch)
    if FIRST_YEAR <= typed <= LAST_YEAR:
        return datetime.date(int(typed), 1, 1), Precision.YEAR
    try:
        day = from_excel(int(typed), epoch)
    except (ValueError, OverflowError):
        return None
    if not isinstance(day, datetime.datetime) or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return day.date(), Precision.DAY


def _day_of_text(text: str, edge: str) -> tuple[datetime.date, str] | None:
    text = " ".join(text.split())
    if not (match := SEQUEL.fullmatch(text)):
        return read_vague(text)
    if match["on"] and edge == "last":
        raise UnreadableCell(
            _("“%(value)s” has no end: write it as the beginning, and leave the end empty.") % {"value": text}
        )
    return read_vague(match["year"])
