"""The budget dashboard: sums by year, part, kind and source, and single lines and actions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.money import ZERO
from actionplan.pages.choices import Choices, Part
from actionplan.pages.figures import (
    ENDED_LINES,
    MEASURE_HEADS,
    MONEY_PARAMETERS,
    MoneyCell,
    MoneyFilter,
    cells_of,
    in_scope,
    kind_label,
    kind_of,
    number_parameter,
    receipt_url,
    source_label,
    unknown_money,
)
from actionplan.picture import money
from actionplan.picture.actions import NONE, Actions
from actionplan.picture.money import MEASURES, UNNAMED, Amount, Sums, added_up, payers_of
from actionplan.picture.picture import ActionPicture, LinePicture
from actionplan.picture.results import OutOfStepLine
from actionplan.picture.sentences import paid_of_planned_words, planned_note
from actionplan.picture.unknown_figures import certainty_of_line, lacking_of_line, unknown_figures_in_words
from budgets.states import BudgetKind

LINES_PER_PAGE = 50
SHOWN_AT_FIRST = 10
"""How many single lines or actions a list shows, unless all are asked for."""
WITHOUT_AMOUNT = "without"
BUDGET_PARAMETERS = ("year", "lines", "all", *MONEY_PARAMETERS)


@dataclass(frozen=True)
class BudgetQuery:
    """The parameters of this page only."""

    year: int | None = None
    """For the tables; None is all years."""
    filter: MoneyFilter = field(default_factory=MoneyFilter)
    """For the table of lines."""
    without: bool = False
    """Only lines without an amount, in that table."""
    all: bool = False
    """Show every single line and action, not only the first."""

    @classmethod
    def from_query(cls, address: QueryDict) -> BudgetQuery:
        return cls(
            number_parameter(address, "year"),
            MoneyFilter.from_query(address),
            address.get("lines") == WITHOUT_AMOUNT,
            address.get("all") == "on",
        )

    @property
    def of_year(self) -> dict[str, int]:
        """The parameters that keep the year."""
        return {} if self.year is None else {"year": self.year}

    @property
    def of_lines(self) -> dict[str, Any]:
        """The parameters that keep the choice of the table of lines."""
        return {**self.of_year, **({"lines": WITHOUT_AMOUNT} if self.without else {}), **self.filter.query}

    @property
    def most(self) -> int | None:
        return None if self.all else SHOWN_AT_FIRST

    def has(self, amount: Amount) -> bool:
        return self.year in (None, amount.year)


def unknown_parameters(address: QueryDict) -> list[tuple[str, str]]:
    """Label and value of the parameters that this page does not know."""
    lines = address.get("lines", "")
    return [*unknown_money(address, "year"), *([("", lines)] if lines not in ("", WITHOUT_AMOUNT) else [])]


@dataclass(frozen=True)
class MoneyRow:
    """A row of a table: whose money it is, its sums, and the number of lines without an amount."""

    label: str
    cells: list[MoneyCell]
    without: int = 0
    without_url: str = ""
    part: Part | None = None
    """An objective, policy area or minister, which has its own name."""


@dataclass(frozen=True)
class MoneyTable:
    """One way to divide the money; the total is the same in each."""

    name: str
    heading: str
    head: str
    rows: list[MoneyRow]


@dataclass(frozen=True)
class BudgetedLine:
    """A budget line, with what is planned and was spent on it in the chosen year, or in all."""

    action: ActionPicture
    place: int
    line: LinePicture | None
    """None for a line that was spent on and is no longer in the plan."""
    sums: Sums
    url: str = ""
    """Of its action; like the payers and the cells only set for a row of the page."""
    payers: str = ""
    cells: list[MoneyCell] = field(default_factory=list)

    @property
    def is_without_amount(self) -> bool:
        return self.line is not None and not self.line.has_amount

    @property
    def kind_label(self) -> str:
        return kind_label(kind_of(self.line))

    @property
    def how_planned(self) -> str:
        """Where the amounts of the years come from; empty for a line without an amount."""
        if self.line is None or not self.line.has_amount:
            return ""
        return _("derived pro rata by day") if self.line.is_derived else _("as the lead spread it")


def budgeted_lines(actions: Actions, query: BudgetQuery) -> Iterator[BudgetedLine]:
    """In the plan's order; lines no longer in the plan only if anything was spent on them."""
    for action in actions:
        lines = {line.place: line for line in action.lines}
        sums = money.summed((row.place, row) for row in money.amounts_of([action]) if query.has(row))
        for place in sorted({*lines, *sums}):
            yield BudgetedLine(action, place, lines.get(place), sums.get(place, {}))


