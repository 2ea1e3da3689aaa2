"""Money as a dashboard adds it up: in whole cents for each measure; euro is made only of what is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from actionplan.base.money import in_euro

SPENT = ["committed", "paid", "forecast"]
MEASURES = ["planned", *SPENT]
ONLY = {"committed_only": "committed", "paid_only": "paid"}
"""What receipts call amounts of which the same organisation did not report the other one, each with what it did report."""

OPEN = "open"
"""The same of commitments that are still open: committed minus paid."""

Sums = Mapping[str, Decimal]
"""Euro by measure; a measure of which nothing is known is not there."""
Group = TypeVar("Group", bound=Hashable)
ByMeasure = dict[str, dict[Group, int]]
"""Whole cents by measure and group; a group of which nothing is known is not there."""


def nothing() -> ByMeasure[Any]:
    """To add up in."""
    return {measure: defaultdict(int) for measure in MEASURES}


def of_groups(sums: ByMeasure[Any], group_of: Callable[[Any], Group]) -> ByMeasure[Group]:
    """The sums of larger groups, by the larger one that each is in."""
    found = nothing()
    for measure, amounts in sums.items():
        into = found[measure]
        for group, amount in zip(map(group_of, amounts), amounts.values(), strict=True):
            into[group] += amount
    return found


def in_euro_of(sums: ByMeasure[Any], group: Any) -> Sums:
    return {measure: in_euro(amounts[group]) for measure, amounts in sums.items() if group in amounts}


def all_in_euro(sums: ByMeasure[Group]) -> dict[Group, Sums]:
    """Of every group of which anything is known, those with something planned first."""
    groups = dict.fromkeys(group for amounts in sums.values() for group in amounts)
    return {group: in_euro_of(sums, group) for group in groups}
