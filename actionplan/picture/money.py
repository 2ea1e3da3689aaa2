"""Planned and spent amounts: sums and their parts, payers, and spending out of step with the plan."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext_lazy

from actionplan.base.money import ZERO, add_up, cents, in_cents
from actionplan.reporting.states import DONE
from budgets.planned import Period, PlannedLine, period_of_line, planned_by_year

from .picture import (
    ActionPicture,
    LinePicture,
    PhasePicture,
    ReportPicture,
)
from .results import OutOfStepLine, PaidOfPlanned, UnknownPayment
from .spending import SpendingPicture

REPORTED_MEASURES = ["committed", "paid", "forecast"]
MEASURES = ["planned", *REPORTED_MEASURES]
"""The measures in euro, by column name."""
MEASURE_WORDS = {
    "planned": gettext_lazy("planned"),
    "committed": gettext_lazy("committed"),
    "paid": gettext_lazy("paid"),
    "forecast": gettext_lazy("forecast to year end"),
}
OPEN, COMMITTED_ONLY, PAID_ONLY = "open", "committed_only", "paid_only"
"""By organisation, line and year: committed minus paid, or the only one of the two that was reported."""


def with_planned(
    line: LinePicture, phases: Iterable[PhasePicture], action: Period, plan: Period
) -> LinePicture:
    """The line with planned amounts by calendar year: spread by its lead, stated by the plan, or else derived."""
    planned = planned_line(line, phases, action, plan)
    if planned is None:
        return line
    return replace(
        line,
        planned=planned_by_year(planned),
        is_derived=planned.is_derived,
        is_stated=planned.is_stated,
    )


def planned_line(
    line: LinePicture, phases: Iterable[PhasePicture], action: Period, plan: Period
) -> PlannedLine | None:
    """The input for the planned amounts; None for a line without an amount."""
    if line.amount is None:
        return None
    period = period_in_plan(line, phases, action, plan)
    return PlannedLine(in_cents(line.amount), line.per_year, period, line.spread or None, line.stated or None)


def period_in_plan(line: LinePicture, phases: Iterable[PhasePicture], action: Period, plan: Period) -> Period:
    """The closed period of the line: its own, else its phase's, else the action's."""
    named = next(
        (Period(phase.start, phase.end) for phase in phases if phase.place == line.phase_place), None
    )
    return period_of_line(Period(line.start, line.end), named, action, plan)


# Where spending is out of step with the plan

MORE, LESS, UNKNOWN = "more", "less", "unknown"


def last_year_over(on: datetime.date) -> int:
    """The last calendar year that is over on the day; on 31 December the year counts as over."""
    return on.year if (on.month, on.day) == (12, 31) else on.year - 1


def out_of_step_lines(action: ActionPicture) -> tuple[OutOfStepLine, ...]:
    """The lines with an amount on which too much, too little or an unknown amount was paid by the day.

    It is never too little on an action that is done, nor where a figure of what was paid in those years was
    withdrawn: nobody knows then.
    """
    until, paid = last_year_over(action.reckoned_on), paid_by_line(action)
    withdrawn = {place for place, _year in _withdrawn_payments(action, until)}
    return tuple(
        out_of_step
        for line in action.lines
        if line.has_amount
        for out_of_step in _out_of_step(line, paid.get(line.place, {}), until)
        if out_of_step.how != LESS or not (action.status in DONE or line.place in withdrawn)
    )


def paid_by_line(action: ActionPicture) -> dict[int, dict[int, Decimal]]:
    """Paid by place and year, over all organisations; missing where nobody reported it."""
    paid: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for row in action.spending:
        if row.paid is not None:
            paid[row.place][row.year] = paid[row.place].get(row.year, ZERO) + row.paid
    return dict(paid)


def _out_of_step(line: LinePicture, paid: Mapping[int, Decimal], until: int) -> Iterator[OutOfStepLine]:
    """More than planned over all years; less than half of what was planned for the years that are over."""
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
        later = in_all if any(year > until for year in paid) else None
        yield OutOfStepLine(line.place, LESS, planned, paid_by_then, silent, later)


def _up_to(amounts: Mapping[int, Decimal], until: int) -> Decimal:
    return add_up(amount for year, amount in amounts.items() if year <= until)


def out_of_step(actions: Iterable[ActionPicture]) -> list[tuple[ActionPicture, OutOfStepLine]]:
    """Those on which more was paid than planned, then those on which less was, the furthest first."""
    known = [(action, line) for action in actions for line in action.out_of_step if line.how != UNKNOWN]
    return sorted(known, key=lambda pair: (pair[1].how != MORE, -abs(pair[1].paid - pair[1].planned)))


def paid_of_planned(
    actions: Iterable[ActionPicture], on: datetime.date, years: Mapping[int, Sums] | None = None
) -> PaidOfPlanned:
    """Paid and planned in the calendar years over by the day, added up from `by_year`, which may be at hand as `years`.

    Where a payment is unknown, paid is what is known, and at least so much.
    """
    until, among = last_year_over(on), list(actions)
    years = by_year(among) if years is None else years
    sums = added_up(sums for year, sums in years.items() if year <= until)
    unknown = tuple(one for action in among for one in _unknown_payments(action, until))
    without = add_up(_paid_without_amount(action, until) for action in among)
    return PaidOfPlanned(until, sums.get("planned", ZERO), sums.get("paid"), unknown, without)


def _paid_without_amount(action: ActionPicture, until: int) -> Decimal:
    """Up to the year, on lines that have no amount in the plan or are no longer in it."""
    known = {line.place for line in action.lines if line.has_amount}
    by_line = paid_by_line(action)
    return add_up(_up_to(years, until) for place, years in by_line.items() if place not in known)


def _unknown_payments(action: ActionPicture, until: int) -> Iterator[UnknownPayment]:
    """Withdrawn figures, then silent partners of lines on which something was planned by then."""
    begun = {line.place for line in action.lines if any(year <= until for year in line.planned)}
    silent = sorted({funder.place for funder in action.silent_funders} & begun)
    for place, year in [*sorted(_withdrawn_payments(action, until)), *((place, None) for place in silent)]:
        yield UnknownPayment(action.code, place if len(action.lines) > 1 else None, year)


def _withdrawn_payments(action: ActionPicture, until: int) -> set[tuple[int, int]]:
    """The place of the line and the year of each withdrawn figure of what was paid, in the years up to this one."""
    return {
        (row.place, row.year)
        for row in action.spending
        if "paid" in row.withdrawn_figures and row.year <= until
    }


def withdrawn_measures(actions: Iterable[ActionPicture]) -> set[tuple[int, str]]:
    """The years and measures of which a figure was withdrawn: their sums lack it."""
    return {
        (row.year, measure)
        for action in actions
        for row in action.spending
        for measure in row.withdrawn_figures
    }


# Sums, and the amounts behind them


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in euro for a line and calendar year: planned, or reported by an organisation.

    For a line that is no longer in force, only its place in the action is known.
    """

    action: ActionPicture
    place: int
    year: int
    measure: str
    euro: Decimal
    report: ReportPicture | None = None
    """The report it comes from; None if planned."""

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
                for measure in REPORTED_MEASURES:
                    if (euro := getattr(row, measure)) is not None:
                        yield Amount(action, row.place, row.year, measure, euro, report)