def lines_asked(lines: Iterable[BudgetedLine], choices: Choices, query: BudgetQuery) -> list[BudgetedLine]:
    """The lines of the table of lines."""
    among = {action.pk for action in query.filter.actions_among(choices.actions)}
    return [
        row
        for row in lines
        if row.action.pk in among
        and query.filter.has(row.place, row.line)
        and (row.is_without_amount or not query.without)
    ]


def budget_page(choices: Choices, query: BudgetQuery, page: str | None) -> dict[str, Any]:
    """The context of the page."""
    actions = choices.actions
    lines = list(budgeted_lines(actions, query))
    amounts = [amount for amount in money.amounts_of(actions) if query.has(amount)]
    listed = Paginator(lines_asked(lines, choices, query), LINES_PER_PAGE).get_page(page)
    return {
        "heads": MEASURE_HEADS,
        "paid_of_planned": paid_of_planned_words(money.paid_of_planned(actions, choices.moment.reckoned_on)),
        "planned_note": planned_note(),
        "unknown_figures": unknown_figures_in_words(actions, choices.picture.organisations),
        **_years(choices),
        "spread_by_leads": sum(row.line is not None and not row.line.is_derived for row in lines),
        "total": _row(choices, query, _("Total"), lines),
        "tables": [
            *_tables_by_part(choices, query, lines),
            _table_by_kind(choices, query, lines),
            _table_by_source(choices, query, lines, amounts),
        ],
        **_out_of_step(choices, query),
        **_shared(choices, query, lines),
        "open": _open(choices, query),
        "page_obj": listed,
        "lines": [_as_row(choices, query, line) for line in listed.object_list],
        "csv_url": choices.url("budget-csv", **query.of_lines),
        "xlsx_url": choices.url("budget-xlsx", **query.of_lines),
        "all_lines_url": f"{choices.url('budget', **query.of_year)}#lines",
        "part_words": query.filter.in_words(choices),
    }


def _row(
    choices: Choices,
    query: BudgetQuery,
    label: str,
    lines: Iterable[BudgetedLine],
    part: Part | None = None,
    **where: Any,
) -> MoneyRow:
    rows = list(lines)
    without = sum(row.is_without_amount for row in rows)
    cells = cells_of(choices, added_up(row.sums for row in rows), **query.of_year, **where)
    return MoneyRow(label, cells, without, _without_url(choices, **where), part)


def _without_url(choices: Choices, **where: Any) -> str:
    return f"{choices.url('budget', lines=WITHOUT_AMOUNT, **in_scope(choices, where))}#lines"


# By year


def _years(choices: Choices) -> dict[str, Any]:
    """All years, whichever the other tables are about."""
    of_years = money.by_year(choices.actions)
    so_far = _years_added_up(of_years)
    return {
        "years": [MoneyRow(str(year), cells_of(choices, sums, year=year)) for year, sums in of_years.items()],
        "all_years": cells_of(choices, added_up(of_years.values())),
        "cumulative": [
            MoneyRow(str(year), cells_of(choices, sums, until=year)[:-1]) for year, sums in so_far.items()
        ],
    }


def _years_added_up(of_years: dict[int, dict[str, Decimal]]) -> dict[int, Sums]:
    """Up to and including each year, until the last with a known amount. Forecasts are not added up."""
    totals: dict[int, Sums] = {}
    for measure in MEASURES[:-1]:
        last = max((year for year, sums in of_years.items() if measure in sums), default=0)
        so_far: Decimal | None = None
        for year, sums in of_years.items():
            if measure in sums:
                so_far = (so_far or ZERO) + sums[measure]
            known = {measure: so_far} if so_far is not None and year <= last else {}
            totals[year] = {**totals.get(year, {}), **known}
    return totals


