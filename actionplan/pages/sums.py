"""Sums of amounts that may be unknown."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from actionplan.base.money import ZERO


def sum_of_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the amounts that are known; None when none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None
