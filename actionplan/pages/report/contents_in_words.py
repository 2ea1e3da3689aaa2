"""The contents of a report in words: for its checks, its page, its review, and after a conflict."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actionplan.base import formatting
from actionplan.picture.indicator_words import indicator_targets_in_words, value_in_unit
from actionplan.picture.indicators import IndicatorPicture
from actionplan.picture.picture import ActionPicture, LinePicture, MilestonePicture
from actionplan.picture.sentences import confidence_word, expected_words, period_words
from actionplan.picture.unknown_figures import certainty_in_words
from actionplan.reporting.models import ProgressReport
from actionplan.reporting.report_fields import COMPARED_TEXTS, LEAD_FIELDS, ONCE_FIELDS, TEXT_FIELDS
from actionplan.reporting.states import DONE, MilestoneState, Status
from actionplan.reports.contents import Contents
from actionplan.reports.field_words import heading_of, value_in_words
from actions.models import Indicator, Milestone
from budgets.models import BudgetLine
from budgets.states import BudgetKind


@dataclass(frozen=True)
class PlanOfAction:
    """An action as the plan has it, with its lines, milestones and indicators by the keys of their rows."""

    action: ActionPicture
    lines: Mapping[int, LinePicture]
    milestones: Mapping[int, MilestonePicture]
    indicators: Mapping[int, IndicatorPicture]


def plans_of(actions: Iterable[ActionPicture]) -> dict[int, PlanOfAction]:
    """By the key of the action: three queries, whatever their number."""
    chosen = {action.pk: action for action in actions}
    rows = BudgetLine.objects.filter(action__in=chosen).values_list("action", "place", "pk")
    lines = {(action, place): pk for action, place, pk in rows}
    milestone_rows = Milestone.objects.filter(action__in=chosen).values_list("action", "key", "pk")
    milestones = {(action, key): pk for action, key, pk in milestone_rows}
    indicator_rows = Indicator.objects.filter(action__in=chosen).values_list("action", "key", "pk")
    indicators = {(action, key): pk for action, key, pk in indicator_rows}
    return {
        action.pk: PlanOfAction(
            action,
            {lines[action.pk, line.place]: line for line in action.lines},
            {milestones[action.pk, milestone.key]: milestone for milestone in action.milestones},
            {indicators[action.pk, indicator.key]: indicator for indicator in action.indicators},
        )
        for action in chosen.values()
    }


def line_label(line: LinePicture) -> str:
    return line.local_label or kind_label(line)


def kind_label(line: LinePicture) -> str:
    return str(BudgetKind(line.kind).label)


@dataclass(frozen=True)
class ComparedField:
    """One field in words, beside the other report's; `is_word`: it is text about the action."""

    label: str
    text: str
    other: str = ""
    is_word: bool = False
    plan: str = ""
    """What the plan says of it: when a milestone is due, what is planned in a year."""
    is_folded: bool = False

    @property
    def differs(self) -> bool:
        return self.text != self.other


def fields_in_words(
    contents: Contents,
    other: Contents | None = None,
    *,
    is_lead: bool = True,
    note: bool = True,
    rounds: Mapping[int, str] | None = None,
) -> list[ComparedField]:
    """Every field filled in at least one of the two, in the order of the form; `rounds` as for a value."""
    rows = []
    for name in contents.fields:
        if (name in LEAD_FIELDS and not is_lead) or (name == "note_to_platform" and not note):
            continue
        mine = value_in_words(name, contents[name], rounds=rounds)
        if name in ONCE_FIELDS and not mine:
            continue  # given with one report only, and not carried over
        theirs = value_in_words(name, other[name]) if other else ""
        if mine or theirs:
            label = heading_of(name)
            if contents["unchanged_since"] and name in COMPARED_TEXTS:
                day = formatting.day(contents["unchanged_since"])
                label = _("%(what)s, unchanged since %(day)s") % {"what": label, "day": day}
            rows.append(ComparedField(label, mine, theirs, name in TEXT_FIELDS))
    return rows


def _amounts(row: Any, sources: bool) -> str:
    if row is None:
        return ""
    amounts = {_("committed"): row.committed, _("paid"): row.paid, _("forecast"): row.forecast}
    parts = [f"{label} {formatting.euro(euro)}" for label, euro in amounts.items() if euro is not None]
    if row.full_time_equivalents is not None:
        parts.append(f"{_('full-time equivalents')} {formatting.short_number(row.full_time_equivalents)}")
    parts += certainty_in_words(row)
    if row.source and sources:
        parts.append(row.source)
    return ", ".join(parts)


def money_in_words(
    contents: Contents, other: Contents | None, lines: Mapping[int, LinePicture], *, sources: bool = True
) -> list[ComparedField]:
    """Every row of money in either, by line and year; sources are words about the action."""
    mine = {row.key: row for row in contents.expenditures}
    theirs = {row.key: row for row in other.expenditures} if other else {}
    return [
        ComparedField(
            f"{line_label(lines[line]) if line in lines else ''} {year}".strip(),
            _amounts(mine.get((line, year)), sources),
            _amounts(theirs.get((line, year)), sources),
            plan=_planned(lines.get(line), year),
        )
        for line, year in sorted({*mine, *theirs})
    ]


