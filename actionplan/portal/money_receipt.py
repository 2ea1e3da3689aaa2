"""What a sum of money adds up: of one measure, of a year or all, of any part that a dashboard shows, live or frozen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actionplan.base.formatting import listed
from actionplan.base.money import ZERO, in_euro
from actionplan.reporting.models import Expenditure, SnapshotMoney
from actions.models import Action

from .dashboards.budget_actions import BudgetAction, actions_shown
from .dashboards.budget_lines import LineKey, Lines, frozen_lines, live_lines
from .dashboards.budget_parts import MoneyPart, source_label
from .dashboards.budget_shares import part_of
from .dashboards.budget_sums import ONLY, OPEN, SPENT
from .dashboards.shown import Shown
from .frozen import Frozen

MEASURES = {
    "planned": gettext_lazy("planned"),
    "committed": gettext_lazy("committed"),
    "paid": gettext_lazy("paid"),
    "forecast": pgettext_lazy("money", "forecast"),
    OPEN: gettext_lazy("committed and not yet paid"),
    "committed_only": gettext_lazy("committed, with nothing reported as paid"),
    "paid_only": gettext_lazy("paid, with nothing reported as committed"),
}


@dataclass(frozen=True)
class Sum:
    """The sum that is asked about."""

    measure: str
    year: int | None = None
    until: int | None = None
    """Up to and including this calendar year."""
    part: MoneyPart = field(default_factory=MoneyPart)

    @property
    def question(self) -> str:
        code, year, until = self.part.action, self.year, self.until
        words = {"measure": MEASURES[self.measure], "year": year or until, "code": code}
        if until is not None:
            return _("What adds up to %(measure)s up to and including %(year)s?") % words
        if code and year:
            return _("What adds up to %(measure)s of action %(code)s in %(year)s?") % words
        if code:
            return _("What adds up to %(measure)s of action %(code)s?") % words
        if year:
            return _("What adds up to %(measure)s in %(year)s?") % words
        return _("What adds up to %(measure)s?") % words

    def has_year(self, year: int) -> bool:
        return self.year in (None, year) and (self.until is None or year <= self.until)


class Amount(NamedTuple):
    """One row of a sum, in euro. A reported one knows its row of `Expenditure`; a frozen one its report and organisation."""

    key: LineKey
    year: int
    amount: Decimal
    row: int | None = None
    report: int | None = None
    organisation: str = ""


@dataclass(frozen=True)
class Receipt:
    """Everything that a sum adds up, in the plan's order; only what a page shows is read further."""

    shown: Shown
    sum: Sum
    actions: dict[int, BudgetAction]
    lines: Lines
    """Those that the sum is reckoned from; none where it needs none, and a page reads its own."""
    amounts: list[Amount]

    @property
    def total(self) -> Decimal | None:
        """In euro; None where nobody said anything, or the plan prints no amount: unknown, not zero."""
        return sum((row.amount for row in self.amounts), ZERO) if self.amounts else None

    @property
    def nothing(self) -> str:
        """What is said where there is no sum."""
        if self.sum.measure == "planned":
            return _("The plan prints no amount that adds up to this.")
        if self.sum.measure in ONLY:
            return _("There is no such amount.")
        return _("No report that counts here says anything of this: it is unknown, not zero.")

    @property
    def reported_years(self) -> str:
        """Of a sum up to a year: the years on which anything was reported, where any of the plan's since the first is not."""
        until, known = self.sum.until, {row.year for row in self.amounts}
        if until is None or not known or self.sum.measure not in SPENT:
            return ""
        years = range(min(known), min(until, self.shown.plan.end.year) + 1)
        return "" if known.issuperset(years) else listed(sorted(known))

    @property
    def source_name(self) -> str:
        return source_label(self.lines, self.sum.part.source)


def receipt_of(shown: Shown, asked: Sum, action: Action | None = None) -> Receipt:
    """`action` is the one that the sum is of, where nothing else narrows it: also one that was withdrawn."""
    actions = _actions(shown, asked, action)
    needs_lines = asked.measure == "planned" or bool(asked.part.kind or asked.part.source)
    keys = set(actions) if asked.part.action else None
    lines = _lines(shown, keys, with_planned=asked.measure == "planned") if needs_lines else {}
    rows = _planned(lines) if asked.measure == "planned" else _spent(shown, asked, actions)
    found = [
        row
        for row in rows
        if row.key.action in actions
        and asked.has_year(row.year)
        and asked.part.has(row.key, actions[row.key.action], lines.get(row.key))
    ]
    if asked.part.source:
        found = list(_parts_of_source(found, lines, asked.part.source))
    return Receipt(shown, asked, actions, lines, found)


