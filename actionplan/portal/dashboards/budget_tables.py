"""The tables of the budget dashboard: by year and added up over the years, by part, by kind of line, by source of funding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base.money import ZERO, add_up, in_cents, in_euro
from budgets.states import BudgetKind

from .budget_lines import ENDED, kind_label
from .budget_money import BudgetMoney
from .budget_parts import Addresses
from .budget_shares import UNNAMED, Source, sources_of, split
from .budget_sums import MEASURES, Sums, all_in_euro
from .parts import Part
from .shown import Shown


class Figure(NamedTuple):
    """A sum in euro that opens its receipt; None is unknown, and opens nothing."""

    measure: str
    head: str
    """Of its column."""
    amount: Decimal | None
    url: str


@dataclass(frozen=True)
class MoneyRow:
    """A row of a table: whose money it is, its figures, and the lines without an amount beside them."""

    part: Any
    """With `label`; perhaps with `subject`, `prefix` and `url`, as `dashboards.parts.Part`."""
    figures: list[Figure]
    without: int = 0
    without_url: str = ""


@dataclass(frozen=True)
class Named:
    """What a row is called, where it is neither objective, policy area nor minister."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class MoneyTable:
    """One way to divide the money; `total` is the same in each."""

    name: str
    heading: str
    head: str
    rows: list[MoneyRow]
    total: MoneyRow

    @property
    def is_of_parts(self) -> bool:
        """Whether its rows are objectives, policy areas or ministers."""
        return self.name not in ("kind", "source")


def measures() -> list[tuple[str, str]]:
    """Each measure with the head of its column."""
    heads = [_("Planned"), _("Committed"), _("Paid"), pgettext("money", "Forecast")]
    return list(zip(MEASURES, heads, strict=True))


class Tables:
    """Each table of one read of the money."""

    def __init__(self, shown: Shown, money: BudgetMoney) -> None:
        self.shown, self.money, self.addresses = shown, money, Addresses(shown)
        self.kept = {"year": money.year} if money.year is not None else {}
        self.heads = measures()

    def figures(self, sums: Sums, **where: Any) -> list[Figure]:
        receipt = self.addresses.receipts(**where)
        return [
            Figure(measure, head, sums[measure], receipt(measure))
            if measure in sums
            else Figure(measure, head, None, "")
            for measure, head in self.heads
        ]

    def row(self, part: Any, sums: Sums, without: int, **where: Any) -> MoneyRow:
        url = self.addresses.lines(lines="without", **where) if without else ""
        return MoneyRow(part, self.figures(sums, **self.kept, **where), without, url)

    @cached_property
    def total(self) -> MoneyRow:
        return self.row(Named(_("Total")), self.money.total, len(self.money.without_amount))

    def years(self) -> list[MoneyRow]:
        """All years, whichever the other tables are about."""
        return [
            MoneyRow(Named(str(year)), self.figures(sums, year=year))
            for year, sums in self.money.of_years.items()
        ]

    def all_years(self) -> MoneyRow:
        sums = {
            measure: add_up(of.get(measure) for of in self.money.of_years.values())
            for measure in MEASURES
            if any(measure in of for of in self.money.of_years.values())
        }
        return MoneyRow(Named(_("Total")), self.figures(sums))

    def by_part(self) -> list[MoneyTable]:
        """By objective, minister and policy area: each action once."""
        return [
            self._table("objective", _("Which objective does the money go to?"), _("Objective")),
            self._table("minister", _("Which minister does the money fall under?"), _("Minister")),
            self._table("policy_area", _("Which policy area does the money fall under?"), _("Policy area")),
        ]

    def _table(self, name: str, heading: str, head: str) -> MoneyTable:
        rows = self._rows(self.shown.parts_of(name), name)
        return MoneyTable(name, heading, head, list(rows), self.total)

    def _rows(self, parts: Iterable[Part], name: str) -> Iterator[MoneyRow]:
        sums, without = self.money.by(name), self.money.without_by(name)
        for part in parts:
            if part.value in sums or without[part.value]:
                yield self.row(part, sums.get(part.value, {}), without[part.value], **{name: part.value})

    def by_kind(self) -> MoneyTable:
        """Lines without an amount have nothing planned: what was spent on them stands in their row all the same."""
        sums, without = self.money.by("kind"), self.money.without_by("kind")
        rows = [
            self.row(Named(kind_label(kind)), sums.get(kind, {}), without[kind], kind=kind)
            for kind in [*BudgetKind.values, ENDED]
            if kind in sums or without[kind]
        ]
        heading = _("Which kinds of budget line are there?")
        return MoneyTable("kind", heading, _("Kind of budget line"), rows, self.total)

    def by_source(self) -> MoneyTable:
        """Planned and spent alike are divided by the printed shares; what no share covers is a row."""
        sums, names = by_source(self.money)
        without = without_by_source(self.money)
        names = {source.value: source for source in without} | names
        found = sorted(names.values(), key=lambda source: (source == UNNAMED, source.label.casefold()))
        rows = [
            self.row(Named(source.label), sums.get(source.value, {}), without[source], source=source.value)
            for source in found
        ]
        heading = _("Who pays?")
        return MoneyTable("source", heading, _("Source of funding"), rows, self.total)

    def cumulative(self) -> tuple[list[dict[str, Any]], list[MoneyRow]]:
        """The years added up, for the chart and for the table; spent is known up to the last year that was reported."""
        points, rows = [], []
        sums: dict[str, Decimal] = {}
        last = {
            measure: max((year for year, of in self.money.of_years.items() if measure in of), default=0)
            for measure in CUMULATIVE
        }
        for year, of_year in self.money.of_years.items():
            for measure in CUMULATIVE:
                if measure in of_year:
                    sums[measure] = sums.get(measure, ZERO) + of_year[measure]
            known = {measure: amount for measure, amount in sums.items() if year <= last[measure]}
            points.append({"year": year, **{measure: known.get(measure) for measure in CUMULATIVE}})
            figures = [one for one in self.figures(known, until=year) if one.measure in CUMULATIVE]
            rows.append(MoneyRow(Named(str(year)), figures))
        return points, rows


CUMULATIVE = ["planned", "committed", "paid"]


def by_source(money: BudgetMoney) -> tuple[dict[str, Sums], dict[str, Source]]:
    """Sums by source, and each source by its value: every amount of a line and year divided to the cent."""
    found = money.cents_by("source")
    for amounts in found.values():
        amounts.pop(None, None)  # of lines that several pay
    for key, measure, amount in money.cells(money.shares_of_divided.keys()):
        for source, part in split(in_euro(amount), money.shares_of_divided[key]):
            found[measure][source] += in_cents(part)
    known = all_in_euro(found)
    return {source.value: sums for source, sums in known.items()}, {source.value: source for source in known}


def without_by_source(money: BudgetMoney) -> Counter[Source]:
    """How many lines without an amount each pays, or pays a part of."""
    found = money.without_by("source")
    found.pop(None, None)  # of lines that several pay
    for key, shares in money.shares_of_divided.items():
        if key not in money.counted.planned:
            found.update(share.source for share in sources_of(shares))
    return found
