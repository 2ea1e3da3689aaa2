"""Milestones: a sentence for each with what was promised and what happened, and the annex with a row for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base import formatting
from actionplan.picture.milestones import MilestoneOutcome
from actionplan.picture.picture import ActionPicture, MilestonePicture, ReportedMilestonePicture
from actionplan.picture.sentences import (
    overtaken_words,
    past_its_date_words,
    period_words,
    periods_words,
    target_words,
    what_followed_words,
)
from actionplan.planned.words import due_in_words, promises_in_words, when_in_words
from actionplan.reporting.states import MilestoneState
from actions.periods import last_day_of_period

from .content import Table, TableColumn, VagueDay, Value


def milestone_sentence(milestone: MilestonePicture) -> str:
    """The title, what was promised, what happened."""
    title = milestone.local_title
    if milestone.is_proposed:
        title = _("%(title)s (not in the printed plan)") % {"title": title}
    became = periods_words(milestone) if milestone.recurrence else _outcome_words(milestone)
    return f"{title}: {promised_words(milestone)}; {became}"


def promised_words(milestone: MilestonePicture) -> str:
    """When it is due, or how often, its target, and how it is proved."""
    parts = [when_in_words(milestone) or pgettext("milestone", "no date")]
    if target := target_words(milestone):
        parts.append(_("target %(target)s") % {"target": target})
    return "; ".join([*parts, *promises_in_words(milestone)])


def _outcome_words(milestone: MilestonePicture) -> str:
    if milestone.outcome == MilestoneOutcome.MISSED:
        parts = [str(MilestoneOutcome.MISSED.label), past_its_date_words(milestone)]
        parts += [str(MilestoneState.UNDONE.label)] if milestone.is_undone else []
        return ", ".join(filter(None, [*parts, what_followed_words(milestone)]))
    if not milestone.is_achieved:
        state = str(MilestoneState(milestone.state).label)
        return ", ".join(filter(None, [state, what_followed_words(milestone)]))
    parts = [_("achieved on %(day)s") % {"day": formatting.day(milestone.achieved_on)}]
    if past_its_date := past_its_date_words(milestone):
        parts.append(past_its_date)
    if milestone.once and milestone.once.number is not None:
        parts.append(formatting.short_number(milestone.once.number))
    return ", ".join(parts)


def milestones_table(actions: Iterable[ActionPicture], sheet: str = "") -> Table:
    """`sheet` is its name in the workbook, which has a row for each reported period too."""
    columns = [
        TableColumn(_("Code"), 2),
        TableColumn(_("Milestone"), 7),
        TableColumn(_("Recurs"), 3),
        TableColumn(_("Due, or period"), 3, day_label=_("Last day")),
        TableColumn(_("Target"), 3),
        TableColumn(pgettext("milestone", "State"), 3),
        TableColumn(_("Achieved on"), 3),
        TableColumn(_("Number"), 2, is_number=True),
        TableColumn(_("Days past its date"), 2, is_number=True),
        TableColumn(_("Expected on"), 3),
    ]
    rows: list[list[Value]] = []
    for action in actions:
        for milestone in action.milestones:
            first, *periods = _rows_of(action.code, milestone)
            rows += [first, *(periods if sheet else [])]
    return Table(_("Milestones and what became of them"), columns, rows, sheet)


def _rows_of(code: str, milestone: MilestonePicture) -> Iterator[list[Value]]:
    """A row for a milestone; if it recurs, with the periods achieved, and a row for each reported period below."""
    cells: list[Value] = [code, milestone.local_title, milestone.recurrence_words]
    target = target_words(milestone)
    if not milestone.recurrence:
        due = VagueDay(milestone.due, due_in_words(milestone)) if milestone.due else None
        number = _count(milestone.once.number if milestone.once else None)
        state = str(MilestoneState(milestone.state).label)
        state = ", ".join(filter(None, [state, overtaken_words(milestone)]))
        late = milestone.days_late or None
        yield [*cells, due, target, state, milestone.achieved_on, number, late, milestone.expected_on]
        return
    yield [*cells, _("all periods"), target, periods_words(milestone), None, None, None, None]
    for told in milestone.told:
        state, number = str(MilestoneState(told.state).label), _count(told.number)
        yield [*cells, _period(milestone, told), target, state, told.achieved_on, number, None, None]


def _period(milestone: MilestonePicture, told: ReportedMilestonePicture) -> VagueDay | None:
    start = told.period_start
    if start is None:
        return None
    return VagueDay(
        last_day_of_period(milestone.recurrence, start), period_words(milestone.recurrence, start)
    )


def _count(number: Decimal | None) -> Decimal | int | None:
    """The number as an integer if it has no decimals."""
    return int(number) if number is not None and number == number.to_integral_value() else number
