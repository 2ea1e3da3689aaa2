"""A change in words: its field, what it was and what it is, by how much it moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from actionplan.base import formatting
from actionplan.base.twins import local
from actionplan.portal.action_facts import phase_words
from actionplan.reporting.states import (
    NEVER_REPORTED,
    Freshness,
    MilestoneState,
    Outcome,
    Status,
    confidence_word,
)
from actions.models import Phase as PhaseRow
from actions.states import Kind, MinisterRole, PromotionRole, Recurrence
from budgets.states import BudgetKind

from .comparing import AGAIN, BY_LEAD, TOTAL, Change
from .facts import MEASURES, TEXTS, Facts, Line, Milestone, Named, Phase, Reported

LABELS = {
    "added": gettext_lazy("Added to the plan"),
    "withdrawn": gettext_lazy("Withdrawn from the plan"),
    "merged": gettext_lazy("Merged into another action"),
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "objective": gettext_lazy("Objective"),
    "kind": gettext_lazy("Kind"),
    "limited": gettext_lazy("Limited"),
    "runs_from": gettext_lazy("Start in force"),
    "runs_until": gettext_lazy("End in force"),
    "phase": gettext_lazy("Phase"),
    "line": gettext_lazy("Budget line"),
    "status": gettext_lazy("Status"),
    "on_hold_since": gettext_lazy("On hold since"),
    "outcome": gettext_lazy("Outcome"),
    "confidence": gettext_lazy("Confidence"),
    "verdict": gettext_lazy("Verdict"),
    "actual_start": gettext_lazy("Actual start"),
    "actual_end": gettext_lazy("Actual end"),
    "forecast_end": gettext_lazy("Forecast end"),
    "slip_adopted": gettext_lazy("Slip against the end as adopted"),
    "slip_in_force": gettext_lazy("Slip against the end in force"),
    "milestone": gettext_lazy("Milestone"),
    "milestone_title": gettext_lazy("Milestone: title"),
    "milestone_due": gettext_lazy("Milestone: due"),
    "milestone_recurrence": gettext_lazy("Milestone: recurrence"),
    "milestone_target": gettext_lazy("Milestone: target"),
    "milestone_state": gettext_lazy("Milestone: reported"),
    "planned": gettext_lazy("Planned (derived)"),
    "committed": gettext_lazy("Committed"),
    "paid": gettext_lazy("Paid"),
    "forecast": gettext_lazy("Forecast to year end"),
    "lead": gettext_lazy("Lead"),
    "minister": gettext_lazy("Minister"),
    "organisation": gettext_lazy("Organisation"),
    "done": gettext_lazy("Done"),
    "next_steps": gettext_lazy("Next"),
    "obstacles": gettext_lazy("Obstacles"),
    "stop_reason": gettext_lazy("Why it was stopped"),
    "stop_decision": gettext_lazy("Stopped by decision"),
    "forecast_reason": gettext_lazy("Why the forecast"),
}
PLANNED = {
    BY_LEAD: gettext_lazy("Planned (as the lead spread it)"),
    AGAIN: gettext_lazy("Planned (derived again)"),
}
"""Where a lead's own spread is part of it."""
WORDS_OF_THE_REPORT = set(TEXTS)


@dataclass(frozen=True)
class Row:
    """One row of the table: texts, or names with a Dutch twin that the page marks; nothing is an empty text."""

    field: str
    label: str
    about: Any
    before: Any
    after: Any
    moved: str = ""
    is_hidden: bool = False
    """Words about a limited action, for somebody who does not read them."""
    is_long: bool = False
    codes: tuple[str, str] | None = None
    """Of confidence and verdict: what their shapes stand for."""
    is_continuous: bool = False


def rows_in_words(changes: list[Change], facts: Facts | None, *, may_read: bool) -> list[Row]:
    """`facts` are the later ones: confidence and verdict have words of their own for a continuous action."""
    continuous = facts is not None and facts.is_continuous
    return [_row(change, continuous, may_read) for change in changes]


def _row(change: Change, continuous: bool, may_read: bool) -> Row:
    label, about = str(PLANNED.get(change.spread) or LABELS[change.field]), _about(change)
    if change.field in WORDS_OF_THE_REPORT and not may_read:
        return Row(change.field, label, about, "", "", is_hidden=True)
    before, after = (_value(change, value, continuous) for value in (change.before, change.after))
    codes = (change.before, change.after) if change.field in ("confidence", "verdict") else None
    return Row(
        change.field,
        label,
        about,
        before,
        after,
        _moved(change),
        is_long=change.field in WORDS_OF_THE_REPORT or change.field == "summary",
        codes=codes,
        is_continuous=continuous,
    )


