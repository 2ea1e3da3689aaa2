"""What an address asks of the budget, and its lines: on the page, and all of them in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionplan.base import formatting
from actionplan.pages.choices import PART_LABELS, Choices
from actionplan.pages.figures import (
    MEASURE_HEADS,
    MONEY_PARAMETERS,
    MoneyCell,
    MoneyFilter,
    cells_of,
    kind_label,
    kind_of,
    longest_of,
    number_parameter,
    source_label,
    unknown_money,
)
from actionplan.picture import money
from actionplan.picture.actions import Actions
from actionplan.picture.money import MEASURES, UNNAMED, Amount, Sums, payers_of
from actionplan.picture.picture import ActionPicture, LinePicture
from actionplan.picture.planned_words import how_planned
from actionplan.picture.unknown_figures import certainty_of_line, lacking_of_line

SHOWN_AT_FIRST = 10
"""How many single lines or actions a list shows, unless all are asked for."""

LINES = (WITHOUT_AMOUNT, ALL_LINES) = ("without", "all")
BUDGET_PARAMETERS = ("by", "year", "until", "lines", "all", *MONEY_PARAMETERS)
BREAKDOWNS = {
    "year": gettext_lazy("Year"),
    **PART_LABELS,
    "source": gettext_lazy("Source of funding"),
    "kind": gettext_lazy("Kind of budget line"),
}
"""By what the money can be divided; the first is what the page opens on."""


@dataclass(frozen=True)
class BudgetQuery:
    """The parameters of this page only."""

    year: int | None = None
    """For the breakdown and the lines; None is all years."""
    until: int | None = None
    """The last year for the same; None is all years."""
    by: str = "year"
    filter: MoneyFilter = field(default_factory=MoneyFilter)
    """For the table of lines."""
    lines: str = ""
    """Only lines `without` an amount, or `all`; empty is those of which an amount is known."""
    all: bool = False
    """Show every single line and action, not only the first."""

    @classmethod
    def from_query(cls, address: QueryDict) -> BudgetQuery:
        by, lines = address.get("by", ""), address.get("lines", "")
        return cls(
            year=number_parameter(address, "year"),
            until=number_parameter(address, "until"),
            by=by if by in BREAKDOWNS else "year",
            filter=MoneyFilter.from_query(address),
            lines=lines if lines in LINES else "",
            all=address.get("all") == "on",
        )

    @property
    def of_years(self) -> dict[str, int]:
        """The parameters that keep the years."""
        years = {"year": self.year, "until": self.until}
        return {name: year for name, year in years.items() if year is not None}

    @property
    def of_lines(self) -> dict[str, Any]:
        """The parameters that keep which lines a file has."""
        without = {"lines": WITHOUT_AMOUNT} if self.lines == WITHOUT_AMOUNT else {}
        return {**self.of_years, **without, **self.filter.query}

    @property
    def has_all_lines(self) -> bool:
        """Whether the page lists lines without an amount too."""
        return bool(self.lines or self.filter.query)

    @property
    def most(self) -> int | None:
        return None if self.all else SHOWN_AT_FIRST

    def has(self, amount: Amount) -> bool:
        return self.year in (None, amount.year) and (self.until is None or amount.year <= self.until)


def unknown_parameters(address: QueryDict) -> list[tuple[str, str]]:
    """Label and value of the parameters that this page does not know."""
    known = {"lines": LINES, "by": BREAKDOWNS}
    given = [(address.get(name, ""), values) for name, values in known.items()]
    unknown = [("", value) for value, values in given if value and value not in values]
    return [*unknown_money(address, "year", "until"), *unknown]


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
    def longest(self) -> Decimal:
        return longest_of(self.cells)

    @property
    def is_without_amount(self) -> bool:
        return self.line is not None and self.line.is_unknown

    @property
    def kind_label(self) -> str:
        return kind_label(kind_of(self.line))

    @property
    def how_planned(self) -> str:
        """Where the amounts of the years come from; empty for a line without an amount."""
        return how_planned(self.line) if self.line else ""


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
        and (row.is_without_amount or query.lines != WITHOUT_AMOUNT)
    ]


def as_row(choices: Choices, query: BudgetQuery, line: BudgetedLine) -> BudgetedLine:
    where = {"action": line.action.code, "line": line.place, **query.of_years}
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
