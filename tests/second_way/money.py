"""Money a second way: planned amounts in exact fractions, spent ones as the standing reports say."""

import calendar
import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .exported import Row
from .plain import Day, Plain, When, day, in_force, period

CENT = Decimal("0.01")
MEASURES = ["committed", "paid", "forecast"]


@dataclass(frozen=True)
class Line:
    key: int
    action: int
    place: int
    kind: str
    amount: Decimal | None
    planned: dict[int, Decimal]
    by_lead: bool
    """Whether the lead spread it over the years."""
    stated: bool
    """Whether the plan states the amounts per year, and the lead did not spread it."""
    funding: list[tuple[str, Decimal]]
    """Source and per cent."""
    starts_in: int = 0
    """The calendar year of its first day."""


def half_up(value: Fraction) -> Decimal:
    """To the cent, halves away from zero; amounts are never negative."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(CENT, ROUND_HALF_UP)


def planned_by_year(amount: Decimal, per_year: bool, start: Day, end: Day) -> dict[int, Decimal]:
    days = {year: _days_in(year, start, end) for year in range(start.year, end.year + 1)}
    days = {year: count for year, count in days.items() if count}
    if not days:
        return {}
    whole = sum(days.values())
    shares = {
        year: Fraction(amount) * Fraction(count, _length(year) if per_year else whole)
        for year, count in days.items()
    }
    rounded = {year: half_up(share) for year, share in shares.items()}
    last = max(rounded)
    rounded[last] += half_up(sum(shares.values(), Fraction(0))) - sum(rounded.values())
    return rounded


def _days_in(year: int, start: Day, end: Day) -> int:
    first, last = max(start, datetime.date(year, 1, 1)), min(end, datetime.date(year, 12, 31))
    return max(0, (last - first).days + 1)


def _length(year: int) -> int:
    return 366 if calendar.isleap(year) else 365


def lines_of(plain: Plain, on: Day, action: int | None = None) -> list[Line]:
    """The budget lines of the plan's actions in force, or of the one that is named, with what they say on the day."""
    phases = plain.of_action("actions.phase", on)
    actions = {row["pk"] for row in plain.actions(on)} if action is None else {action}
    found = []
    for terms in plain.rows["budgets.budgetterms"]:
        line = plain.by_key["budgets.budgetline"][terms["line"]]
        if in_force(terms, on) and line["action"] in actions:
            found.append(_line(plain, line, terms, phases[line["action"]], on))
    return found


def _line(plain: Plain, line: Row, terms: Row, phases: list[Row], on: Day) -> Line:
    amount = Decimal(terms["amount"]) if terms["amount"] is not None else None
    planned, spread = {}, _spread(terms, on)
    start, end = _period(plain, terms, phases)
    if amount is not None:
        planned = planned_by_year(amount, terms["per_year"], start, end)
    stated = {each["year"]: Decimal(each["amount"]) for each in terms["years"]}
    planned = stated or planned
    by_lead = bool(spread) and sum(spread.values()) == sum(planned.values())
    funding = _funding(plain, terms)
    years = spread if by_lead else planned
    by_plan = bool(stated) and not by_lead
    facts = line["pk"], line["action"], line["place"], terms["kind"], amount, years, by_lead, by_plan, funding
    return Line(*facts, starts_in=start.year)


def _spread(terms: Row, on: Day) -> dict[int, Decimal]:
    """That of the lead, which holds as long as it adds up to the total."""
    spread = terms["spread"]
    if not spread or (on and day(spread["from"]) > on):
        return {}
    return {each["year"]: Decimal(each["amount"]) for each in spread["years"]}


def _period(plain: Plain, terms: Row, phases: list[Row]) -> tuple[Day, Day]:
    """The line's own days, else its phase's, else the action's; open ends are the plan's."""
    of_phase = [row for row in phases if row["place"] == terms["phase_place"]]
    if terms["start"] or terms["end"]:
        start, end = day(terms["start"]), day(terms["end"])
    elif of_phase:
        start, end = day(of_phase[0]["start"]), day(of_phase[0]["end"])
    else:
        start, end = period(phases)
    return start or day(plain.plan["start"]), end or day(plain.plan["end"])


def _funding(plain: Plain, terms: Row) -> list[tuple[str, Decimal]]:
    rows = [row for row in plain.rows["budgets.funding"] if row["terms"] == terms["pk"]]
    organisations = plain.by_key["organisations.organisation"]
    return [
        (
            organisations[row["organisation"]]["key"] if row["organisation"] else row["source"],
            Decimal(row["percent"]),
        )
        for row in sorted(rows, key=lambda row: row["order"])
    ]


def spent(plain: Plain, when: When) -> list[Row]:
    """The rows of expenditure of every report that stands, each with its action."""
    standing = {one["report"] for rows in plain.standing(when).values() for one in rows}
    rows = [row for row in plain.rows["reporting.expenditure"] if row["report"] in standing]
    return [{**row, "action": plain.by_key["budgets.budgetline"][row["line"]]["action"]} for row in rows]


def by_year(
    lines: list[Line], rows: list[Row], actions: set[int], measures: list[str] = MEASURES
) -> dict[int, dict[str, Decimal]]:
    """Planned and these measures in each year, over these actions; what nobody said is not there."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for line in lines:
        if line.action in actions:
            for year, amount in line.planned.items():
                found[year]["planned"] = found[year].get("planned", Decimal(0)) + amount
    for row in rows:
        for measure in measures:
            if row["action"] in actions and row[measure] is not None:
                amounts = found[row["year"]]
                amounts[measure] = amounts.get(measure, Decimal(0)) + Decimal(row[measure])
    return dict(found)


def total(lines: list[Line], rows: list[Row], actions: set[int]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for amounts in by_year(lines, rows, actions).values():
        for measure, amount in amounts.items():
            sums[measure] = sums.get(measure, Decimal(0)) + amount
    return sums
