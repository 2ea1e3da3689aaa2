"""Of single actions and lines: commitments that are still open, by year, and lines that several pay together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from actionplan.base.money import ZERO, in_euro

from .budget_actions import BudgetAction
from .budget_lines import Line
from .budget_money import BudgetMoney
from .budget_shares import Share, part_of, sources_of
from .budget_sums import ONLY
from .budget_tables import Figure, Tables


class OpenRow(NamedTuple):
    """An action with its open commitments: those of the years, then their sum; None where nobody reported both."""

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
    committed_only: Figure
    """What is committed by who reported nothing as paid on the line in that year; None is nothing of the kind."""
    paid_only: Figure
    """The other way round."""


def open_commitments(tables: Tables, most: int | None) -> OpenTable:
    opened, sums = tables.money.added_up.opened, open_by_action(tables.money)
    years = sorted(opened)
    largest = sorted(sums, key=lambda key: -sums[key])
    rows = [_row(tables, years, key) for key in largest[:most]]
    whole = {year: sum(of_actions.values()) for year, of_actions in opened.items()}
    total = _figures(tables, years, whole)
    return OpenTable(years, rows, len(largest), total, *_beside(tables))


def _row(tables: Tables, years: list[int], key: int) -> OpenRow:
    opened, action = tables.money.added_up.opened, tables.money.actions[key]
    of_years = {year: opened[year][key] for year in years if key in opened[year]}
    return OpenRow(action, _figures(tables, years, of_years, action=action.code))


def _figures(tables: Tables, years: list[int], found: Mapping[int, int], **where: Any) -> list[Figure]:
    receipt = tables.addresses.receipt
    of_years = [
        Figure("open", str(year), in_euro(found[year]), receipt("open", year=year, **where))
        if year in found
        else Figure("open", str(year), None, "")
        for year in years
    ]
    return [*of_years, Figure("open", _("Total"), in_euro(sum(found.values())), receipt("open", **where))]


def _beside(tables: Tables) -> Iterator[Figure]:
    """What is committed, then what is paid, of which the same organisation did not report the other: in no difference."""
    receipt, spent = tables.addresses.receipt, tables.money.added_up
    for measure, amount in zip(ONLY, (spent.committed_only, spent.paid_only), strict=True):
        yield Figure(measure, "", in_euro(amount) if amount else None, receipt(measure) if amount else "")


def open_by_action(money: BudgetMoney) -> dict[int, int]:
    """Of each action with an open commitment in any year, over its years, lines and organisations; in the plan's order."""
    sums: dict[int, int] = defaultdict(int)
    for of_actions in money.added_up.opened.values():
        for action, amount in of_actions.items():
            if amount:
                sums[action] += amount
    return {action: sums[action] for action in money.actions if action in sums}


class Financing(NamedTuple):
    """A line that several pay, with what is each one's of it, in all years or in one."""

    action: BudgetAction
    line: Line
    rows: list[tuple[Share, list[Figure]]]


def cofinanced(tables: Tables, most: int | None) -> tuple[list[Financing], int]:
    """Lines of which somebody pays a part, as many as are shown, and how many there are; amounts by the printed shares."""
    money = tables.money
    divided = money.counted.divided
    shown = {key: money.lines[key] for key in divided[:most]}
    amounts: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    for key, measure, amount in money.cells(shown.keys()):
        amounts[key].append((measure, in_euro(amount)))
    found = [
        Financing(money.actions[line.key.action], line, list(_shares(tables, line, amounts[key])))
        for key, line in shown.items()
    ]
    return found, len(divided)


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
