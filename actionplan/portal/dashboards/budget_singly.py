"""Of single actions and lines: commitments that are still open, by year, and lines that several pay together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.money import ZERO, in_euro

from .budget_lines import Line, LineKey
from .budget_money import BudgetAction, BudgetMoney
from .budget_shares import Share, part_of, sources_of
from .budget_tables import Figure, Tables

Open = dict[int, dict[int, int]]
"""Committed minus paid, in whole cents, by action and year, where both are known."""


@dataclass(frozen=True)
class OpenRow:
    """An action with its open commitments: those of the years, then their sum; None where either is unknown."""

    action: BudgetAction
    figures: list[Figure]


@dataclass(frozen=True)
class OpenTable:
    years: list[int]
    rows: list[OpenRow]
    """The largest first, as many as are shown."""
    count: int
    """How many actions have anything open."""
    total: list[Figure]
    """Of all actions, those that are not shown included."""


def open_commitments(tables: Tables, most: int | None) -> OpenTable:
    money = tables.money
    found = open_by_action(money)
    years = sorted({year for of_years in found.values() for year in of_years})
    whole: dict[int, int] = defaultdict(int)
    for of_years in found.values():
        for year, amount in of_years.items():
            whole[year] += amount
    sums = {key: sum(of_years.values()) for key, of_years in found.items() if any(of_years.values())}
    largest = sorted(sums, key=lambda key: -sums[key])
    rows = [
        OpenRow(money.actions[key], _figures(tables, years, found[key], action=money.actions[key].code))
        for key in largest[:most]
    ]
    return OpenTable(years, rows, len(largest), _figures(tables, years, whole))


def _figures(tables: Tables, years: list[int], found: Mapping[int, int], **where: Any) -> list[Figure]:
    receipt = tables.addresses.receipt
    of_years = [
        Figure("open", str(year), in_euro(found[year]), receipt("open", year=year, **where))
        if year in found
        else Figure("open", str(year), None, "")
        for year in years
    ]
    return [*of_years, Figure("open", _("Total"), in_euro(sum(found.values())), receipt("open", **where))]


def open_by_action(money: BudgetMoney) -> Open:
    """In the plan's order, over the action's lines and organisations."""
    all_committed: dict[tuple[int, int], int] = defaultdict(int)
    all_paid: dict[tuple[int, int], int] = defaultdict(int)
    for action, _place, year, committed, paid, _forecast in money.spent:
        cell = action, year
        if committed is not None:
            all_committed[cell] += committed
        if paid is not None:
            all_paid[cell] += paid
    found: Open = defaultdict(dict)
    for cell, amount in all_committed.items():
        if cell in all_paid:
            action, year = cell
            found[action][year] = amount - all_paid[cell]
    return {action: found[action] for action in money.actions if action in found}


@dataclass(frozen=True)
class Financing:
    """A line that several pay, with what is each one's of it, in all years or in one."""

    action: BudgetAction
    line: Line
    rows: list[tuple[Share, list[Figure]]]


def cofinanced(tables: Tables, most: int | None) -> tuple[list[Financing], int]:
    """Lines of which somebody pays a part, as many as are shown, and how many there are; amounts by the printed shares."""
    money = tables.money
    shown = [money.lines[key] for key in money.divided[:most]]
    amounts: dict[LineKey, list[tuple[str, Decimal]]] = defaultdict(list)
    for key, measure, amount in money.cells({line.key for line in shown}):
        amounts[key].append((measure, in_euro(amount)))
    found = [
        Financing(money.actions[line.key.action], line, list(_shares(tables, line, amounts[line.key])))
        for line in shown
    ]
    return found, len(money.divided)


def _shares(
    tables: Tables, line: Line, amounts: list[tuple[str, Decimal]]
) -> Iterator[tuple[Share, list[Figure]]]:
    action = tables.money.actions[line.key.action]
    for share in sources_of(line.shares):
        source = share.source.value
        sums: dict[str, Decimal] = {}
        for measure, amount in amounts:
            sums[measure] = sums.get(measure, ZERO) + part_of(amount, line.shares, source)
        where = {"action": action.code, "line": line.key.place, "source": source}
        yield share, tables.figures(sums, **tables.kept, **where)
