"""Money: euro with two decimals, held as Decimal.

SQLite sums decimals as floats; `sum_of` is the one place where the database adds money up, and it brings the
result back to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.functional import Promise

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(value: Decimal | float | int | None) -> Decimal:
    """The value rounded half up to the cent; nothing is zero."""
    if value is None:
        return ZERO
    if isinstance(value, float):
        value = Decimal(repr(value))
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)


def money_field(label: str | Promise, **options: object) -> models.DecimalField:
    """An amount in euro, up to ten thousand million, with two decimals."""
    return models.DecimalField(label, max_digits=13, decimal_places=2, **options)  # type: ignore[arg-type]


def sum_of(rows: models.QuerySet, field: str, *by: str) -> dict[tuple, Decimal]:
    """The sum of a money field, exact to the cent, for each combination of the `by` values.

    Without `by` the one key is the empty tuple. Rows whose amount is empty add nothing; a combination in
    which every amount is empty is left out.
    """
    if not by:
        total = rows.order_by().aggregate(total=models.Sum(field))["total"]
        return {(): cents(total)}
    grouped = rows.order_by().values_list(*by).annotate(total=models.Sum(field))
    return {tuple(key): cents(total) for *key, total in grouped if total is not None}


def add_up(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of amounts, where an empty one adds nothing."""
    return sum((amount for amount in amounts if amount is not None), ZERO)
