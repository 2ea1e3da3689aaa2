"""What the checks say about money: amounts that cannot be, more paid than committed or planned, an old source."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from actionplan.base.money import ZERO, add_up

from .finding import Finding, Surroundings, blocking, warning
from .position import ExpenditureRow, Position


def about_money(position: Position, around: Surroundings) -> Iterator[Finding]:
    yield from _about_sources(position, around)
    lines = sorted({row.line for row in position.expenditures})
    for row in position.expenditures:
        numbers = (row.committed, row.paid, row.forecast, row.full_time_equivalents)
        if any(number is not None and number < 0 for number in numbers):
            yield blocking(
                "negative_money",
                _("An amount for %(year)s is below zero.") % {"year": row.year},
                "expenditure",
            )
    for line in lines:
        rows = [row for row in position.expenditures if row.line == line]
        so_far = [row for row in rows if row.year <= around.today.year]
        paid = add_up(row.paid for row in rows)
        words = {"line": around.line(line)}
        if add_up(row.paid for row in so_far) > add_up(row.committed for row in so_far):
            yield warning(
                "paid_above_committed", _("More was paid than committed on %(line)s.") % words, "expenditure"
            )
        planned = around.planned_totals.get(line)
        if planned is not None and paid + around.paid_by_others.get(line, ZERO) > planned:
            yield warning(
                "paid_above_planned",
                _("All organisations together paid more than is planned on %(line)s.") % words,
                "expenditure",
            )


def _about_sources(position: Position, around: Surroundings) -> Iterator[Finding]:
    """A new amount with the source of the last report: probably the source was not looked at."""
    before = {row.key: row for row in around.last.expenditures} if around.last else {}
    for row in position.expenditures:
        last = before.get(row.key)
        if last and row.source and row.source == last.source and _amounts(row) != _amounts(last):
            yield warning(
                "old_source",
                _("The amounts for %(year)s (%(line)s) changed; the source is the one of the last report.")
                % {"year": row.year, "line": around.line(row.line)},
                "expenditure",
            )


def _amounts(row: ExpenditureRow) -> tuple[Decimal | None, ...]:
    return (row.committed, row.paid, row.forecast)
