"""Planned amounts per year as people write them in a cell or a field: `2023: 50000.00; 2024: -1200`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from actionplan.base.fields import read_amount

from .document import SignedAmount, YearAmount
from .json_form import read_member

YEAR_AMOUNT = re.compile(r"(?P<year>[0-9]{4})\s*:\s*(?P<amount>\S.*)")


def read_year_amounts(text: str) -> tuple[YearAmount, ...]:
    """The amounts written on lines or between semicolons, by year. Raises ValueError, with a sentence about the first that
    is none."""
    amounts = (_year_amount(each.strip()) for each in re.split(r"[;\n]", text) if each.strip())
    return tuple(sorted(amounts, key=lambda each: each.year))


def _year_amount(text: str) -> YearAmount:
    written = YEAR_AMOUNT.fullmatch(text)
    try:
        amount = read_amount(written["amount"])  # type: ignore[index]
        return YearAmount(year=int(written["year"]), amount=read_member(f"{amount:.2f}", SignedAmount))  # type: ignore[index]
    except (TypeError, ValueError):
        words = _("“%(text)s” is no planned amount: write a year and an amount, such as 2023: 50000.")
        raise ValueError(words % {"text": text}) from None


def year_amounts_as_text(years: Iterable[YearAmount]) -> str:
    return "; ".join(f"{each.year}: {each.amount:.2f}" for each in years)