def commitments_of(actions: Iterable[ActionPicture]) -> Iterator[Amount]:
    """Open commitments, and those of which it is unknown, per organisation, line and year."""
    for action in actions:
        for report in action.reports:
            for row in report.spending:
                for measure, euro in _commitment(row):
                    yield Amount(action, row.place, row.year, measure, euro, report)


def has_open_commitments(action: ActionPicture) -> bool:
    """Whether more is committed than paid over the years, or nobody said what was paid of it."""
    sums = summed(("", amount) for amount in commitments_of([action])).get("", {})
    return any(sums.get(measure, ZERO) > 0 for measure in (OPEN, COMMITTED_ONLY))


def _commitment(row: SpendingPicture) -> Iterator[tuple[str, Decimal]]:
    if row.committed is not None and row.paid is not None:
        yield OPEN, row.committed - row.paid
    elif row.committed is not None:
        yield COMMITTED_ONLY, row.committed
    elif row.paid is not None:
        yield PAID_ONLY, row.paid


Sums = Mapping[str, Decimal]
"""By measure; missing if nobody reported any."""
Group = TypeVar("Group", bound=Hashable)


def summed(grouped: Iterable[tuple[Group, Amount]]) -> dict[Group, dict[str, Decimal]]:
    """The sums of amounts by group, in order of first appearance."""
    by_group: dict[Group, dict[str, Decimal]] = defaultdict(dict)
    for group, amount in grouped:
        sums = by_group[group]
        sums[amount.measure] = sums.get(amount.measure, ZERO) + amount.euro
    return dict(by_group)


