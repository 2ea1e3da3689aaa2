"""Which lines spend more or less than planned, by thresholds that are settings, each with its reason."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.money import in_euro
from actionplan.reporting.overspending import OVERSPENT_ABOVE
from budgets.states import BudgetKind

from .budget_actions import BudgetAction
from .budget_lines import Line
from .budget_money import BudgetMoney

AMOUNT = str(BudgetKind.AMOUNT)
UNDERSPENT_BELOW = 50
"""Per cent of what was planned up to and including the last full year."""


@dataclass(frozen=True)
class Thresholds:
    """Per cent of what is planned above and below which a line is named."""

    overspent_above: int
    underspent_below: int


def thresholds(*, frozen: bool) -> Thresholds:
    """Those of this installation; for a closed round always the same, so that no setting changes what was frozen."""
    if frozen:
        return Thresholds(OVERSPENT_ABOVE, UNDERSPENT_BELOW)
    return Thresholds(settings.OVERSPENT_ABOVE_PERCENT, settings.UNDERSPENT_BELOW_PERCENT)


def last_full_year(on: datetime.date) -> int:
    """The last calendar year that is over at the end of the day."""
    return on.year if (on.month, on.day) == (12, 31) else on.year - 1


class OutOfStep(NamedTuple):
    """A line that spends more or less than planned; amounts in euro."""

    action: BudgetAction
    line: Line
    paid: Decimal
    planned: Decimal
    limit: int
    until: int | None = None
    """The year up to and including which too little was paid; None is over all years, too much."""
    silent: tuple[int, ...] = ()
    """Of those years the ones with money planned on which nobody reported anything paid: unknown, not zero."""

    def sentence(self, paid: str = "", planned: str = "") -> str:
        """Why it is named, with the amounts in these words if there are any."""
        words = {
            "paid": paid or formatting.euro(self.paid),
            "planned": planned or formatting.euro(self.planned),
            "percent": formatting.percent(formatting.share(self.paid, self.planned), 1),
            "limit": formatting.percent(self.limit),
            "year": self.until,
        }
        if self.until is None:
            return (
                _("Paid %(paid)s, %(percent)s of the planned total of %(planned)s: above %(limit)s.") % words
            )
        why = _(
            "Paid %(paid)s up to and including %(year)s, %(percent)s of the %(planned)s planned by then: below %(limit)s."
        )
        return f"{why % words} {self._unknown}".strip()

    @property
    def _unknown(self) -> str:
        if not self.silent:
            return ""
        return _("Nothing paid is reported on %(years)s.") % {"years": formatting.listed(self.silent)}


@dataclass(frozen=True)
class Spending:
    """Lines with an amount, by what was paid on them; over all years, whichever the tables are about."""

    limits: Thresholds
    until: int
    """The last full year."""
    over: list[OutOfStep]
    under: list[OutOfStep]
    """Those that are furthest out of step first."""
    unknown: int
    """Lines with money planned up to then, on which nobody reported anything paid: neither."""


def spending(money: BudgetMoney, on: datetime.date, limits: Thresholds) -> Spending:
    """Reckoned on the day."""
    until = last_full_year(on)
    paid, paid_until, known = _paid(money, until)
    lines = [(key, line) for key, line in money.lines.items() if line.kind == AMOUNT]
    over: list[_Compared] = []
    under: list[_Compared] = []
    unknown = 0
    for key, line in lines:
        planned = sum(line.planned.values())
        by_then = planned
        for year, amount in line.planned.items():
            if year > until:
                by_then -= amount
        if key not in paid:
            unknown += bool(by_then)
        elif paid[key] * 100 > planned * limits.overspent_above:
            over.append((paid[key], planned, line, ()))
        elif paid_until.get(key, 0) * 100 < by_then * limits.underspent_below:
            under.append((paid_until.get(key, 0), by_then, line, _silent(key, line, until, known)))
    return Spending(
        limits,
        until,
        _furthest_first(money, over, limits.overspent_above),
        _furthest_first(money, under, limits.underspent_below, until),
        unknown,
    )


_Compared = tuple[int, int, Line, tuple[int, ...]]
"""What was paid and planned on a line, in whole cents; the years of which nobody said what was paid."""


def _silent(key: int, line: Line, until: int, known: set[tuple[int, int]]) -> tuple[int, ...]:
    years = (year for year, amount in line.planned.items() if amount and year <= until)
    return tuple(sorted(year for year in years if (key, year) not in known))


def _furthest_first(
    money: BudgetMoney, found: list[_Compared], limit: int, until: int | None = None
) -> list[OutOfStep]:
    found.sort(key=lambda one: -abs(one[0] - one[1]))
    return [
        OutOfStep(money.actions[line.key.action], line, in_euro(paid), in_euro(planned), limit, until, silent)
        for paid, planned, line, silent in found
    ]


def _paid(money: BudgetMoney, until: int) -> tuple[dict[int, int], dict[int, int], set[tuple[int, int]]]:
    """By line, in whole cents, where anything paid was reported: over all years, and up to and including the year.

    Last, each line with each year up to then for which that is so.
    """
    of_line: dict[int, int] = defaultdict(int)
    by_then: dict[int, int] = defaultdict(int)
    known = set()
    for line, year, _committed, paid, _forecast in money.spent:
        if paid is not None:
            of_line[line] += paid
            if year <= until:
                by_then[line] += paid
                known.add((line, year))
    return of_line, by_then, known
