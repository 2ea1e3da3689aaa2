"""What is planned and was spent, and where more was paid than planned (design: "Planned per year", "Kinds of budget line")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from actionplan.base.money import ZERO, add_up, in_cents
from budgets.planned import Period, PlannedLine, period_of_line, planned_by_year

from .picture import ActionPicture, LinePicture, OverspentLine, PhasePicture

MEASURES = ["planned", "committed", "paid", "forecast"]
"""What amounts in euro there are, as columns name them."""


def with_planned(
    line: LinePicture, phases: Iterable[PhasePicture], action: Period, plan: Period
) -> LinePicture:
    """The line with what is planned in each calendar year: as its lead spread it, else derived from what is printed."""
    if line.amount is None:
        return line
    named = next(
        (Period(phase.start, phase.end) for phase in phases if phase.place == line.phase_place), None
    )
    period = period_of_line(Period(line.start, line.end), named, action, plan)
    planned = PlannedLine(line.place, 0, in_cents(line.amount), line.per_year, period, line.spread or None)
    return replace(line, planned=planned_by_year(planned), is_derived=planned.is_derived)


def overspent_lines(action: ActionPicture) -> tuple[OverspentLine, ...]:
    """Lines with an amount on which more was paid, over all organisations and years, than is planned."""
    found = []
    for line in action.lines:
        paid = add_up(row.paid for row in action.spending if row.place == line.place)
        if line.has_amount and paid > line.total:
            found.append(OverspentLine(line.place, line.total, paid))
    return tuple(found)


Sums = Mapping[str, Decimal]
"""By measure; a measure of which nobody said anything is not there."""


def by_year(actions: Iterable[ActionPicture]) -> dict[int, Sums]:
    """The sums of these actions over all lines and organisations, by calendar year."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)

    def add(year: int, measure: str, amount: Decimal | None) -> None:
        if amount is not None:
            found[year][measure] = found[year].get(measure, ZERO) + amount

    for action in actions:
        for line in action.lines:
            for year, amount in line.planned.items():
                add(year, "planned", amount)
        for row in action.spending:
            for measure in MEASURES[1:]:
                add(row.year, measure, getattr(row, measure))
    return {year: found[year] for year in sorted(found) if found[year]}


def total(years: Iterable[Sums]) -> Sums:
    """Over several years. A forecast is of one year and has no total."""
    found: dict[str, Decimal] = {}
    for sums in years:
        for measure, amount in sums.items():
            if measure != "forecast":
                found[measure] = found.get(measure, ZERO) + amount
    return found