# By what the money counts under


def _tables_by_part(choices: Choices, query: BudgetQuery, lines: list[BudgetedLine]) -> Iterator[MoneyTable]:
    """Each action counts once."""

    def table(name: str, heading: str, head: str, under: Callable[[ActionPicture], str]) -> MoneyTable:
        groups = _grouped(lines, lambda line: under(line.action))
        rows = [
            _row(choices, query, part.label, groups[part.value], part, **{name: part.value})
            for part in choices.parts_of(name)
            if part.value in groups
        ]
        return MoneyTable(name, heading, head, rows)

    heading = _("Which objective does the money go to?")
    yield table("objective", heading, _("Objective"), lambda action: str(action.objective))
    heading = _("Which minister does the money fall under?")
    yield table("minister", heading, _("Minister"), lambda action: action.minister or NONE)
    heading = _("Which policy area does the money fall under?")
    yield table("policy_area", heading, _("Policy area"), lambda action: action.policy_area or NONE)


def _grouped(
    lines: Iterable[BudgetedLine], group_of: Callable[[BudgetedLine], str]
) -> dict[str, list[BudgetedLine]]:
    """Only lines with a sum or without an amount: the others say nothing."""
    groups: dict[str, list[BudgetedLine]] = defaultdict(list)
    for line in lines:
        if line.sums or line.is_without_amount:
            groups[group_of(line)].append(line)
    return groups


def _table_by_kind(choices: Choices, query: BudgetQuery, lines: list[BudgetedLine]) -> MoneyTable:
    """Lines without an amount have nothing planned, but their row shows what was spent on them."""
    groups = _grouped(lines, lambda row: kind_of(row.line))
    rows = [
        _row(choices, query, kind_label(kind), groups[kind], kind=kind)
        for kind in [*BudgetKind.values, ENDED_LINES]
        if kind in groups
    ]
    return MoneyTable("kind", _("Which kinds of budget line are there?"), _("Kind of budget line"), rows)


def _table_by_source(
    choices: Choices, query: BudgetQuery, lines: list[BudgetedLine], amounts: list[Amount]
) -> MoneyTable:
    """Planned and spent are both divided by the printed shares; what no share covers is the last row."""
    sums = money.summed(money.by_payer(amounts))
    without_amount = (row.line for row in lines if row.is_without_amount)
    without = Counter(source for line in without_amount for source, _percent in payers_of(line))
    labels = {source: source_label(choices.picture, source) for source in {*sums, *without}}
    rows = [
        MoneyRow(
            labels[source],
            cells_of(choices, sums.get(source, {}), **query.of_year, source=source),
            without[source],
            _without_url(choices, source=source),
        )
        for source in sorted(labels, key=lambda source: (source == UNNAMED, labels[source].casefold()))
    ]
    return MoneyTable("source", _("Who pays?"), _("Source of funding"), rows)


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

    @property
    def percent(self) -> Decimal | None:
        return formatting.share(self.out_of_step.paid, self.out_of_step.planned)

    @property
    def silent(self) -> str:
        return formatting.listed(self.out_of_step.silent)


def _out_of_step(choices: Choices, query: BudgetQuery) -> dict[str, Any]:
    """Over all years, whichever the tables are about; the most out of step first."""
    until = money.last_year_over(choices.moment.reckoned_on)
    by_direction: dict[str, list[tuple[ActionPicture, OutOfStepLine]]] = defaultdict(list)
    for action in choices.actions:
        for line in action.out_of_step:
            by_direction[line.how].append((action, line))

    def lines(how: str, until: int | None) -> list[LineOutOfStep]:
        furthest = sorted(by_direction[how], key=lambda pair: -abs(pair[1].paid - pair[1].planned))
        return [_line_out_of_step(choices, action, line, until) for action, line in furthest[: query.most]]

    return {
        "until": until,
        "out_of_step": [
            ("overspent", _("More than planned"), lines(money.MORE, None), len(by_direction[money.MORE])),
            ("underspent", _("Less than planned"), lines(money.LESS, until), len(by_direction[money.LESS])),
        ],
        "unknown": len(by_direction[money.UNKNOWN]),
    }