def _actions(shown: Shown, asked: Sum, action: Action | None) -> dict[int, BudgetAction]:
    if action and shown.frozen is None and shown.scope.is_everything and not asked.part.under:
        nothing = dict.fromkeys(["objective", "policy_area", "minister", "organisation"], "")
        named = BudgetAction(
            key=action.pk, code=action.code, title=action.title, title_nl=action.title_nl, **nothing
        )
        return {action.pk: named}
    return {row.key: row for row in actions_shown(shown) if asked.part.action in ("", row.code)}


def _lines(shown: Shown, actions: set[int] | None, *, with_planned: bool) -> Lines:
    if shown.frozen is not None:
        return frozen_lines(shown.frozen, actions)
    return live_lines(shown.plan, shown.moment, actions, with_planned=with_planned)


def _planned(lines: Lines) -> Iterator[Amount]:
    for key, line in lines.items():
        for year, amount in line.planned.items():
            yield Amount(key, year, in_euro(amount))


class _Said(NamedTuple):
    """What one organisation said of a line and year, in euro by measure."""

    key: LineKey
    year: int
    amounts: dict[str, Decimal]
    who: tuple[int | None, int | None, str]
    """Row, report and organisation, as `Amount` has them."""


def _spent(shown: Shown, asked: Sum, actions: dict[int, BudgetAction]) -> Iterator[Amount]:
    """The rows of one measure; of open commitments those of two, the paid ones taken off."""
    is_of_two = asked.measure == OPEN or asked.measure in ONLY
    measures = ["committed", "paid"] if is_of_two else [asked.measure]
    only = list(actions) if asked.part.action else None
    if shown.frozen is not None:
        rows = list(_frozen_rows(shown.frozen, measures, only))
    else:
        rows = list(_live_rows(shown, measures, only))
    if asked.measure == OPEN:
        return _open(rows)
    if asked.measure in ONLY:
        return _one_sided(rows, ONLY[asked.measure])
    return (Amount(row.key, row.year, row.amounts[asked.measure], *row.who) for row in rows)


def _live_rows(shown: Shown, measures: list[str], actions: list[int] | None) -> Iterator[_Said]:
    rows = Expenditure.objects.standing(shown.moment).of_plan(shown.plan)
    if actions is not None:
        rows = rows.filter(report__action__in=actions)
    order = ["report__action__order", "line__place", "year", "report__organisation__order", "pk"]
    columns = ["report__action", "line__place", "year", "pk", *measures]
    for action, place, year, pk, *amounts in rows.order_by(*order).values_list(*columns):
        said = {name: amount for name, amount in zip(measures, amounts, strict=True) if amount is not None}
        if said:
            yield _Said(LineKey(action, place), year, said, (pk, None, ""))


def _frozen_rows(frozen: Frozen, measures: list[str], actions: list[int] | None) -> Iterator[_Said]:
    rows = SnapshotMoney.objects.of_snapshot(frozen.snapshot).on_basis(frozen.basis)
    rows = rows.filter(measure__in=measures)
    if actions is not None:
        rows = rows.filter(action__in=actions)
    columns = ["action", "place", "year", "organisation_key", "report", "measure", "amount"]
    found: dict[tuple[Any, ...], _Said] = {}
    ordered = rows.order_by("order", "place", "year", "organisation_name", "pk")
    for action, place, year, organisation, report, measure, amount in ordered.values_list(*columns):
        one = (action, place, year, organisation)
        if one not in found:
            found[one] = _Said(LineKey(action, place), year, {}, (None, report, organisation))
        found[one].amounts[measure] = amount
    yield from found.values()


def _open(rows: list[_Said]) -> Iterator[Amount]:
    """Where one organisation said both of a line and year, as the dashboard has it."""
    for row in rows:
        if len(row.amounts) == 2:
            yield Amount(row.key, row.year, row.amounts["committed"] - row.amounts["paid"], *row.who)


def _one_sided(rows: list[_Said], measure: str) -> Iterator[Amount]:
    """Where it said this one alone of committed and paid."""
    for row in rows:
        if list(row.amounts) == [measure]:
            yield Amount(row.key, row.year, row.amounts[measure], *row.who)


def _parts_of_source(rows: Iterable[Amount], lines: Lines, source: str) -> Iterator[Amount]:
    """What of each amount is the source's: rounded so that a line's year adds up to what the dashboard divides."""
    so_far: dict[tuple[LineKey, int], Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        line, cell = lines.get(row.key), (row.key, row.year)
        shares = line.shares if line else ()
        before = part_of(so_far[cell], shares, source)
        so_far[cell] += row.amount
        yield row._replace(amount=part_of(so_far[cell], shares, source) - before)
