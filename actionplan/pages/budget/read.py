"""The budget dashboard: what was paid of what was planned, what is out of step, one breakdown, and each line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.money import ZERO
from actionplan.pages.choices import Choices
from actionplan.pages.figures import (
    MEASURE_HEADS,
    SUMMED_MEASURES,
    MoneyCell,
    cells_of,
    receipt_url,
    source_label,
)
from actionplan.picture import money
from actionplan.picture.money import payers_of
from actionplan.picture.picture import ActionPicture, LinePicture
from actionplan.picture.planned_words import how_all_planned, without_amount_words
from actionplan.picture.results import OutOfStepLine
from actionplan.picture.sentences import (
    newer_report_words,
    paid_in_all_words,
    paid_of_planned_words,
    planned_note,
)
from actionplan.picture.unknown_figures import unknown_figures_in_words

from .breakdown import breakdowns, table_of, without_url, years_to_choose
from .lines import ALL_LINES, BudgetedLine, BudgetQuery, as_row, budgeted_lines, lines_asked

LINES_PER_PAGE = 50


def budget_page(choices: Choices, query: BudgetQuery, page: str | None) -> dict[str, Any]:
    """The context of the page."""
    actions = choices.actions
    lines = list(budgeted_lines(actions, query))
    asked = lines_asked(lines, choices, query)
    shown = [row for row in asked if query.has_all_lines or row.sums or not row.is_without_amount]
    listed = Paginator(shown, LINES_PER_PAGE).get_page(page)
    spent = money.paid_of_planned(actions, choices.moment.reckoned_on)
    return {
        "heads": MEASURE_HEADS,
        "summed": SUMMED_MEASURES,
        "paid_of_planned": paid_of_planned_words(spent),
        "planned_note": planned_note(),
        "unknown_figures": unknown_figures_in_words(actions, choices.picture.organisations),
        "how_planned": how_all_planned(row.line for row in lines if row.line),
        "without": without_amount_words(actions),
        "without_url": without_url(choices),
        "breakdowns": breakdowns(choices, query, spent.until),
        "years": years_to_choose(choices, query, spent.until),
        "table": table_of(choices, query, lines),
        **_out_of_step(choices, query),
        **(_shared(choices, query, lines) if query.by == "source" else {}),
        "open": _open(choices, query),
        "page_obj": listed,
        "lines": [as_row(choices, query, line) for line in listed.object_list],
        "line_count": len(lines),
        "csv_url": choices.url("budget-csv", **query.of_lines),
        "xlsx_url": choices.url("budget-xlsx", **query.of_lines),
        "all_lines_url": f"{choices.url('budget', **query.of_years, lines=ALL_LINES)}#lines",
        "part_words": query.filter.in_words(choices),
    }


# Single lines and actions


@dataclass(frozen=True)
class LineOutOfStep:
    """A line that spends more or less than planned, with the addresses of both amounts' receipts."""

    action: ActionPicture
    line: LinePicture | None
    out_of_step: OutOfStepLine
    url: str
    paid_url: str
    planned_url: str
    in_all_url: str

    @property
    def is_more(self) -> bool:
        return self.out_of_step.how == money.MORE

    @property
    def percent(self) -> Decimal | None:
        return formatting.share(self.out_of_step.paid, self.out_of_step.planned)

    @property
    def in_all(self) -> str:
        return paid_in_all_words(self.out_of_step)

    @property
    def newer_report(self) -> str:
        """That a newer report, which may say otherwise, waits for its review."""
        return newer_report_words(self.action)

    @property
    def silent(self) -> str:
        return formatting.listed(self.out_of_step.silent)


def _out_of_step(choices: Choices, query: BudgetQuery) -> dict[str, Any]:
    """Over all years, whichever the breakdown is about; more than planned first, the furthest first."""
    until = money.last_year_over(choices.moment.reckoned_on)
    unknown = sum(len(action.lines_out_of_step(money.UNKNOWN)) for action in choices.actions)
    named = money.out_of_step(choices.actions)
    rows = [
        _line_out_of_step(choices, action, line, until if line.how == money.LESS else None)
        for action, line in named[: query.most]
    ]
    return {"until": until, "out_of_step": rows, "out_of_step_count": len(named), "unknown": unknown}