def _planned(line: LinePicture | None, year: int) -> str:
    amount = line.planned.get(year) if line else None
    return "" if amount is None else _("planned %(amount)s") % {"amount": formatting.euro(amount)}


def _plan_of_milestone(milestone: MilestonePicture | None) -> str:
    """When it is due, or how often; how it is proved; and whether it was not printed."""
    if milestone is None:
        return ""
    parts = [milestone.recurrence_words]
    if milestone.due and not milestone.recurrence:
        parts.append(_("due %(day)s") % {"day": formatting.vague(milestone.due, milestone.due_precision)})
    if milestone.proof:
        parts.append(_("proof: %(proof)s") % {"proof": milestone.local_proof})
    if milestone.is_proposed:
        parts.append(_("not in the printed plan"))
    return ", ".join(filter(None, parts))


def _milestone(row: Any, sources: bool) -> str:
    if row is None:
        return ""
    parts = [str(MilestoneState(row.state).label)]
    if row.achieved_on:
        parts.append(formatting.day(row.achieved_on))
    if row.number is not None:
        parts.append(formatting.short_number(row.number))
    if row.expected_on:
        parts.append(expected_words(row.expected_on))
    if sources:
        parts += filter(None, [row.source, row.undone_why, row.expected_why])
    return ", ".join(parts)


NEWEST_PERIODS_SHOWN = 6
"""The newest periods of a milestone, shown even if unchanged."""


def milestones_in_words(
    contents: Contents,
    other: Contents | None,
    known: Mapping[int, MilestonePicture],
    *,
    sources: bool = True,
) -> list[ComparedField]:
    """Every milestone in either; a period of a recurring one by its name.

    Unchanged earlier periods are folded away if a milestone has many.
    """
    mine = {row.key: row for row in contents.milestones}
    theirs = {row.key: row for row in other.milestones} if other else {}
    keys = sorted({*mine, *theirs}, key=lambda key: (key[0], key[1] or datetime.date.min))
    periods = {pk: [key for key in keys if key[0] == pk and key[1]] for pk, _start in keys}
    rows = []
    for key in keys:
        milestone = known.get(key[0])
        row = ComparedField(
            _title(milestone, key[1]),
            _milestone(mine.get(key), sources),
            _milestone(theirs.get(key), sources),
            plan=_plan_of_milestone(milestone),
        )
        unchanged = other is None or not row.differs
        rows.append(replace(row, is_folded=unchanged and key in periods[key[0]][:-NEWEST_PERIODS_SHOWN]))
    return rows


def _title(milestone: MilestonePicture | None, period: datetime.date | None) -> str:
    title = milestone.local_title if milestone else ""
    if period is None:
        return title
    words = period_words(milestone.recurrence, period) if milestone else formatting.day(period)
    return f"{title}, {words}"


def measurements_in_words(
    contents: Contents,
    other: Contents | None,
    known: Mapping[int, IndicatorPicture],
    *,
    sources: bool = True,
) -> list[ComparedField]:
    """Every measurement in either, by indicator and day; sources are words about the action."""
    mine = {row.key: row for row in contents.measurements}
    theirs = {row.key: row for row in other.measurements} if other else {}
    return [
        ComparedField(
            f"{known[indicator].local_name if indicator in known else ''}, {formatting.day(day)}",
            _measured(mine.get((indicator, day)), known.get(indicator), sources),
            _measured(theirs.get((indicator, day)), known.get(indicator), sources),
            plan=indicator_targets_in_words(known[indicator]) if indicator in known else "",
        )
        for indicator, day in sorted({*mine, *theirs})
    ]


def _measured(row: Any, indicator: IndicatorPicture | None, sources: bool) -> str:
    if row is None:
        return ""
    parts = [value_in_unit(row.value, indicator.local_unit if indicator else "")]
    if row.provisional:
        parts.append(_("provisional"))
    if row.withdrawn:
        parts.append(_("withdrawn"))
    if row.source and sources:
        parts.append(row.source)
    return ", ".join(parts)


def in_words(
    contents: Contents,
    other: Contents | None,
    plan: PlanOfAction,
    *,
    is_lead: bool,
    note: bool = True,
    may_read: bool = True,
) -> dict[str, Any]:
    """All four parts, compared with another report; words about the action only with `may_read`."""
    fields = fields_in_words(contents, other, is_lead=is_lead, note=note)
    milestones = milestones_in_words(contents, other, plan.milestones, sources=may_read)
    return {
        "fields": [row for row in fields if may_read or not row.is_word],
        "milestones": milestones,
        "earlier_periods": sum(row.is_folded for row in milestones),
        "measurements": measurements_in_words(contents, other, plan.indicators, sources=may_read),
        "money": money_in_words(contents, other, plan.lines, sources=may_read),
    }


def status_words(report: ProgressReport) -> str:
    """A report in a few words: ongoing, on track."""
    if not report.status:
        return ""
    if report.status == Status.ONGOING and report.on_hold_since:
        return pgettext("status", "on hold")
    confidence = "" if report.status in DONE else confidence_word(report.confidence)
    return ", ".join(filter(None, [str(Status(report.status).label), confidence]))
