"""Which lines spend more or less than planned, by thresholds that are settings, each with its reason."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.money import ZERO
from actionplan.reporting.overspending import OVERSPENT_ABOVE

from .budget_lines import Line, LineKey
from .budget_money import BudgetAction, BudgetMoney

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


@dataclass(frozen=True)
class OutOfStep:
    """A line that spends more or less than planned; amounts in euro."""

    action: BudgetAction
    line: Line
    paid: Decimal
    planned: Decimal
    limit: int
    until: int | None = None
    """The year up to and including which too little was paid; None is over all years, too much."""

    @property
    def difference(self) -> Decimal:
        return abs(self.paid - self.planned)

    @property
    def sentence(self) -> str:
        """Why it is named."""
        words = {
            "paid": formatting.euro(self.paid),
            "planned": formatting.euro(self.planned),
            "percent": formatting.percent(formatting.share(self.paid, self.planned), 1),
            "limit": formatting.percent(self.limit),
            "year": self.until,
        }
        if self.until is None:
            return (
                _("Paid %(paid)s, %(percent)s of the planned total of %(planned)s: above %(limit)s.") % words
            )
        return (
            _(
                "Paid %(paid)s up to and including %(year)s, %(percent)s of the %(planned)s planned by then: below %(limit)s."
            )
            % words
        )


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
    paid, paid_until = _paid(money, until)
    over, under, unknown = [], [], 0
    for key, line in money.lines.items():
        if not line.has_amount:
            continue
        planned = sum(line.planned.values(), ZERO)
        by_then = sum((amount for year, amount in line.planned.items() if year <= until), ZERO)
        action = money.actions[key.action]
        if key not in paid:
            unknown += bool(by_then)
        elif paid[key] * 100 > planned * limits.overspent_above:
            over.append(OutOfStep(action, line, paid[key], planned, limits.overspent_above))
        elif paid_until[key] * 100 < by_then * limits.underspent_below:
            under.append(OutOfStep(action, line, paid_until[key], by_then, limits.underspent_below, until))
    for found in (over, under):
        found.sort(key=lambda one: -one.difference)
    return Spending(limits, until, over, under, unknown)


def _paid(money: BudgetMoney, until: int) -> tuple[dict[LineKey, Decimal], dict[LineKey, Decimal]]:
    """By line, where anything paid was reported: over all years, and up to and including the year."""
    paid: dict[LineKey, Decimal] = {}
    paid_until: dict[LineKey, Decimal] = defaultdict(lambda: ZERO)
    for (key, year), sums in money.spent.items():
        if "paid" in sums:
            paid[key] = paid.get(key, ZERO) + sums["paid"]
            if year <= until:
                paid_until[key] += sums["paid"]
    return paid, paid_until