def _line_out_of_step(
    choices: Choices, action: ActionPicture, line: OutOfStepLine, until: int | None
) -> LineOutOfStep:
    where = {"action": action.code, "line": line.place, "until": until}
    return LineOutOfStep(
        action,
        action.line(line.place),
        line,
        choices.action_url(action.code),
        receipt_url(choices, "paid", **where),
        receipt_url(choices, "planned", **where),
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
        where = {"action": line.action.code, "line": line.place, "source": source, **query.of_year}
        label = source_label(choices.picture, source)
        yield label, percent, cells_of(choices, sums.get(source, {}), **where)


def _open(choices: Choices, query: BudgetQuery) -> dict[str, Any]:
    """Actions with an open commitment in any year, the largest first; with what is not known to be open."""
    commitments = list(money.commitments_of(choices.actions))
    opened = [row for row in commitments if row.measure == money.OPEN]
    years = sorted({row.year for row in opened})
    by_action: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for (code, year), sums in money.summed(((row.action.code, row.year), row) for row in opened).items():
        by_action[code][year] = sums[money.OPEN]
    codes = [code for code, of_years in by_action.items() if any(of_years.values())]
    codes.sort(key=lambda code: -sum(by_action[code].values()))
    whole = {year: sum((of_years.get(year, ZERO) for of_years in by_action.values()), ZERO) for year in years}
    alone = money.added_up({row.measure: row.euro} for row in commitments if row.measure != money.OPEN)
    return {
        "years": years,
        "count": len(codes),
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
    whole = sum(of_years.values(), ZERO)
    return [*cells, MoneyCell(_("Total"), whole, receipt_url(choices, money.OPEN, **where))]


def _as_row(choices: Choices, query: BudgetQuery, line: BudgetedLine) -> BudgetedLine:
    where = {"action": line.action.code, "line": line.place, **query.of_year}
    return replace(
        line,
        url=choices.action_url(line.action.code),
        payers=payers_in_words(choices, line.line),
        cells=cells_of(choices, line.sums, **where),
    )


def payers_in_words(choices: Choices, line: LinePicture | None) -> str:
    """The payers that the plan names, each with its per cent."""
    named = [(source, percent) for source, percent in payers_of(line) if source != UNNAMED]
    return ", ".join(
        f"{source_label(choices.picture, source)} {formatting.percent(percent, 0 if percent == int(percent) else 2)}"
        for source, percent in named
    )


def lines_as_table(choices: Choices, query: BudgetQuery) -> Iterator[list[Any]]:
    """The table of lines as a file: the heads, then every line that is asked for."""
    heads = [str(head) for head in MEASURE_HEADS.values()]
    if query.year is not None:
        heads = [_("%(head)s in %(year)s") % {"head": head, "year": query.year} for head in heads]
    yield [
        *[_("Code"), _("Action"), _("Line"), _("Label"), _("Kind of budget line"), _("As printed")],
        *[_("Planned per year"), _("Source of funding")],
        *heads,
        *[_("How certain"), _("Unknown figures")],
    ]
    organisations = choices.picture.organisations
    for line in lines_asked(budgeted_lines(choices.actions, query), choices, query):
        yield [
            line.action.code,
            line.action.local_title,
            line.place,
            line.line.local_label if line.line else "",
            line.kind_label,
            line.line.printed_as if line.line else "",
            line.how_planned,
            payers_in_words(choices, line.line),
            *(line.sums.get(measure) for measure in MEASURES),
            certainty_of_line(line.action, line.place, organisations, query.year),
            " ".join(lacking_of_line(line.action, line.place, organisations, query.year)),
        ]
