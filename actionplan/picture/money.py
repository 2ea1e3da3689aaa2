"""What is planned and was spent: sums and what they add up, who pays, and where spending is out of step with the plan."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from actionplan.base.money import ZERO, add_up, cents, in_cents
from budgets.planned import Period, PlannedLine, period_of_line, planned_by_year

from .picture import (
    ActionPicture,
    LinePicture,
    PhasePicture,
    ReportPicture,
    SpendingPicture,
)
from .results import OutOfStepLine, PaidOfPlanned

SPENT = ["committed", "paid", "forecast"]
MEASURES = ["planned", *SPENT]
"""What amounts in euro there are, as columns name them."""
OPEN, COMMITTED_ONLY, PAID_ONLY = "open", "committed_only", "paid_only"
"""What follows from committed and paid: their difference where one organisation said both of a line and year, and what it
said where it said only one of them."""


def with_planned(
    line: LinePicture, phases: Iterable[PhasePicture], action: Period, plan: Period
) -> LinePicture:
    """The line with what is planned in each calendar year: as its lead spread it, else derived from what is printed."""
    planned = planned_line(line, phases, action, plan)
    if planned is None:
        return line
    return replace(line, planned=planned_by_year(planned), is_derived=planned.is_derived)


def planned_line(
    line: LinePicture, phases: Iterable[PhasePicture], action: Period, plan: Period
) -> PlannedLine | None:
    """What is planned is worked out from it; None for a line without an amount."""
    if line.amount is None:
        return None
    period = period_in_plan(line, phases, action, plan)
    return PlannedLine(in_cents(line.amount), line.per_year, period, line.spread or None)


def period_in_plan(line: LinePicture, phases: Iterable[PhasePicture], action: Period, plan: Period) -> Period:
    """The closed period of the line: its own, else its phase's, else the action's."""
    named = next(
        (Period(phase.start, phase.end) for phase in phases if phase.place == line.phase_place), None
    )
    return period_of_line(Period(line.start, line.end), named, action, plan)


# Where spending is out of step with the plan

MORE, LESS, UNKNOWN = "more", "less", "unknown"


def last_year_over(on: datetime.date) -> int:
    """The last calendar year that is over on the day; 31 December counts as over."""
    return on.year if (on.month, on.day) == (12, 31) else on.year - 1


def out_of_step_lines(action: ActionPicture) -> tuple[OutOfStepLine, ...]:
    """Of its lines with an amount those on which too much or too little was paid, or nothing is known to be, by the day."""
    until, paid = last_year_over(action.reckoned_on), paid_by_line(action)
    lines = (line for line in action.lines if line.has_amount)
    return tuple(found for line in lines for found in _out_of_step(line, paid.get(line.place, {}), until))


def paid_by_line(action: ActionPicture) -> dict[int, dict[int, Decimal]]:
    """By place and year, over all organisations; what nobody said is not there."""
    paid: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for row in action.spending:
        if row.paid is not None:
            paid[row.place][row.year] = paid[row.place].get(row.year, ZERO) + row.paid
    return dict(paid)


def _out_of_step(line: LinePicture, paid: Mapping[int, Decimal], until: int) -> Iterator[OutOfStepLine]:
    """More than is planned over all years; less than half of what was planned for the years that are over."""
    over = {year: amount for year, amount in line.planned.items() if year <= until and amount}
    planned, paid_by_then = add_up(over.values()), _up_to(paid, until)
    if not paid:
        if planned:
            yield OutOfStepLine(line.place, UNKNOWN, planned)
        return
    if (in_all := add_up(paid.values())) > line.total:
        yield OutOfStepLine(line.place, MORE, line.total, in_all)
    if paid_by_then * 2 < planned:
        silent = tuple(sorted(over.keys() - paid.keys()))
        yield OutOfStepLine(line.place, LESS, planned, paid_by_then, silent)


def _up_to(amounts: Mapping[int, Decimal], until: int) -> Decimal:
    return add_up(amount for year, amount in amounts.items() if year <= until)


def paid_of_planned(actions: Iterable[ActionPicture], on: datetime.date) -> PaidOfPlanned:
    """The one percentage: paid in the calendar years that are over by the day, on lines with an amount, of what was planned on
    them for those years.
    """
    until, planned, paid = last_year_over(on), ZERO, None
    for action in actions:
        by_line = paid_by_line(action)
        for line in action.lines:
            if not line.has_amount:
                continue
            planned += _up_to(line.planned, until)
            if known := {
                year: amount for year, amount in by_line.get(line.place, {}).items() if year <= until
            }:
                paid = (paid or ZERO) + add_up(known.values())
    return PaidOfPlanned(until, planned, paid)


# Sums, and what they add up


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in euro that sums add up: what is planned on a line in a calendar year, or what an organisation reports of it.

    Of a line that is no longer in force, only its place in the action is known.
    """

    action: ActionPicture
    place: int
    year: int
    measure: str
    euro: Decimal
    report: ReportPicture | None = None
    """That it is reported in; none where it is planned."""

    @property
    def line(self) -> LinePicture | None:
        return self.action.line(self.place)