def by_year(actions: Iterable[ActionPicture]) -> dict[int, dict[str, Decimal]]:
    """The sums by calendar year, over all lines and organisations of these actions."""
    return dict(sorted(summed((amount.year, amount) for amount in amounts_of(actions)).items()))


def added_up(each: Iterable[Sums]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = {}
    for sums in each:
        for measure, amount in sums.items():
            totals[measure] = totals.get(measure, ZERO) + amount
    return totals


def total(years: Iterable[Sums]) -> Sums:
    """The sums over several years. A forecast is for one year and has no total."""
    return {measure: amount for measure, amount in added_up(years).items() if measure != "forecast"}


# Who pays

HUNDRED_PERCENT = Decimal(100)
UNNAMED = "none"
"""The source of the part that no printed share covers."""

Payers = Sequence[tuple[str, Decimal]]
"""Each source with its percentage: `organisation.kbbj_abb`, `named.EU`, `none`."""


def payers_of(line: LinePicture | None) -> Payers:
    """Who pays the line, in printed order; what no share covers, or a line that is gone, has `none`."""
    payers = [
        (
            f"organisation.{funding.organisation}" if funding.organisation else f"named.{funding.source}",
            funding.percent,
        )
        for funding in (line.funding if line else ())
    ]
    rest = HUNDRED_PERCENT - sum((percent for _source, percent in payers), ZERO)
    return [*payers, (UNNAMED, rest)] if rest > 0 else payers


def is_shared(line: LinePicture) -> bool:
    """Whether the plan prints several payers, or one for only a part of the line."""
    return bool(line.funding) and len(payers_of(line)) > 1


def divided(amount: Decimal, payers: Payers) -> dict[str, Decimal]:
    """The amount by source; running totals are rounded, so that the parts add up to the amount."""
    parts: dict[str, Decimal] = {}
    percent, before = ZERO, ZERO
    for source, share in payers:
        percent = min(percent + share, HUNDRED_PERCENT)
        so_far = cents(amount * percent / HUNDRED_PERCENT)
        parts[source] = parts.get(source, ZERO) + so_far - before
        before = so_far
    return parts


def by_payer(amounts: Iterable[Amount]) -> Iterator[tuple[str, Amount]]:
    """Each amount with its payer, divided if there are several.

    The parts of a line's amounts in a year add up to the parts of their sum.
    """
    so_far: dict[tuple[int, int, int, str], Decimal] = defaultdict(lambda: ZERO)
    for amount in amounts:
        payers = payers_of(amount.line)
        if len(payers) == 1:
            yield payers[0][0], amount
            continue
        alike = (amount.action.pk, amount.place, amount.year, amount.measure)
        before = divided(so_far[alike], payers)
        so_far[alike] += amount.euro
        for source, part in divided(so_far[alike], payers).items():
            yield source, replace(amount, euro=part - before[source])
