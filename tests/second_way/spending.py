"""The budget page a second way: by kind and by who pays, added up over the years, out of step, open, and shared."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .exported import Row
from .money import CENT, MEASURES, Line
from .plain import Day, Stand

Sums = dict[str, Decimal]
UNNAMED = "none"
WHOLE = Decimal(100)
CUMULATIVE = ["planned", "committed", "paid"]


def cells(lines: list[Line], spent: list[Row]) -> dict[tuple[int, int], Sums]:
    """By line and year, over all organisations; what nobody said is not there."""
    found: dict[tuple[int, int], Sums] = defaultdict(dict)
    for line in lines:
        for year, amount in line.planned.items():
            found[line.key, year]["planned"] = amount
    for row in spent:
        for measure in MEASURES:
            if row[measure] is not None:
                sums = found[row["line"], row["year"]]
                sums[measure] = sums.get(measure, Decimal(0)) + Decimal(row[measure])
    return {key: sums for key, sums in found.items() if sums}


def add(into: Sums, more: Sums) -> None:
    for measure, amount in more.items():
        into[measure] = into.get(measure, Decimal(0)) + amount


def by_kind(lines: list[Line], found: dict[tuple[int, int], Sums], year: int | None) -> dict[str, Sums]:
    """Spent on a line that is no longer in the plan is of the kind "ended"."""
    kinds, sums = {line.key: line.kind for line in lines}, defaultdict[str, Sums](dict)
    for (line, of_year), amounts in found.items():
        if year in (None, of_year):
            add(sums[kinds.get(line, "ended")], amounts)
    return dict(sums)


def by_line(found: dict[tuple[int, int], Sums], year: int | None) -> dict[int, Sums]:
    sums = defaultdict[int, Sums](dict)
    for (line, of_year), amounts in found.items():
        if year in (None, of_year):
            add(sums[line], amounts)
    return dict(sums)


def payers(line: Line | None) -> list[tuple[str, Decimal]]:
    """Who pays, with the per cent; what no share covers has no name."""
    named = line.funding if line else []
    rest = WHOLE - sum((percent for _source, percent in named), Decimal(0))
    return [*named, (UNNAMED, rest)] if rest > 0 else named


def divided(amount: Decimal, line: Line | None) -> dict[str, Decimal]:
    """To the cent: each with those before it has its share rounded half up, so that the whole is kept."""
    found, so_far, percent = {}, Decimal(0), Decimal(0)
    for source, share in payers(line):
        percent += share
        reached = (amount * percent / WHOLE).quantize(CENT, ROUND_HALF_UP)
        found[source] = reached - so_far
        so_far = reached
    return found


def by_payer(lines: list[Line], found: dict[tuple[int, int], Sums], year: int | None) -> dict[str, Sums]:
    known, sums = {line.key: line for line in lines}, defaultdict[str, Sums](dict)
    for (line, of_year), amounts in found.items():
        if year in (None, of_year):
            for measure, amount in amounts.items():
                for source, part in divided(amount, known.get(line)).items():
                    add(sums[source], {measure: part})
    return dict(sums)


def shared(lines: list[Line]) -> list[Line]:
    """Of which somebody pays a part."""
    return [line for line in lines if line.funding and line.funding[0][1] < WHOLE]


def added_up(years: dict[int, Sums]) -> dict[int, Sums]:
    """Up to and including each year; a measure stops behind the last year of which anything is known."""
    found: dict[int, Sums] = {}
    for year in sorted(years):
        found[year] = {}
        for measure in CUMULATIVE:
            known = {one: sums[measure] for one, sums in years.items() if measure in sums}
            if known and min(known) <= year <= max(known):
                found[year][measure] = sum(
                    (amount for one, amount in known.items() if one <= year), Decimal(0)
                )
    return found


def last_year_over(on: Day) -> int:
    """31 December counts as over."""
    tomorrow = on + datetime.timedelta(days=1)
    return tomorrow.year - 1


def paid_of_planned(lines: list[Line], spent: list[Row], on: Day, *, all_lines: bool) -> tuple[Any, Decimal]:
    """Paid, or nothing known, and planned, in the years that are over; on all lines, or on those with an amount."""
    until, with_amount = last_year_over(on), {line.key for line in lines if line.amount is not None}
    of_years = [
        sums
        for (key, year), sums in cells(lines, spent).items()
        if year <= until and (all_lines or key in with_amount)
    ]
    paid = [sums["paid"] for sums in of_years if "paid" in sums]
    planned = sum((sums.get("planned", Decimal(0)) for sums in of_years), Decimal(0))
    return (sum(paid, Decimal(0)) if paid else None), planned


@dataclass(frozen=True)
class OutOfStep:
    """Lines by key: paid and planned; those furthest out of step first."""

    over: dict[int, tuple[Decimal, Decimal]]
    under: dict[int, tuple[Decimal, Decimal]]
    unknown: int
    silent: dict[int, list[int]]
    """Of lines on which too little is paid: the planned years up to then for which no payment is known."""


def out_of_step(lines: list[Line], spent: list[Row], on: Day, stands: list[Stand]) -> OutOfStep:
    """Too little is not said of what is done; nor where a figure of the years that are over was withdrawn."""
    done = {stand.key for stand in stands if stand.status in ("completed", "stopped")}
    until, unknown, found = last_year_over(on), 0, cells(lines, spent)
    moot = {row["line"] for row in spent if "paid" in row["withdrawn"].split() and row["year"] <= until}
    over: dict[int, tuple[Decimal, Decimal]] = {}
    under: dict[int, tuple[Decimal, Decimal]] = {}
    for line in lines:
        if line.amount is None:
            continue
        paid = {
            year: sums["paid"] for (key, year), sums in found.items() if key == line.key and "paid" in sums
        }
        planned = sum(line.planned.values(), Decimal(0))
        by_then = sum((amount for year, amount in line.planned.items() if year <= until), Decimal(0))
        paid_by_then = sum((amount for year, amount in paid.items() if year <= until), Decimal(0))
        if not paid:
            unknown += by_then > 0
            continue
        if sum(paid.values()) > planned:
            over[line.key] = (sum(paid.values(), Decimal(0)), planned)
        if paid_by_then < by_then / 2 and line.key not in moot and line.action not in done:
            under[line.key] = (paid_by_then, by_then)
    silent = {
        line.key: [
            year
            for year, amount in sorted(line.planned.items())
            if amount > 0 and year <= until and "paid" not in found.get((line.key, year), {})
        ]
        for line in lines
        if line.key in under
    }
    return OutOfStep(_furthest_first(over), _furthest_first(under), unknown, silent)


def _furthest_first(found: dict[int, tuple[Decimal, Decimal]]) -> dict[int, tuple[Decimal, Decimal]]:
    return dict(sorted(found.items(), key=lambda item: -abs(item[1][0] - item[1][1])))


def open_commitments(spent: list[Row]) -> dict[int, dict[int, Decimal]]:
    """Committed minus paid, by action and year, of the rows that say both: each is one organisation's of a line and year."""
    both = [row for row in spent if row["committed"] is not None and row["paid"] is not None]
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for action, year in {(row["action"], row["year"]) for row in both}:
        rows = [row for row in both if (row["action"], row["year"]) == (action, year)]
        found[action][year] = sum_of(rows, "committed") - sum_of(rows, "paid")
    return dict(found)


def actions_with_open(spent: list[Row]) -> set[int]:
    """Actions on which less was paid than committed over the years, or where nobody said what was paid of it."""
    by_year = open_commitments(spent)
    alone = {row["action"] for row in spent if row["paid"] is None and Decimal(row["committed"] or 0) > 0}
    return alone | {key for key, of_years in by_year.items() if sum(of_years.values()) > 0}


def said_alone(spent: list[Row], measure: str, other: str) -> Decimal | None:
    """Of the rows that say the one and not the other; None where that is nothing."""
    rows = [row for row in spent if row[measure] is not None and row[other] is None]
    return sum_of(rows, measure) or None


def sum_of(rows: list[Row], measure: str) -> Decimal:
    return sum((Decimal(row[measure]) for row in rows), Decimal(0))
