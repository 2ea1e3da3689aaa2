"""Form fields that read what people type: amounts in both notations, days typed or picked, text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import formatting
from .typed_days import last_day_instead, names_no_day, read_day
from .vague import Precision, last_day_of, read_vague

FIRST_YEAR, LAST_YEAR = 1990, 2100

_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f\t", " "))
_SIGN_AND_CURRENCY = re.compile(
    r"(?:€\s*)?(?P<sign>-?)\s*(?:€\s*)?(?P<digits>[0-9][0-9., ]*?)(?:[.,]-{1,2})?\s*€?"
)
_LOOKS_LIKE_A_NUMBER = re.compile(r"[-€0-9., ]+")
_DIGITS = re.compile(
    r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?P<thousands>[., ])[0-9]{3}(?:(?P=thousands)[0-9]{3})*)"
    r"(?:(?P<point>[.,])(?P<decimals>[0-9]{1,2}))?"
)


def read_amount(text: str) -> Decimal:
    """The number somebody typed in Dutch or English notation: `1.234,56`, `1,234.56`, `€ 1 234`, `1234,-`.

    The last separator followed by one or two digits is the decimal one; separators before groups of three
    digits are thousands. An amount never has three decimals, so `1.234` is one thousand two hundred and
    thirty-four in both languages. Raises ValueError on anything else, in particular on ambiguous amounts.
    """
    parts = _SIGN_AND_CURRENCY.fullmatch(text.translate(_SPACES).replace(formatting.MINUS, "-").strip())
    digits = _DIGITS.fullmatch(parts["digits"]) if parts else None
    if parts is None or digits is None or (digits["point"] and digits["point"] == digits["thousands"]):
        raise ValueError(text)
    whole = re.sub(r"[., ]", "", digits["whole"])
    return Decimal(f"{parts['sign']}{whole}.{digits['decimals'] or '0'}")


class AmountField(forms.CharField):
    """A number with at most two decimals in either notation, shown in the notation of the page's language."""

    default_error_messages = {
        "not_a_number": _("Write a number such as 1234.56 or 1.234,56."),
        "ambiguous": _(
            "It is not clear which number this is. Write at most two decimals, and thousands in groups of three: 1234.56 or 1.234,56."
        ),
        "too_large": _("This number is too large: it has more than %(digits)s digits before the decimals."),
    }

    def __init__(self, *, whole_digits: int = 11, **options: Any) -> None:
        self.whole_digits = whole_digits
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "amount"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            number = read_amount(text)
        except ValueError as error:
            reason = "ambiguous" if _LOOKS_LIKE_A_NUMBER.fullmatch(text) else "not_a_number"
            raise ValidationError(self.error_messages[reason], code=reason) from error
        if abs(number) >= 10**self.whole_digits:
            digits = {"digits": self.whole_digits}
            raise ValidationError(self.error_messages["too_large"], code="too_large", params=digits)
        return number.quantize(Decimal("0.01"))

    def prepare_value(self, value: Any) -> Any:
        return formatting.number(value, 2) if isinstance(value, Decimal) else value


class NumberField(AmountField):
    """As AmountField, for quantities: a whole number is shown without decimals."""

    def prepare_value(self, value: Any) -> Any:
        return formatting.short_number(value) if isinstance(value, Decimal) else value


class DayInput(forms.DateInput):
    """A day as both languages write it, whatever the browser's own; what cannot be read is shown again as typed."""

    def __init__(self) -> None:
        attrs = {
            "inputmode": "numeric",
            "placeholder": _("dd/mm/yyyy"),
            "autocomplete": "off",
            "class": "day",
        }
        super().__init__(format="%d/%m/%Y", attrs=attrs)

    def format_value(self, value: Any) -> Any:
        """A day that was typed otherwise is written so too."""
        return super().format_value((read_day(value) or value) if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A day, picked or typed (`31/12/2022`, `31/12/22`, `31 December 2022`); days before 1990 or after 2100 are mistypings."""

    widget = DayInput
    default_error_messages = {
        "invalid": _("Write a day such as 31/12/2022."),
        "no_such_day": _("This day does not exist: check the day and the month."),
        "after_its_month": _("This day does not exist: %(last)s is the last day of that month."),
        "far_off": _("Check the year of this day."),
    }

    def to_python(self, value: Any) -> Any:
        day = read_day(value) if isinstance(value, str) else super().to_python(value)
        if day is None and value not in self.empty_values:
            _refuse(self, value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["far_off"], code="far_off")
        return day


AS_EXACTLY = _("As exactly as it is known: 15 March 2024, March 2024, Q1 2024, spring 2024 or 2024.")
"""What is said at a vague day."""


def _refuse(field: forms.Field, text: str) -> NoReturn:
    """Raises ValidationError for a text that is no day: which day was the last of its month, where that is it."""
    if last := last_day_instead(text):
        sentence, words = field.error_messages["after_its_month"], {"last": formatting.day(last)}
        raise ValidationError(sentence, code="no_such_day", params=words)
    code = "no_such_day" if names_no_day(text) else "invalid"
    raise ValidationError(field.error_messages[code], code=code)


class VagueDayField(forms.CharField):
    """A day as exactly as it is known, typed as pages print it: its value is the day and its precision, or None.

    With `starts` the day is the first of what was typed, otherwise the last.
    """

    default_error_messages = {
        "invalid": _("Write a day, a month or a year, such as 31/12/2022, December 2022 or 2022."),
        "no_such_day": DayField.default_error_messages["no_such_day"],
        "after_its_month": DayField.default_error_messages["after_its_month"],
        "far_off": DayField.default_error_messages["far_off"],
    }

    def __init__(self, *, starts: bool = False, **options: Any) -> None:
        self.starts = starts
        super().__init__(
            widget=forms.TextInput(attrs={"autocomplete": "off", "class": "vague-day"}), **options
        )

    def to_python(self, value: Any) -> Any:
        if not (text := super().to_python(value)):
            return None
        vague = read_vague(text)
        if vague is None:
            _refuse(self, text)
        day, precision = vague
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["far_off"], code="far_off")
        return (day if self.starts else last_day_of(day, precision)), precision

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        day, precision = value
        return (
            f"{day:%d/%m/%Y}"
            if precision == Precision.DAY
            else formatting.vague(day, precision, starts=self.starts)
        )


class WordsField(forms.CharField):
    """Several lines of text. Browsers send line breaks as CR LF; they are stored as LF."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        options.setdefault("max_length", 10_000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text
