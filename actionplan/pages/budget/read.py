"""What the budget dashboard shows: sums by year, by part, by kind and by source, lines out of step, open commitments, lines."""

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
    ENDED,
    HEADS,
    MONEY_NAMES,
    MoneyCell,
    MoneyFilter,
    cells_of,
    in_scope,
    kind_label,
    kind_of,
    number_asked,
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
from budgets.states import BudgetKind

LINES_PER_PAGE = 50
FIRST = 10
"""So many of the lines or actions that are named singly, where not all are asked for."""
WITHOUT = "without"
NAMES = ("year", "lines", "all", *MONEY_NAMES)


@dataclass(frozen=True)
class BudgetQuery:
    """What the address says to this page alone."""

    year: int | None = None
    """Of the tables; None is all years."""
    filter: MoneyFilter = field(default_factory=MoneyFilter)
    """Of the table of lines."""
    without: bool = False
    """Only lines without an amount, in that table."""
    all: bool = False
    """Everything that is named singly, not only the first."""

    @classmethod
    def of(cls, address: QueryDict) -> BudgetQuery:
        return cls(
            number_asked(address, "year"),
            MoneyFilter.asked(address),
            address.get("lines") == WITHOUT,
            address.get("all") == "on",
        )

    @property
    def of_year(self) -> dict[str, int]:
        """The part of a link that keeps the year."""
        return {} if self.year is None else {"year": self.year}

    @property
    def of_lines(self) -> dict[str, Any]:
        """The part of a link that keeps what the table of lines is about."""
        return {**self.of_year, **({"lines": WITHOUT} if self.without else {}), **self.filter.query}

    @property
    def most(self) -> int | None:
        return None if self.all else FIRST

    def has(self, amount: Amount) -> bool:
        return self.year in (None, amount.year)


def unknown_parameters(address: QueryDict) -> list[tuple[str, str]]:
    """Label and value of the parameters of the address that this page does not know."""
    lines = address.get("lines", "")
    return [*unknown_money(address, "year"), *([("", lines)] if lines not in ("", WITHOUT) else [])]


@dataclass(frozen=True)
class MoneyRow:
    """A row of a table: whose money it is, its sums, and the lines without an amount beside them."""

    label: str
    cells: list[MoneyCell]
    without: int = 0
    without_url: str = ""
    part: Part | None = None
    """An objective, policy area or minister, which says by itself what it is called."""


@dataclass(frozen=True)
class MoneyTable:
    """One way to divide the money; the total is the same in each."""

    name: str
    heading: str
    head: str
    rows: list[MoneyRow]


@dataclass(frozen=True)
class BudgetedLine:
    """A budget line, with what is planned and was spent on it in the year that is asked about, or in all."""

    action: ActionPicture
    place: int
    line: LinePicture | None
    """None is one that was spent on and is no longer in the plan."""
    sums: Sums
    url: str = ""
    """Of its action, as the payers and the cells only where the line is a row of the page."""
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
        """Where the amounts of the years come from; nothing for a line without an amount."""
        if self.line is None or not self.line.has_amount:
            return ""
        return _("derived pro rata by day") if self.line.is_derived else _("as the lead spread it")


def budgeted_lines(actions: Actions, query: BudgetQuery) -> Iterator[BudgetedLine]:
    """In the plan's order; one that is no longer in the plan where anything was spent on it."""
    for action in actions:
        lines = {line.place: line for line in action.lines}
        sums = money.summed((one.place, one) for one in money.amounts_of([action]) if query.has(one))
        for place in sorted({*lines, *sums}):
            yield BudgetedLine(action, place, lines.get(place), sums.get(place, {}))


def lines_asked(lines: Iterable[BudgetedLine], choices: Choices, query: BudgetQuery) -> list[BudgetedLine]:
    """Those of the table of lines."""
    among = {action.pk for action in query.filter.actions_among(choices.actions)}
    return [
        one
        for one in lines
        if one.action.pk in among
        and query.filter.has(one.place, one.line)
        and (one.is_without_amount or not query.without)
    ]


