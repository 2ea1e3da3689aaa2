"""Milestones: in one line each, what was promised and what became of it; and the annex that has a row for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplan.base import formatting
from actionplan.picture.milestones import MilestoneOutcome
from actionplan.picture.picture import ActionPicture, MilestonePicture, ReportedMilestonePicture
from actionplan.picture.sentences import due_words, period_words, periods_words, target_words
from actionplan.reporting.states import MilestoneState
from actions.periods import last_day_of_period

from .content import Table, TableColumn, VagueDay, Value


def milestone_sentence(one: MilestonePicture) -> str:
    """Title, what was promised, what became of it."""
    title = one.local_title
    if one.is_proposed:
        title = _("%(title)s (not in the printed plan)") % {"title": title}
    became = periods_words(one) if one.recurrence else _became(one)
    return f"{title}: {promised_words(one)}; {became}"


def promised_words(one: MilestonePicture) -> str:
    """When it is due, or how often, and the target."""
    due = due_words(one)
    if not one.recurrence:
        due = _("due %(day)s") % {"day": due} if due else pgettext("milestone", "no date")
    target = target_words(one)
    return f"{due}; {_('target %(target)s') % {'target': target}}" if target else due


def _became(one: MilestonePicture) -> str:
    if one.outcome == MilestoneOutcome.MISSED:
        sentence = ngettext("open, due %(days)s day ago", "open, due %(days)s days ago", one.days_late)
        return sentence % {"days": formatting.number(one.days_late)}
    if not one.is_achieved:
        return str(MilestoneState(one.state).label)
    parts = [_("achieved on %(day)s") % {"day": formatting.day(one.achieved_on)}]
    if one.days_late:
        parts.append(formatting.late_words(one.days_late))
    if one.once and one.once.number is not None:
        parts.append(formatting.short_number(one.once.number))
    return ", ".join(parts)


def milestones_table(actions: Iterable[ActionPicture]) -> Table:
    columns = [
        TableColumn(_("Code"), 2),
        TableColumn(_("Milestone"), 7),
        TableColumn(_("Recurs"), 3),
        TableColumn(_("Due, or period"), 3, day_label=_("Last day")),
        TableColumn(_("Target"), 3),
        TableColumn(pgettext("milestone", "State"), 3),
        TableColumn(_("Achieved on"), 3),
        TableColumn(_("Number"), 2, is_number=True),
        TableColumn(_("Days late"), 2, is_number=True),
    ]
    rows = [row for action in actions for one in action.milestones for row in _rows_of(action.code, one)]
    return Table(_("Milestones and what became of them"), columns, rows, _("Milestones"))


def _rows_of(code: str, one: MilestonePicture) -> Iterator[list[Value]]:
    """Of one that recurs how many of its periods were achieved, and below it each period of which something is told."""
    said: list[Value] = [code, one.local_title, one.recurrence_words]
    target = target_words(one)
    if not one.recurrence:
        due = VagueDay(one.due, due_words(one)) if one.due else None
        number = _count(one.once.number if one.once else None)
        state = str(MilestoneState(one.state).label)
        yield [*said, due, target, state, one.achieved_on, number, one.days_late or None]
        return
    yield [*said, _("all periods"), target, periods_words(one), None, None, None]
    for told in one.told:
        state, number = str(MilestoneState(told.state).label), _count(told.number)
        yield [*said, _period(one, told), target, state, told.achieved_on, number, None]


def _period(one: MilestonePicture, told: ReportedMilestonePicture) -> VagueDay | None:
    start = told.period_start
    if start is None:
        return None
    return VagueDay(last_day_of_period(one.recurrence, start), period_words(one.recurrence, start))


def _count(number: Decimal | None) -> Decimal | int | None:
    """A count without decimals."""
    return int(number) if number is not None and number == number.to_integral_value() else number
