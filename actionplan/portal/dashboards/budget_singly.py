"""Of single actions and lines: commitments that are still open, by year, and lines that several pay together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.money import ZERO

from .budget_lines import Line, LineKey
from .budget_money import BudgetAction, BudgetMoney, Sums, added_up
from .budget_shares import Share, part_of, sources_of
from .budget_tables import Figure, Tables, is_divided

Open = dict[int, dict[int, Decimal]]
"""Committed minus paid, in euro, by action and year, where both are known."""


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
    whole: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for of_years in found.values():
        for year, amount in of_years.items():
            whole[year] += amount
    sums = {key: sum(of_years.values(), ZERO) for key, of_years in found.items() if any(of_years.values())}
    largest = sorted(sums, key=lambda key: -sums[key])
    rows = [
        OpenRow(money.actions[key], _figures(tables, years, found[key], action=money.actions[key].code))
        for key in largest[:most]
    ]
    return OpenTable(years, rows, len(largest), _figures(tables, years, whole))


def _figures(tables: Tables, years: list[int], found: Mapping[int, Decimal], **where: Any) -> list[Figure]:
    receipt = tables.addresses.receipt
    of_years = [
        Figure("open", str(year), found[year], receipt("open", year=year, **where))
        if year in found
        else Figure("open", str(year), None, "")
        for year in years
    ]
    return [*of_years, Figure("open", _("Total"), sum(found.values(), ZERO), receipt("open", **where))]


def open_by_action(money: BudgetMoney) -> Open:
    """In the plan's order, over the action's lines and organisations."""
    spent = added_up(((key.action, year), sums) for (key, year), sums in money.spent.items())
    found: Open = {action: {} for action in money.actions}
    for (action, year), sums in spent.items():
        if "committed" in sums and "paid" in sums:
            found[action][year] = sums["committed"] - sums["paid"]
    return {action: years for action, years in found.items() if years}


@dataclass(frozen=True)
class Financing:
    """A line that several pay, with what is each one's of it, in all years or in one."""

    action: BudgetAction
    line: Line
    rows: list[tuple[Share, list[Figure]]]


def cofinanced(tables: Tables, most: int | None) -> tuple[list[Financing], int]:
    """Lines of which somebody pays a part, as many as are shown, and how many there are; amounts by the printed shares."""
    money = tables.money
    lines = [line for line in money.lines.values() if is_divided(line.shares)]
    shown = {line.key: line for line in lines[:most]}
    amounts: dict[LineKey, list[Sums]] = defaultdict(list)
    for key, year, sums in money.cells() if shown else ():
        if key in shown and money.year in (None, year):
            amounts[key].append(sums)
    found = [
        Financing(money.actions[key.action], line, list(_shares(tables, line, amounts[key])))
        for key, line in shown.items()
    ]
    return found, len(lines)


def _shares(tables: Tables, line: Line, amounts: list[Sums]) -> Iterator[tuple[Share, list[Figure]]]:
    action = tables.money.actions[line.key.action]
    for share in sources_of(line.shares):
        source = share.source.value
        parts = (
            {measure: part_of(amount, line.shares, source) for measure, amount in sums.items()}
            for sums in amounts
        )
        found = added_up((source, sums) for sums in parts)
        where = {"action": action.code, "line": line.key.place, "source": source}
        yield share, tables.figures(found.get(source, {}), **tables.kept, **where)
