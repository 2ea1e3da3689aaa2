"""A position in words: what the checks page, the report page, the review and the conflict page put side by side."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from actionplan.base import formatting
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.states import MilestoneState, Outcome, Status, confidence_word
from actionplan.reports.position import LEAD_FIELDS, LIMITED_FIELDS, ONCE_FIELDS, Position
from actions.models import MilestoneTerms
from actions.states import MilestoneOrigin

from .action_facts import LineOfBudget
from .milestone_periods import period_words

NOT_COMPARED = ["note_to_platform"]


@dataclass(frozen=True)
class Said:
    """One field in words, beside what another position says of it; `is_word` for words about the action."""

    label: str
    text: str
    other: str = ""
    is_word: bool = False
    plan: str = ""
    """What the plan says of it: when a milestone is due, what is planned in a year."""

    @property
    def differs(self) -> bool:
        return self.text != self.other


def _label(name: str) -> str:
    if name == "done":
        return _("Done")
    label = str(ProgressReport._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def value_in_words(name: str, value: Any, *, continuous: bool = False) -> str:
    """A field's value as a person reads it; nothing is the empty text."""
    if value in (None, ""):
        return ""
    if name == "status":
        return str(Status(value).label)
    if name == "outcome":
        return str(Outcome(value).label)
    if name == "confidence":
        return confidence_word(value, continuous=continuous)
    if isinstance(value, datetime.date):
        return formatting.day(value)
    return str(value)


def fields_in_words(
    position: Position,
    other: Position | None = None,
    *,
    is_lead: bool = True,
    continuous: bool = False,
    note: bool = True,
) -> list[Said]:
    """Every field that at least one of the two fills, in the order of the form."""
    rows = []
    for name in position.fields:
        if (name in LEAD_FIELDS and not is_lead) or (name in NOT_COMPARED and not note):
            continue
        mine = value_in_words(name, position[name], continuous=continuous)
        if name in ONCE_FIELDS and not mine:
            continue  # said with one report only, and not carried over
        theirs = value_in_words(name, other[name], continuous=continuous) if other else ""
        if mine or theirs:
            rows.append(Said(_label(name), mine, theirs, name in LIMITED_FIELDS))
    return rows


def _amounts(row: Any, sources: bool) -> str:
    if row is None:
        return ""
    parts = [
        (_("committed"), formatting.euro, row.committed),
        (_("paid"), formatting.euro, row.paid),
        (_("forecast"), formatting.euro, row.forecast),
        (_("full-time equivalents"), _number, row.full_time_equivalents),
    ]
    said = [f"{label} {write(value)}" for label, write, value in parts if value is not None]
    return ", ".join([*said, *([row.source] if row.source and sources else [])])


def _number(value: Decimal) -> str:
    return formatting.number(value, 2)


def money_in_words(
    position: Position, other: Position | None, budget: Iterable[LineOfBudget], *, sources: bool = True
) -> list[Said]:
    """Every row of money in either position, by line and year; sources are words about the action."""
    lines = {line.line: line for line in budget}
    labels = {key: line.terms.local_label or line.kind_label for key, line in lines.items()}
    mine = {row.key: row for row in position.expenditures}
    theirs = {row.key: row for row in other.expenditures} if other else {}
    return [
        Said(
            f"{labels.get(key[0], '')} {key[1]}".strip(),
            _amounts(mine.get(key), sources),
            _amounts(theirs.get(key), sources),
            plan=_planned(lines.get(key[0]), key[1]),
        )
        for key in sorted({*mine, *theirs})
    ]


def _planned(line: LineOfBudget | None, year: int) -> str:
    amount = line.planned.get(year) if line else None
    return "" if amount is None else _("planned %(amount)s") % {"amount": formatting.euro(amount)}


def _plan_of(terms: MilestoneTerms | None) -> str:
    """When it is due, or how often; and that it was not printed, where that is so."""
    if terms is None:
        return ""
    parts = []
    if terms.recurrence:
        parts.append(str(terms.get_recurrence_display()))
    elif terms.due:
        parts.append(_("due %(day)s") % {"day": formatting.vague(terms.due, terms.due_precision)})
    if terms.milestone.origin == MilestoneOrigin.PROPOSED:
        parts.append(_("not in the printed plan"))
    return ", ".join(parts)


def _milestone(row: Any, sources: bool) -> str:
    if row is None:
        return ""
    parts = [str(MilestoneState(row.state).label)]
    if row.achieved_on:
        parts.append(formatting.day(row.achieved_on))
    if row.number is not None:
        parts.append(_number(row.number))
    if row.source and sources:
        parts.append(row.source)
    return ", ".join(parts)


class MilestoneRows(list[Said]):
    """Rows in words. Periods of a recurring milestone that say what they said before are folded away, if many."""

    def __init__(self, rows: Iterable[Said], folded: Iterable[Said]) -> None:
        super().__init__(rows)
        self.folded = list(folded)

    @property
    def shown(self) -> list[Said]:
        return [row for row in self if row not in self.folded]


FEW = 6
"""Periods of one milestone that are shown whatever they say."""


def milestones_in_words(
    position: Position, other: Position | None, terms: Iterable[MilestoneTerms], *, sources: bool = True
) -> MilestoneRows:
    """Every milestone in either position; a period of a recurring one by its name."""
    known = {one.milestone_id: one for one in terms}
    mine = {row.key: row for row in position.milestones}
    theirs = {row.key: row for row in other.milestones} if other else {}
    keys = sorted({*mine, *theirs}, key=lambda key: (key[0], key[1] or datetime.date.min))
    rows: list[Said] = []
    periods: dict[int, list[Said]] = defaultdict(list)
    for key in keys:
        said = known.get(key[0])
        texts = (_milestone(row, sources) for row in (mine.get(key), theirs.get(key)))
        rows.append(Said(_label_of(said, key[1]), *texts, plan=_plan_of(said)))
        if key[1]:
            periods[key[0]].append(rows[-1])
    return MilestoneRows(rows, [row for same in periods.values() for row in _folded(same, other is not None)])


def _label_of(terms: MilestoneTerms | None, period: datetime.date | None) -> str:
    title = terms.local_title if terms else ""
    if period is None:
        return title
    words = period_words(terms.recurrence, period) if terms else formatting.day(period)
    return f"{title}, {words}"


def _folded(periods: list[Said], compared: bool) -> list[Said]:
    """Of the periods of one milestone, oldest first: those to fold away."""
    if len(periods) <= FEW:
        return []
    return [row for row in periods[:-FEW] if not (compared and row.differs)]
