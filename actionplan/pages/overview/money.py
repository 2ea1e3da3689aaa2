"""Whether the money follows: planned, committed and paid by year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from actionplan.pages.choices import Choices
from actionplan.pages.figures import SUMMED_MEASURES, MoneyCell, cells_of, longest_of
from actionplan.picture.money import Sums, by_year, paid_of_planned, total
from actionplan.picture.planned_words import without_amount_words
from actionplan.picture.results import PaidOfPlanned
from actionplan.picture.sentences import paid_of_planned_words
from actionplan.picture.unknown_figures import unknown_figures_in_words


@dataclass(frozen=True)
class YearOfMoney:
    """Sums in euro over all actions in the scope and all organisations; each cell links to its receipt."""

    year: int
    planned: Decimal | None
    committed: Decimal | None
    paid: Decimal | None
    cells: list[MoneyCell]


@dataclass(frozen=True)
class MoneyByYear:
    paid_of_planned: PaidOfPlanned
    sentence: str
    without_amount: str
    """How many of the budget lines have no amount."""
    years: list[YearOfMoney]
    longest: Decimal
    """The largest amount of a year: the bars are drawn against it."""
    until: list[MoneyCell]
    """Up to and including the last year that is over; empty if that has no year."""
    total: list[MoneyCell]
    unknown: list[str]
    """What the sums lack, a sentence each."""
    chart_url: str
    """Of the same as a file."""


def money_of(choices: Choices) -> MoneyByYear:
    all_years = by_year(choices.actions)
    sums = {year: of for year, of in all_years.items() if of.keys() & set(SUMMED_MEASURES)}
    share = paid_of_planned(choices.actions, choices.moment.reckoned_on, all_years)
    over = [of_year for year, of_year in sums.items() if year <= share.until]
    years = [_year(choices, year, of_year) for year, of_year in sums.items()]
    return MoneyByYear(
        paid_of_planned=share,
        sentence=paid_of_planned_words(share),
        without_amount=without_amount_words(choices.actions),
        years=years,
        longest=longest_of(*(row.cells for row in years)),
        until=cells_of(choices, total(over), until=share.until)[:-1] if over else [],
        total=cells_of(choices, total(sums.values()))[:-1],
        unknown=unknown_figures_in_words(choices.actions, choices.picture.organisations),
        chart_url=choices.url("money-chart"),
    )


def _year(choices: Choices, year: int, sums: Sums) -> YearOfMoney:
    planned, committed, paid = (sums.get(name) for name in SUMMED_MEASURES)
    return YearOfMoney(year, planned, committed, paid, cells_of(choices, sums, year=year)[:-1])
