"""What is compared of the rows beside an action: who has a part in it, its milestones, its budget lines and their years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.base import formatting
from actionplan.base.money import ZERO
from actionplan.portal.money import sum_of_known
from actionplan.reporting.models import SnapshotLine, SnapshotMilestone, SnapshotMoney, SnapshotParty
from actionplan.reporting.models.of_snapshot import OfSnapshot
from actionplan.reporting.snapshot_states import Measure, PartyKind
from actionplan.reporting.states import MilestoneState
from actions.states import MinisterRole, PromotionRole
from budgets.states import BudgetKind

from .milestones import due_words, plain_number, target_words


class Difference(NamedTuple):
    what: str
    before: str
    now: str


def _of_parties(before: list[SnapshotParty], now: list[SnapshotParty]) -> Iterator[Difference]:
    """Who has which part; a body that is called otherwise is the same body."""
    roles = MinisterRole.choices + PromotionRole.choices
    for what, subject in [(_("ministers"), PartyKind.MINISTER), (_("organisations"), PartyKind.ORGANISATION)]:
        sides = [[row for row in rows if row.subject == subject] for rows in (before, now)]
        was, are = ({row.key: row.role for row in rows} for rows in sides)
        if was != are:
            words = (
                "; ".join(f"{row.local_name} ({dict(roles)[row.role]})" for row in rows) for rows in sides
            )
            yield Difference(what, *(one or _("none") for one in words))


def _of_milestones(before: list[SnapshotMilestone], now: list[SnapshotMilestone]) -> Iterator[Difference]:
    """What is promised, and what is reported of it; of a milestone that was not there, where anything is."""
    was, are = _by(before, "key"), _by(now, "key")
    for key in [*are, *(key for key in was if key not in are)]:
        rows, rows_now = was.get(key, []), are.get(key, [])
        what = _("milestone “%(title)s”") % {"title": (rows_now or rows)[0].local_title}
        told = [_promised(one[0]) if one else _("none") for one in (rows, rows_now)]
        if rows and rows_now and rows[0].local_title != rows_now[0].local_title:
            yield Difference(what, rows[0].local_title, rows_now[0].local_title)
        if rows_now:
            reported = _reported(rows or [_untold(rows_now[0])]), _reported(rows_now)
            if reported[0] != reported[1]:
                yield Difference(what, *reported)
        if told[0] != told[1]:
            yield Difference(what, *told)


def _promised(row: SnapshotMilestone) -> str:
    target = target_words(row)
    return "; ".join([due_words(row), *([_("target %(target)s") % {"target": target}] if target else [])])


def _untold(row: SnapshotMilestone) -> SnapshotMilestone:
    """The same while nothing is reported of it."""
    return SnapshotMilestone(recurrence=row.recurrence, state=MilestoneState.OPEN)


def _reported(rows: list[SnapshotMilestone]) -> str:
    """Of one that recurs, how many of its periods; a row is a period of it."""
    if rows[0].recurrence:
        achieved = sum(row.state == MilestoneState.ACHIEVED for row in rows)
        sentence = ngettext("%(count)s period achieved", "%(count)s periods achieved", achieved)
        parts = [sentence % {"count": achieved}]
        dropped = sum(row.state == MilestoneState.DROPPED for row in rows)
        if dropped:
            sentence = ngettext("%(count)s period dropped", "%(count)s periods dropped", dropped)
            parts.append(sentence % {"count": dropped})
    elif rows[0].achieved_on:
        parts = [_("achieved on %(day)s") % {"day": formatting.day(rows[0].achieved_on)}]
    else:
        parts = [str(MilestoneState(rows[0].state).label)]
    number = sum_of_known(row.number for row in rows)
    return ", ".join([*parts, *([plain_number(number)] if number is not None else [])])


def _of_lines(before: list[SnapshotLine], now: list[SnapshotLine]) -> Iterator[Difference]:
    """How they are called and of which kind they are; what they amount to is told of the action as a whole."""
    was, are = _by(before, "place"), _by(now, "place")
    for place in sorted({*was, *are}):
        told = [_line(rows[0]) if rows else _("none") for rows in (was.get(place), are.get(place))]
        if told[0] != told[1]:
            yield Difference(_("budget line"), *told)


def _line(row: SnapshotLine) -> str:
    return ": ".join(part for part in [row.local_label, str(BudgetKind(row.kind).label)] if part)


def _of_years(before: list[SnapshotMoney], now: list[SnapshotMoney]) -> Iterator[Difference]:
    """Where the sums are the same and the years are not: only the years that differ. A forecast has no sum."""
    for measure, what in [
        (Measure.PLANNED, _("planned by year")),
        (Measure.COMMITTED, _("committed by year")),
        (Measure.PAID, _("paid by year")),
        (Measure.FORECAST, _("forecast to year end")),
    ]:
        was, are = _years(before, measure), _years(now, measure)
        years = [year for year in sorted({*was, *are}) if was.get(year) != are.get(year)]
        is_said_once = sum(was.values(), ZERO) != sum(are.values(), ZERO) and measure != Measure.FORECAST
        if years and not is_said_once:
            words = (
                "; ".join(f"{year}: {formatting.euro(side.get(year))}" for year in years)
                for side in (was, are)
            )
            yield Difference(what, *words)


def _years(rows: list[SnapshotMoney], measure: str) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for row in rows:
        if row.measure == measure:
            found[row.year] = found.get(row.year, ZERO) + row.amount
    return found


def _by(rows: list[Any], name: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


Compared = Callable[[list[Any], list[Any]], Iterator[Difference]]

COMPARED: list[tuple[type[OfSnapshot], Compared]] = [
    (SnapshotParty, _of_parties),
    (SnapshotMilestone, _of_milestones),
    (SnapshotLine, _of_lines),
    (SnapshotMoney, _of_years),
]