def budget_page(choices: Choices, query: BudgetQuery, page: str | None) -> dict[str, Any]:
    """The context of the page."""
    actions = choices.actions
    lines = list(budgeted_lines(actions, query))
    amounts = [one for one in money.amounts_of(actions) if query.has(one)]
    listed = Paginator(lines_asked(lines, choices, query), LINES_PER_PAGE).get_page(page)
    return {
        "heads": HEADS,
        "paid_of_planned": paid_of_planned_words(money.paid_of_planned(actions, choices.moment.reckoned_on)),
        "planned_note": planned_note(),
        **_years(choices),
        "spread_by_leads": sum(one.line is not None and not one.line.is_derived for one in lines),
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
        "lines": [_as_row(choices, query, one) for one in listed.object_list],
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
    without = sum(one.is_without_amount for one in rows)
    cells = cells_of(choices, added_up(one.sums for one in rows), **query.of_year, **where)
    return MoneyRow(label, cells, without, _without_url(choices, **where), part)


def _without_url(choices: Choices, **where: Any) -> str:
    return f"{choices.url('budget', lines=WITHOUT, **in_scope(choices, where))}#lines"


# By year


def _years(choices: Choices) -> dict[str, Any]:
    """All years, whichever the other tables are about."""
    of_years = money.by_year(choices.actions)
    so_far = _years_added_up(of_years)
    return {
        "years": [MoneyRow(str(year), cells_of(choices, sums, year=year)) for year, sums in of_years.items()],
        "all_years": cells_of(choices, added_up(of_years.values())),
        "chart": _points(of_years),
        "cumulative": [
            MoneyRow(str(year), cells_of(choices, sums, until=year)[:-1]) for year, sums in so_far.items()
        ],
        "cumulative_chart": _points(so_far),
    }


def _years_added_up(of_years: dict[int, dict[str, Decimal]]) -> dict[int, Sums]:
    """Up to and including each year; a measure until the last year of which anything is known. Forecasts are not added up."""
    found: dict[int, Sums] = {}
    for measure in MEASURES[:-1]:
        last = max((year for year, sums in of_years.items() if measure in sums), default=0)
        so_far: Decimal | None = None
        for year, sums in of_years.items():
            if measure in sums:
                so_far = (so_far or ZERO) + sums[measure]
            known = {measure: so_far} if so_far is not None and year <= last else {}
            found[year] = {**found.get(year, {}), **known}
    return found


def _points(of_years: dict[int, Any]) -> list[dict[str, Any]]:
    return [
        {"year": year, **{measure: sums.get(measure) for measure in MEASURES}}
        for year, sums in of_years.items()
    ]


# By what the money counts under


def _tables_by_part(choices: Choices, query: BudgetQuery, lines: list[BudgetedLine]) -> Iterator[MoneyTable]:
    """Each action once."""

    def table(name: str, heading: str, head: str, under: Callable[[ActionPicture], str]) -> MoneyTable:
        groups = _grouped(lines, lambda one: under(one.action))
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
    """Those of which something is to be said: a sum, or that they have no amount."""
    found: dict[str, list[BudgetedLine]] = defaultdict(list)
    for one in lines:
        if one.sums or one.is_without_amount:
            found[group_of(one)].append(one)
    return found


def _table_by_kind(choices: Choices, query: BudgetQuery, lines: list[BudgetedLine]) -> MoneyTable:
    """Lines without an amount have nothing planned: what was spent on them stands in their row all the same."""
    groups = _grouped(lines, lambda one: kind_of(one.line))
    rows = [
        _row(choices, query, kind_label(kind), groups[kind], kind=kind)
        for kind in [*BudgetKind.values, ENDED]
        if kind in groups
    ]
    return MoneyTable("kind", _("Which kinds of budget line are there?"), _("Kind of budget line"), rows)


def _table_by_source(
    choices: Choices, query: BudgetQuery, lines: list[BudgetedLine], amounts: list[Amount]
) -> MoneyTable:
    """Planned and spent alike are divided by the printed shares; what no share covers is a row, the last."""
    sums = money.summed(money.by_payer(amounts))
    silent = (one.line for one in lines if one.is_without_amount)
    without = Counter(source for line in silent for source, _percent in payers_of(line))
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
    found: OutOfStepLine
    url: str
    paid_url: str
    planned_url: str

    @property
    def percent(self) -> Decimal | None:
        return formatting.share(self.found.paid, self.found.planned)

    @property
    def silent(self) -> str:
        return formatting.listed(self.found.silent)


def _out_of_step(choices: Choices, query: BudgetQuery) -> dict[str, Any]:
    """Over all years, whichever the tables are about; those that are furthest out of step first."""
    until = money.last_year_over(choices.moment.reckoned_on)
    found: dict[str, list[tuple[ActionPicture, OutOfStepLine]]] = defaultdict(list)
    for action in choices.actions:
        for one in action.out_of_step:
            found[one.how].append((action, one))

    def lines(how: str, until: int | None) -> list[LineOutOfStep]:
        furthest = sorted(found[how], key=lambda pair: -abs(pair[1].paid - pair[1].planned))
        return [_line_out_of_step(choices, action, one, until) for action, one in furthest[: query.most]]

    return {
        "until": until,
        "out_of_step": [
            ("overspent", _("More than planned"), lines(money.MORE, None), len(found[money.MORE])),
            ("underspent", _("Less than planned"), lines(money.LESS, until), len(found[money.LESS])),
        ],
        "unknown": len(found[money.UNKNOWN]),
    }


def _line_out_of_step(
    choices: Choices, action: ActionPicture, one: OutOfStepLine, until: int | None
) -> LineOutOfStep:
    where = {"action": action.code, "line": one.place, "until": until}
    return LineOutOfStep(
        action,
        action.line(one.place),
        one,
        choices.action_url(action.code),
        receipt_url(choices, "paid", **where),
        receipt_url(choices, "planned", **where),
    )


def _shared(choices: Choices, query: BudgetQuery, lines: list[BudgetedLine]) -> dict[str, Any]:
    """Lines that several pay, with what is each one's of it: amounts by the printed shares."""
    shared = [one for one in lines if one.line and money.is_shared(one.line)]
    rows = [
        {
            "action": one.action,
            "line": one.line,
            "url": choices.action_url(one.action.code),
            "payers": list(_payers(choices, query, one)),
        }
        for one in shared[: query.most]
    ]
    return {"shared": rows, "shared_count": len(shared)}


def _payers(
    choices: Choices, query: BudgetQuery, one: BudgetedLine
) -> Iterator[tuple[str, Decimal, list[MoneyCell]]]:
    amounts = (each for each in money.amounts_of([one.action]) if each.place == one.place and query.has(each))
    sums = money.summed(money.by_payer(amounts))
    for source, percent in payers_of(one.line):
        where = {"action": one.action.code, "line": one.place, "source": source, **query.of_year}
        label = source_label(choices.picture, source)
        yield label, percent, cells_of(choices, sums.get(source, {}), **where)


def _open(choices: Choices, query: BudgetQuery) -> dict[str, Any]:
    """Actions with an open commitment in any year, the largest first; beside them, what is not known to be open."""
    found = list(money.commitments_of(choices.actions))
    opened = [one for one in found if one.measure == money.OPEN]
    years = sorted({one.year for one in opened})
    each: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for (code, year), sums in money.summed(((one.action.code, one.year), one) for one in opened).items():
        each[code][year] = sums[money.OPEN]
    codes = [code for code, of_years in each.items() if any(of_years.values())]
    codes.sort(key=lambda code: -sum(each[code].values()))
    whole = {year: sum((of.get(year, ZERO) for of in each.values()), ZERO) for year in years}
    alone = money.added_up({one.measure: one.euro} for one in found if one.measure != money.OPEN)
    return {
        "years": years,
        "count": len(codes),
        "rows": [
            {
                "action": choices.picture.actions.get(code),
                "url": choices.action_url(code),
                "cells": _open_cells(choices, years, each[code], action=code),
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
    """Those of the years, then their sum."""
    cells = [
        MoneyCell(str(year), of_years[year], receipt_url(choices, money.OPEN, year=year, **where))
        if year in of_years
        else MoneyCell(str(year), None, "")
        for year in years
    ]
    whole = sum(of_years.values(), ZERO)
    return [*cells, MoneyCell(_("Total"), whole, receipt_url(choices, money.OPEN, **where))]


def _as_row(choices: Choices, query: BudgetQuery, one: BudgetedLine) -> BudgetedLine:
    where = {"action": one.action.code, "line": one.place, **query.of_year}
    return replace(
        one,
        url=choices.action_url(one.action.code),
        payers=payers_in_words(choices, one.line),
        cells=cells_of(choices, one.sums, **where),
    )


def payers_in_words(choices: Choices, line: LinePicture | None) -> str:
    """Those that the plan names, each with its per cent."""
    named = [(source, percent) for source, percent in payers_of(line) if source != UNNAMED]
    return ", ".join(
        f"{source_label(choices.picture, source)} {formatting.percent(percent, 0 if percent == int(percent) else 2)}"
        for source, percent in named
    )


def lines_as_table(choices: Choices, query: BudgetQuery) -> Iterator[list[Any]]:
    """The table of lines as a file has it: the heads, then every line that is asked for."""
    heads = [str(head) for head in HEADS.values()]
    if query.year is not None:
        heads = [_("%(head)s in %(year)s") % {"head": head, "year": query.year} for head in heads]
    yield [
        *[_("Code"), _("Action"), _("Line"), _("Label"), _("Kind of budget line"), _("As printed")],
        *[_("Planned per year"), _("Source of funding")],
        *heads,
    ]
    for one in lines_asked(budgeted_lines(choices.actions, query), choices, query):
        yield [
            one.action.code,
            one.action.local_title,
            one.place,
            one.line.local_label if one.line else "",
            one.kind_label,
            one.line.printed_as if one.line else "",
            one.how_planned,
            payers_in_words(choices, one.line),
            *(one.sums.get(measure) for measure in MEASURES),
        ]