def _line_out_of_step(
    choices: Choices, action: ActionPicture, line: OutOfStepLine, until: int | None
) -> LineOutOfStep:
    where = {"action": action.code, "line": line.place}
    return LineOutOfStep(
        action,
        action.line(line.place),
        line,
        choices.action_url(action.code),
        receipt_url(choices, "paid", **where, until=until),
        receipt_url(choices, "planned", **where, until=until),
        receipt_url(choices, "paid", **where),
    )


def _shared(choices: Choices, query: BudgetQuery, lines: list[BudgetedLine]) -> dict[str, Any]:
    """Lines with several payers, with the part of each: amounts by the printed shares."""
    shared = [row for row in lines if row.line and money.is_shared(row.line)]
    rows = [
        {
            "action": row.action,
            "line": row.line,
            "url": choices.action_url(row.action.code),
            "payers": list(_payers(choices, query, row)),
        }
        for row in shared[: query.most]
    ]
    return {"shared": rows, "shared_count": len(shared)}


def _payers(
    choices: Choices, query: BudgetQuery, line: BudgetedLine
) -> Iterator[tuple[str, Decimal, list[MoneyCell]]]:
    amounts = (row for row in money.amounts_of([line.action]) if row.place == line.place and query.has(row))
    sums = money.summed(money.by_payer(amounts))
    for source, percent in payers_of(line.line):
        where = {"action": line.action.code, "line": line.place, "source": source, **query.of_years}
        label = source_label(choices.picture, source)
        yield label, percent, cells_of(choices, sums.get(source, {}), **where)


def _open(choices: Choices, query: BudgetQuery) -> dict[str, Any]:
    """Actions with open commitments, the largest first; with what is not known to be open. The total is of all actions."""
    commitments = list(money.commitments_of(choices.actions))
    opened = [row for row in commitments if row.measure == money.OPEN]
    years = sorted({row.year for row in opened})
    by_action: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for (code, year), sums in money.summed(((row.action.code, row.year), row) for row in opened).items():
        by_action[code][year] = sums[money.OPEN]
    codes = [action.code for action in choices.actions if money.has_open_commitments(action)]
    codes.sort(key=lambda code: -sum(by_action[code].values()))
    whole = {year: sum((of_years.get(year, ZERO) for of_years in by_action.values()), ZERO) for year in years}
    paid_off = [code for code, of_years in by_action.items() if any(of_years.values()) and code not in codes]
    alone = money.added_up({row.measure: row.euro} for row in commitments if row.measure != money.OPEN)
    return {
        "years": years,
        "count": len(codes),
        "paid_off": len(paid_off),
        "rows": [
            {
                "action": choices.picture.actions.get(code),
                "url": choices.action_url(code),
                "cells": _open_cells(choices, years, by_action[code], action=code),
            }
            for code in codes[: query.most]
        ],
        "total": _open_cells(choices, years, whole),
        **{
            measure: MoneyCell("", alone[measure], receipt_url(choices, measure))
            for measure in [money.COMMITTED_ONLY, money.PAID_ONLY]
            if alone.get(measure)
        },
    }


def _open_cells(
    choices: Choices, years: list[int], of_years: dict[int, Decimal], **where: Any
) -> list[MoneyCell]:
    """The cells of the years, then their sum."""
    cells = [
        MoneyCell(str(year), of_years[year], receipt_url(choices, money.OPEN, year=year, **where))
        if year in of_years
        else MoneyCell(str(year), None, "")
        for year in years
    ]
    whole = sum(of_years.values(), ZERO) if of_years else None
    return [*cells, MoneyCell(_("Total"), whole, receipt_url(choices, money.OPEN, **where))]
