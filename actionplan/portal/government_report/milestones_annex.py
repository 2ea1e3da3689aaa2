"""The annex of milestones: a row for each, and for one that recurs its periods below how many of them were achieved."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base import formatting
from actionplan.portal.frozen_said import reports_on, word_among
from actionplan.portal.milestone_periods import period_words
from actionplan.reporting.models import SnapshotAction, SnapshotMilestone
from actionplan.reporting.states import Basis, MilestoneState
from actions.periods import last_day_of_period
from actions.states import Recurrence

from .content import Column, Day, Table, Value
from .milestones import days_late, lines_of, target_words
from .source import Source


def milestones_table(source: Source, actions: list[SnapshotAction]) -> Table:
    known = source.of_actions(SnapshotMilestone)
    rows = [row for action in actions for row in _of_action(source, action, known[action.action])]
    columns = [
        Column(_("Code"), weight=2),
        Column(_("Milestone"), weight=7),
        Column(_("Recurs"), weight=3),
        Column(_("Due, or period"), weight=3, day_label=_("Last day")),
        Column(_("Target"), weight=3),
        Column(pgettext("milestone", "State"), weight=3),
        Column(_("Achieved on"), weight=3),
        Column(_("Number"), is_number=True, weight=2),
        Column(_("Days late"), is_number=True, weight=2),
    ]
    return Table(_("Milestones and what became of them"), columns, rows, _("Milestones"))


def _of_action(
    source: Source, action: SnapshotAction, known: list[SnapshotMilestone]
) -> Iterator[list[Value]]:
    periods = _periods(source, action) if any(row.recurrence for row in known) else {}
    for key, rows in groupby(known, key=lambda row: row.key):
        for place, row in enumerate(rows):
            if row.recurrence and place == 0:
                yield _all_periods(row, periods[key])
            if not row.recurrence or row.period_start:
                yield _row(row)


def _periods(source: Source, action: SnapshotAction) -> dict[str, str]:
    """By the key of each milestone, how many of the periods that are due were achieved."""
    facts = source.facts_of(action.code)
    word = word_among(reports_on(facts, Basis.ACCEPTED), action.word_report)
    lines = lines_of(source, facts, word)
    return {line.terms.milestone.key: line.periods for line in lines}


def _all_periods(row: SnapshotMilestone, periods: str) -> list[Value]:
    recurs = str(Recurrence(row.recurrence).label)
    return [row.code, row.local_title, recurs, _("all periods"), target_words(row), periods, None, None, None]


def _row(row: SnapshotMilestone) -> list[Value]:
    return [
        row.code,
        row.local_title,
        str(Recurrence(row.recurrence).label) if row.recurrence else "",
        _due(row),
        target_words(row),
        str(MilestoneState(row.state).label),
        row.achieved_on,
        _plain(row.number),
        days_late(row) or None,
    ]


def _plain(number: Decimal | None) -> Decimal | int | None:
    """A count without decimals."""
    return int(number) if number is not None and number == number.to_integral_value() else number


def _due(row: SnapshotMilestone) -> Day | None:
    if row.period_start:
        last = last_day_of_period(row.recurrence, row.period_start)
        return Day(last, period_words(row.recurrence, row.period_start))
    return Day(row.due, formatting.vague(row.due, row.due_precision)) if row.due else None
