"""Which lines spend more or less than planned, by thresholds that are settings, each with its reason."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.base.money import in_euro
from actionplan.reporting.overspending import OVERSPENT_ABOVE

from .budget_actions import BudgetAction
from .budget_lines import Line
from .budget_money import BudgetMoney

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
    over: Sequence[OutOfStep]
    under: Sequence[OutOfStep]
    """Those that are furthest out of step first."""
    unknown: int
    """Lines with money planned up to then, on which nobody reported anything paid: neither."""


def spending(money: BudgetMoney, on: datetime.date, limits: Thresholds) -> Spending:
    """Reckoned on the day."""
    until = last_full_year(on)
    paid, paid_later = money.added_up.of_lines["paid"], _paid_after(money, until)
    over: list[_Compared] = []
    under: list[_Compared] = []
    unknown = 0
    for key, years in money.counted.planned.items():
        planned = sum(years.values())
        by_then = planned
        for year, amount in years.items():
            if year > until:
                by_then -= amount
        if key not in paid:
            unknown += bool(by_then)
        elif paid[key] * 100 > planned * limits.overspent_above:
            over.append((paid[key], planned, key))
        elif (paid[key] - paid_later.get(key, 0)) * 100 < by_then * limits.underspent_below:
            under.append((paid[key] - paid_later.get(key, 0), by_then, key))
    return Spending(
        limits,
        until,
        OutOfSteps(money, over, limits.overspent_above),
        OutOfSteps(money, under, limits.underspent_below, until),
        unknown,
    )


_Compared = tuple[int, int, int]
"""What was paid and planned on a line, in whole cents, and its key."""


class OutOfSteps(Sequence[OutOfStep]):
    """Lines that spend more or less than planned, those that are furthest out of step first: made of what is taken of it."""

    def __init__(
        self, money: BudgetMoney, found: list[_Compared], limit: int, until: int | None = None
    ) -> None:
        self.money, self.limit, self.until = money, limit, until
        self.found = sorted(found, key=lambda one: -abs(one[0] - one[1]))

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, places: Any) -> Any:
        return (
            self._made(self.found[places])
            if isinstance(places, slice)
            else self._made([self.found[places]])[0]
        )

    def __iter__(self) -> Iterator[OutOfStep]:
        return iter(self[:])

    def _made(self, found: list[_Compared]) -> list[OutOfStep]:
        known = _known(self.money, {key for *_amounts, key in found}) if self.until else set()
        return [self._one(one, known) for one in found]

    def _one(self, one: _Compared, known: set[tuple[int, int]]) -> OutOfStep:
        paid, planned, key = one
        line = self.money.lines[key]
        silent = _silent(self.money, key, self.until, known) if self.until else ()
        action = self.money.actions[line.key.action]
        return OutOfStep(action, line, in_euro(paid), in_euro(planned), self.limit, self.until, silent)


def _silent(money: BudgetMoney, key: int, until: int, known: set[tuple[int, int]]) -> tuple[int, ...]:
    """The years of which nobody said what was paid, though money was planned."""
    years = (year for year, amount in money.counted.planned[key].items() if amount and year <= until)
    return tuple(sorted(year for year in years if (key, year) not in known))


def _known(money: BudgetMoney, keys: set[int]) -> set[tuple[int, int]]:
    """Of these lines, each with each year of which anything paid was reported."""
    return {row[:2] for row in money.spent if row[0] in keys and row[3] is not None}


def _paid_after(money: BudgetMoney, until: int) -> dict[int, int]:
    """By line, in whole cents, what was paid in later years."""
    found: dict[int, int] = defaultdict(int)
    for row in money.spent:
        if row[1] > until and row[3] is not None:
            found[row[0]] += row[3]
    return found
