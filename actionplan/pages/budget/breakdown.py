"""The budget divided by year, by what actions count under, by source or by kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base.money import ZERO
from actionplan.pages.choices import Choices, Part
from actionplan.pages.figures import (
    LINE_KINDS,
    SUMMED_MEASURES,
    MoneyCell,
    cells_of,
    in_scope,
    kind_label,
    kind_of,
    longest_of,
    source_label,
)
from actionplan.picture import money
from actionplan.picture.actions import COUNTED_UNDER, NONE
from actionplan.picture.money import UNNAMED, Sums, added_up, payers_of

from .lines import BREAKDOWNS, WITHOUT_AMOUNT, BudgetedLine, BudgetQuery


@dataclass(frozen=True)
class MoneyRow:
    """A row of a table: whose money it is, its sums, and the number of lines without an amount."""

    label: str
    cells: list[MoneyCell]
    so_far: list[MoneyCell] = field(default_factory=list)
    """Of a year: the sums up to and including it."""
    without: int = 0
    without_url: str = ""
    part: Part | None = None
    """An objective, policy area, organisation or minister, which has its own name."""


@dataclass(frozen=True)
class MoneyTable:
    """One way to divide the money; the total is the same in each."""

    name: str
    rows: list[MoneyRow]
    total: MoneyRow

    @property
    def head(self) -> str:
        return str(BREAKDOWNS[self.name])

    @property
    def longest(self) -> Decimal:
        return longest_of(*(row.cells for row in self.rows))


def breakdowns(choices: Choices, query: BudgetQuery, until: int) -> list[dict[str, Any]]:
    """The ways to divide the money; all but the years begin with what was planned and spent to date."""
    first = query.of_years or {"until": until}
    return [
        {
            "label": label,
            "url": choices.url("budget", **({} if name == "year" else {"by": name, **first})) + "#divided",
            "current": name == query.by,
        }
        for name, label in BREAKDOWNS.items()
    ]


def years_to_choose(choices: Choices, query: BudgetQuery, until: int) -> list[dict[str, Any]]:
    """Of which years the breakdown and the lines can be."""
    ways = [
        ({"until": until}, _("up to and including %(year)s") % {"year": until}),
        ({}, _("all years")),
        *(({"year": year}, str(year)) for year in money.by_year(choices.actions)),
    ]
    by = {} if query.by == "year" else {"by": query.by}
    return [
        {
            "label": label,
            "url": choices.url("budget", **by, **years) + "#divided",
            "current": years == query.of_years,
        }
        for years, label in ways
    ]


def table_of(choices: Choices, query: BudgetQuery, lines: list[BudgetedLine]) -> MoneyTable:
    """The breakdown that is asked for; that by year is of all years."""
    if query.by == "year":
        rows, sums, years = _rows_by_year(choices), added_up(money.by_year(choices.actions).values()), {}
    else:
        sums, years = added_up(row.sums for row in lines), query.of_years
        if query.by == "kind":
            rows = _rows_by_kind(choices, query, lines)
        elif query.by == "source":
            rows = _rows_by_source(choices, query, lines)
        else:
            rows = _rows_by_part(choices, query, lines)
    total = MoneyRow(
        _("Total"),
        cells_of(choices, sums, **years),
        without=sum(row.is_without_amount for row in lines),
        without_url=without_url(choices),
    )
    return MoneyTable(query.by, rows, total)


def _row(
    choices: Choices,
    query: BudgetQuery,
    label: str,
    lines: Iterable[BudgetedLine],
    part: Part | None = None,
    **where: Any,
) -> MoneyRow:
    rows = list(lines)
    sums = added_up(row.sums for row in rows)
    return MoneyRow(
        label,
        cells_of(choices, sums, **query.of_years, **where),
        without=sum(row.is_without_amount for row in rows),
        without_url=without_url(choices, **where),
        part=part,
    )


def without_url(choices: Choices, **where: Any) -> str:
    return f"{choices.url('budget', lines=WITHOUT_AMOUNT, **in_scope(choices, where))}#lines"


# By year


def _rows_by_year(choices: Choices) -> list[MoneyRow]:
    """Each year, and beside it the sums up to and including it, without forecasts."""
    of_years = money.by_year(choices.actions)
    so_far = _years_added_up(of_years)
    return [
        MoneyRow(
            str(year),
            cells_of(choices, sums, year=year),
            so_far=cells_of(choices, so_far[year], until=year)[:-1],
        )
        for year, sums in of_years.items()
    ]


def _years_added_up(of_years: dict[int, dict[str, Decimal]]) -> dict[int, Sums]:
    """Up to and including each year, until the last with a known amount. Forecasts are not added up."""
    totals: dict[int, Sums] = {}
    for measure in SUMMED_MEASURES:
        last = max((year for year, sums in of_years.items() if measure in sums), default=0)
        so_far: Decimal | None = None
        for year, sums in of_years.items():
            if measure in sums:
                so_far = (so_far or ZERO) + sums[measure]
            known = {measure: so_far} if so_far is not None and year <= last else {}
            totals[year] = {**totals.get(year, {}), **known}
    return totals


# By what the money counts under


def _rows_by_part(choices: Choices, query: BudgetQuery, lines: list[BudgetedLine]) -> list[MoneyRow]:
    """Each action counts once."""
    name = query.by
    groups = _grouped(lines, lambda line: str(getattr(line.action, COUNTED_UNDER.get(name, name)) or NONE))
    return [
        _row(choices, query, part.label, groups[part.value], part, **{name: part.value})
        for part in choices.parts_of(name)
        if part.value in groups
    ]


def _grouped(
    lines: Iterable[BudgetedLine], group_of: Callable[[BudgetedLine], str]
) -> dict[str, list[BudgetedLine]]:
    """Only lines with a sum or without an amount: the others say nothing."""
    groups: dict[str, list[BudgetedLine]] = defaultdict(list)
    for line in lines:
        if line.sums or line.is_without_amount:
            groups[group_of(line)].append(line)
    return groups


def _rows_by_kind(choices: Choices, query: BudgetQuery, lines: list[BudgetedLine]) -> list[MoneyRow]:
    """Lines without an amount have nothing planned, but their row shows what was spent on them."""
    groups = _grouped(lines, lambda row: kind_of(row.line))
    return [
        _row(choices, query, kind_label(kind), groups[kind], kind=kind)
        for kind in LINE_KINDS
        if kind in groups
    ]


def _rows_by_source(choices: Choices, query: BudgetQuery, lines: list[BudgetedLine]) -> list[MoneyRow]:
    """Planned and spent are both divided by the printed shares; what no share covers is the last row."""
    amounts = (amount for amount in money.amounts_of(choices.actions) if query.has(amount))
    sums = money.summed(money.by_payer(amounts))
    without_amount = (row.line for row in lines if row.is_without_amount)
    without = Counter(source for line in without_amount for source, _percent in payers_of(line))
    labels = {source: source_label(choices.picture, source) for source in {*sums, *without}}
    return [
        MoneyRow(
            labels[source],
            cells_of(choices, sums.get(source, {}), **query.of_years, source=source),
            without=without[source],
            without_url=without_url(choices, source=source),
        )
        for source in sorted(labels, key=lambda source: (source == UNNAMED, labels[source].casefold()))
    ]