def amounts_of(actions: Iterable[ActionPicture]) -> Iterator[Amount]:
    """Every amount of the four measures, in the order of the actions."""
    for action in actions:
        for line in action.lines:
            for year, euro in line.planned.items():
                yield Amount(action, line.place, year, "planned", euro)
        for report in action.reports:
            for row in report.spending:
                for measure in SPENT:
                    if (euro := getattr(row, measure)) is not None:
                        yield Amount(action, row.place, row.year, measure, euro, report)


def commitments_of(actions: Iterable[ActionPicture]) -> Iterator[Amount]:
    """What is open of commitments, and what is unknown to be: each organisation's own, of a line and year."""
    for action in actions:
        for report in action.reports:
            for row in report.spending:
                for measure, euro in _commitment(row):
                    yield Amount(action, row.place, row.year, measure, euro, report)


def _commitment(row: SpendingPicture) -> Iterator[tuple[str, Decimal]]:
    if row.committed is not None and row.paid is not None:
        yield OPEN, row.committed - row.paid
    elif row.committed is not None:
        yield COMMITTED_ONLY, row.committed
    elif row.paid is not None:
        yield PAID_ONLY, row.paid


Sums = Mapping[str, Decimal]
"""By measure; a measure of which nobody said anything is not there."""
Group = TypeVar("Group", bound=Hashable)


def summed(grouped: Iterable[tuple[Group, Amount]]) -> dict[Group, dict[str, Decimal]]:
    """The sums of amounts by what each is grouped under, in the order in which they come."""
    found: dict[Group, dict[str, Decimal]] = defaultdict(dict)
    for group, one in grouped:
        sums = found[group]
        sums[one.measure] = sums.get(one.measure, ZERO) + one.euro
    return dict(found)


def by_year(actions: Iterable[ActionPicture]) -> dict[int, dict[str, Decimal]]:
    """The sums of these actions over all lines and organisations, by calendar year."""
    return dict(sorted(summed((one.year, one) for one in amounts_of(actions)).items()))


def added_up(each: Iterable[Sums]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for sums in each:
        for measure, amount in sums.items():
            found[measure] = found.get(measure, ZERO) + amount
    return found


def total(years: Iterable[Sums]) -> Sums:
    """Over several years. A forecast is of one year and has no total."""
    return {measure: amount for measure, amount in added_up(years).items() if measure != "forecast"}


# Who pays

WHOLE = Decimal(100)
UNNAMED = "none"
"""The source of what no printed share covers."""

Payers = Sequence[tuple[str, Decimal]]
"""Each source with the per cent that it pays: `organisation.kbbj_abb`, `named.EU`, `none`."""


def payers_of(line: LinePicture | None) -> Payers:
    """Who pays the line, in the order of the print; what no share covers, and a line that is no longer there, has no source."""
    found = [
        (f"organisation.{one.organisation}" if one.organisation else f"named.{one.source}", one.percent)
        for one in (line.funding if line else ())
    ]
    rest = WHOLE - sum((percent for _source, percent in found), ZERO)
    return [*found, (UNNAMED, rest)] if rest > 0 else found


def is_shared(line: LinePicture) -> bool:
    """Whether the plan prints that somebody pays a part of it: not nobody, and not one for all."""
    return bool(line.funding) and len(payers_of(line)) > 1


def divided(amount: Decimal, payers: Payers) -> dict[str, Decimal]:
    """The amount by source: each part rounded half up to the cent together with those before it, so that they add up to it."""
    found: dict[str, Decimal] = {}
    percent, before = ZERO, ZERO
    for source, share in payers:
        percent = min(percent + share, WHOLE)
        so_far = cents(amount * percent / WHOLE)
        found[source] = found.get(source, ZERO) + so_far - before
        before = so_far
    return found


def by_payer(amounts: Iterable[Amount]) -> Iterator[tuple[str, Amount]]:
    """Each amount with who pays it, divided where several do: the parts of a line's amounts in a year add up to those of
    their sum.
    """
    so_far: dict[tuple[int, int, int, str], Decimal] = defaultdict(lambda: ZERO)
    for one in amounts:
        payers = payers_of(one.line)
        if len(payers) == 1:
            yield payers[0][0], one
            continue
        alike = (one.action.pk, one.place, one.year, one.measure)
        before = divided(so_far[alike], payers)
        so_far[alike] += one.euro
        for source, part in divided(so_far[alike], payers).items():
            yield source, replace(one, euro=part - before[source])