def _about(change: Change) -> Any:
    """Which milestone, year or body."""
    if change.field == "milestone_state":
        return change.about[0]
    if change.field in MEASURES:
        return pgettext("money", "in total") if change.about == TOTAL else str(change.about)
    return (
        "" if change.about is None else change.about if isinstance(change.about, Named) else str(change.about)
    )


def _moved(change: Change) -> str:
    """By how many days or how much it moved, and since when an amendment holds."""
    found = []
    if change.days is not None and change.field != "on_hold_since":
        found.append(_distance(change.days))
    if change.field in MEASURES and None not in (change.before, change.after):
        found.append(formatting.euro_difference(change.after - change.before))
    if change.field == "milestone_state" and change.about[1] is not None:
        found.append(_("period from %(day)s") % {"day": formatting.day(change.about[1])})
    if change.since:
        found.append(_("amended from %(day)s on") % {"day": formatting.day(change.since)})
    return ", ".join(found)


def _distance(days: int) -> str:
    if days == 0:
        return ""
    if days > 0:
        return ngettext("%(days)s day later", "%(days)s days later", days) % {"days": formatting.number(days)}
    return ngettext("%(days)s day earlier", "%(days)s days earlier", -days) % {
        "days": formatting.number(-days)
    }


def _value(change: Change, value: Any, continuous: bool) -> Any:
    if change.field in ("confidence", "verdict"):
        return confidence_word(value or "", continuous=continuous)
    if value is None and change.field in WORDS_OF_THE_REPORT:
        return _("Removed by law.")
    if value is None or value == "":
        return ""
    return WRITERS.get(change.field, str)(value)


def _status(value: str) -> str:
    return str(Freshness.NEVER.label if value == NEVER_REPORTED else Status(value).label)


def _slip(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": formatting.number(days)}


def _phase(phase: Phase) -> str:
    row = PhaseRow(**{name: getattr(phase, name) for name in phase._fields if name != "label"})
    words = phase_words(row)
    return f"{local(phase.label, 'name')}: {words}" if phase.label else words


def _line(line: Line) -> str:
    label, amount = local(line.label, "name"), str(BudgetKind(line.kind).label)
    if line.amount is not None:
        amount = formatting.euro(line.amount)
        amount = _("%(amount)s per year") % {"amount": amount} if line.per_year else amount
    return f"{label}: {amount}" if label else amount


def _milestone(milestone: Milestone) -> str:
    parts = [_recurrence(milestone.recurrence) if milestone.recurrence else ""]
    if milestone.due:
        parts.append(_("due %(day)s") % {"day": formatting.vague(milestone.due, milestone.due_precision)})
    return ", ".join(part for part in parts if part) or _("without a date")


def _recurrence(value: str) -> str:
    return str(Recurrence(value).label)


def _target(target: tuple[Decimal | None, Decimal | None, str]) -> str:
    numbers = [_plain(one) for one in dict.fromkeys(target[:2]) if one is not None]
    return f"{' – '.join(numbers)} {target[2]}".strip()


def _plain(value: Decimal) -> str:
    return formatting.number(value, 0 if value == value.to_integral_value() else 2)


def _reported(reported: Reported) -> str:
    words = str(MilestoneState(reported.state).label)
    if reported.achieved_on:
        words = _("%(state)s on %(day)s") % {"state": words, "day": formatting.day(reported.achieved_on)}
    return f"{words} ({_plain(reported.number)})" if reported.number is not None else words


def _limited(limited: bool) -> str:
    return _("yes") if limited else _("no")


WRITERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(
        ["title", "summary", "milestone_title", "lead", "added", "withdrawn", "merged"], lambda named: named
    ),
    **dict.fromkeys(
        [
            "on_hold_since",
            "actual_start",
            "actual_end",
            "forecast_end",
            "runs_from",
            "runs_until",
            "milestone_due",
        ],
        formatting.day,
    ),
    **dict.fromkeys(MEASURES, formatting.euro),
    **dict.fromkeys(["slip_adopted", "slip_in_force"], _slip),
    "status": _status,
    "outcome": lambda value: str(Outcome(value).label),
    "kind": lambda value: str(Kind(value).label),
    "limited": _limited,
    "phase": _phase,
    "line": _line,
    "milestone": _milestone,
    "milestone_recurrence": _recurrence,
    "milestone_target": _target,
    "milestone_state": _reported,
    "minister": lambda role: str(MinisterRole(role).label),
    "organisation": lambda role: str(PromotionRole(role).label),
}
