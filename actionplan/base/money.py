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


def sums_of(rows: models.QuerySet, fields: Iterable[str], *by: str) -> dict[tuple, dict[str, Decimal]]:
    """The sums of money fields, exact to the cent, for each combination of the `by` values: one query.

    Without `by` the one key is the empty tuple. A field whose amounts are all empty is left out of its
    combination's sums.
    """
    names = list(fields)
    totals = {f"total_{name}": models.Sum(name) for name in names}
    grouped = rows.order_by().values(*by).annotate(**totals) if by else [rows.order_by().aggregate(**totals)]
    return {
        tuple(row[key] for key in by): {
            name: cents(row[f"total_{name}"]) for name in names if row[f"total_{name}"] is not None
        }
        for row in grouped
    }


def in_euro(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def in_cents(euro: Decimal) -> int:
    """Of an amount that is exact to the cent."""
    return int(euro.scaleb(2))


def sum_of(rows: models.QuerySet, field: str, *by: str) -> dict[tuple, Decimal]:
    """The sum of one money field, as `sums_of`; a combination in which every amount is empty is left out."""
    found = sums_of(rows, [field], *by)
    if not by:
        return {(): found[()].get(field, ZERO)}
    return {key: sums[field] for key, sums in found.items() if field in sums}


def add_up(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of amounts, where an empty one adds nothing."""
    return sum((amount for amount in amounts if amount is not None), ZERO)
