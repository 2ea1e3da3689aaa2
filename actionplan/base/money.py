"""Money: euro with two decimals, held as Decimal.

SQLite sums decimals as floats: sums by the database go through `cents`, sums in Python through `add_up`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.functional import Promise

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(value: Decimal | float | int | None) -> Decimal:
    """The value rounded half up to the cent; None is zero."""
    if value is None:
        return ZERO
    if isinstance(value, float):
        value = Decimal(repr(value))
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)


def money_field(label: str | Promise, **options: object) -> models.DecimalField:
    """An amount in euro with two decimals, below one hundred thousand million."""
    return models.DecimalField(label, max_digits=13, decimal_places=2, **options)  # type: ignore[arg-type]


def in_euro(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def in_cents(euro: Decimal) -> int:
    """The cents of an amount that is exact to the cent."""
    return int(euro.scaleb(2))


def add_up(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of the amounts; None counts as zero."""
    return sum((amount for amount in amounts if amount is not None), ZERO)
