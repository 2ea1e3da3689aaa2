"""The money of a report: each budget line with its years, those that are asked and those that are folded away."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from actionplan.picture.picture import LinePicture
from actionplan.reports.contents import Contents, ExpenditureRow

from .contents_in_words import kind_label, line_label
from .row_forms import MONEY_COLUMNS, MoneyForm, NewYearForm, is_faulty, money_keys_in


def asked_years(
    about: datetime.date, line: LinePicture, last: Mapping[int, ExpenditureRow], *, is_lead: bool
) -> set[int]:
    """The year of that day or, of a line that is planned until an earlier one, that; and those before of which the last
    report (`last`, by year) gave no figure, a provisional one, or less paid than committed.
    """
    year = min(about.year, max(line.planned, default=about.year))
    earlier = {one for one in last if not last[one].is_settled}
    earlier |= {one for one in line.planned if one not in last and is_lead}
    return {year, *(one for one in earlier if one < year)}


@dataclass(frozen=True)
class YearsOfLine:
    """Rows of a budget line, as a table shows them."""

    line: LinePicture
    kind: str
    rows: list[MoneyForm]


class LineForms:
    """A budget line: a row for each year planned, reported or sent, and one with a free year; in short, those asked for."""

    def __init__(
        self,
        pk: int,
        line: LinePicture,
        years: Iterable[int],
        base: Contents,
        data: Any,
        last: Contents,
        about: datetime.date,
        *,
        short: bool,
        is_lead: bool,
        proposed: datetime.date | None,
    ) -> None:
        known = {row.year: row for row in base.expenditures if row.line == pk}
        before = {row.year: row for row in last.expenditures if row.line == pk}
        asked = asked_years(about, line, before, is_lead=is_lead)
        settled = {year for year in before if year < about.year and before[year].is_settled}
        self._stand_open = (asked - settled) | {year for year in known if known[year] != before.get(year)}
        sent = {year for of_line, year in money_keys_in(data or {}) if of_line == pk}
        shown = sorted({*asked, *sent} if short else {*asked, *years, *known, *sent})
        label = line_label(line)
        self.line, self.kind = line, kind_label(line)
        self.rows = [
            MoneyForm(
                data if year in sent else None,
                line=pk,
                about=f"{year}, {label}",
                year=year,
                known=known.get(year),
                planned=line.planned.get(year),
                last=before.get(year),
                proposed=proposed if proposed and proposed.year == year else None,
            )
            for year in shown
        ]
        self.new = None if short else NewYearForm(data, line=pk, about=label, taken=shown)
        self.all: list[MoneyForm] = [*self.rows, *([self.new] if self.new else [])]
        if short:
            for row in self.rows:
                row.fields = {name: row.fields[name] for name in MONEY_COLUMNS}

    def stands_open(self, row: MoneyForm) -> bool:
        """Whether the row is asked for, says something new, or has a fault; others are folded away."""
        return row.year in self._stand_open or bool(row.faulty)


@dataclass(frozen=True)
class MoneyForms:
    """The budget lines with an amount in the plan, or those without: a table, and what is asked for seldom."""

    lines: list[LineForms]

    @property
    def rows(self) -> list[MoneyForm]:
        return [row for part in self.lines for row in part.rows]

    @property
    def asked(self) -> list[YearsOfLine]:
        """Every line, with its years that stand open."""
        return self._table(lambda part, row: part.stands_open(row))

    @property
    def folded(self) -> list[YearsOfLine]:
        """Lines with years that are folded away."""
        return [one for one in self._table(lambda part, row: not part.stands_open(row)) if one.rows]

    def _table(self, has: Callable[[LineForms, MoneyForm], bool]) -> list[YearsOfLine]:
        return [
            YearsOfLine(part.line, part.kind, [row for row in part.rows if has(part, row)])
            for part in self.lines
        ]

    @property
    def folded_years(self) -> list[int]:
        return sorted({row.year for part in self.folded for row in part.rows if row.year})

    @property
    def withdrawable(self) -> list[MoneyForm]:
        return [row for row in self.rows if "withdrawn" in row.fields]

    @property
    def withdrawable_years(self) -> list[int]:
        return sorted({row.year for row in self.withdrawable if row.year})

    @property
    def has_forecast(self) -> bool:
        fields = [row[name] for row in self.rows for name in ("forecast", "full_time_equivalents")]
        return any(field.value() or is_faulty(field) for field in fields)

    @property
    def has_new(self) -> bool:
        return any(field.value() or field.errors for part in self.lines for field in part.new or [])

    @property
    def has_withdrawn(self) -> bool:
        return any(row["withdrawn"].value() for row in self.withdrawable)

    @property
    def has_something(self) -> bool:
        """Whether a row is filled, or has an error."""
        rows = [form for part in self.lines for form in part.all]
        return any(form.errors or any(field.value() or is_faulty(field) for field in form) for form in rows)
