"""A change in words: its field, its values, by how much it moved; and the kinds counted on top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from actionplan.base import formatting
from actionplan.planned.words import named_locally, phase_in_words, when_in_words
from actionplan.reporting.report_fields import COMPARED_FACTS, COMPARED_TEXTS, FIELD_NAMES
from actionplan.reporting.states import MilestoneState
from actions.states import Kind, MinisterRole, PromotionRole, Recurrence

from . import money, sentences
from .difference import BY_LEAD, DERIVED_AGAIN, FieldChange, TwinText
from .field_words import heading_of, value_in_words
from .indicator_words import aims_in_words, measured_state_in_words
from .picture import LinePicture, MilestonePicture, PhasePicture, ReportedMilestonePicture
from .sentences import amount_words, confidence_word, what_followed_words
from .unknown_figures import finality_in_words
from .words import NOT_SHOWN

CHANGE_LABELS = {
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
    "verdict": gettext_lazy("Verdict"),
    "slip_adopted": gettext_lazy("Days later than the end as adopted"),
    "slip_in_force": gettext_lazy("Days later than the end in force"),
    "milestone": gettext_lazy("Milestone"),
    "milestone_title": gettext_lazy("Milestone: title"),
    "milestone_due": gettext_lazy("Milestone: due"),
    "milestone_recurrence": gettext_lazy("Milestone: recurrence"),
    "milestone_target": gettext_lazy("Milestone: target"),
    "milestone_proof": gettext_lazy("Milestone: proof"),
    "milestone_state": gettext_lazy("Milestone: reported"),
    "indicator": gettext_lazy("Indicator"),
    "measured": gettext_lazy("Indicator: measured"),
    "planned": gettext_lazy("Planned (derived)"),
    "committed": gettext_lazy("Committed"),
    "paid": gettext_lazy("Paid"),
    "forecast": gettext_lazy("Forecast to year end"),
    "finality": gettext_lazy("Provisional or final"),
    "lead": gettext_lazy("Lead"),
    "minister": gettext_lazy("Minister"),
    "organisation": gettext_lazy("Organisation"),
}
PLANNED_LABELS = {
    BY_LEAD: gettext_lazy("Planned (as the lead spread it)"),
    DERIVED_AGAIN: gettext_lazy("Planned (derived again)"),
}
"""If the lead's own spread is part of it."""
PLANNED_AS_STATED = gettext_lazy("Planned (as the plan states it)")


@dataclass(frozen=True)
class ChangeRow:
    """A change as a row of a table: texts, or a `TwinText` that the page marks; empty for no value."""

    field: str
    label: str
    about: str | TwinText
    before: str | TwinText
    after: str | TwinText
    moved: str = ""
    is_hidden: bool = False
    """Words about a limited action, for somebody who may not read them: `before` says so."""
    is_long: bool = False
    codes: tuple[str, str] | None = None
    """For confidence and verdict: the codes of their shapes."""
    amounts: tuple[Decimal | None, Decimal | None] | None = None
    """For money: both amounts in euro."""

    @property
    def cells(self) -> list[str | Decimal | None]:
        """For a file or a document: the field, of what, before, after, by how much; amounts are numbers."""
        before, after = self.amounts or (_plain(self.before), _plain(self.after))
        return [self.label, _plain(self.about), before, after, self.moved]


def _plain(value: str | TwinText) -> str:
    return value.local_text if isinstance(value, TwinText) else value


def row_of(change: FieldChange, *, may_read: bool) -> ChangeRow:
    label, about = label_of(change), _about(change)
    if change.field in COMPARED_TEXTS and not may_read:
        return ChangeRow(change.field, label, about, str(NOT_SHOWN), "", is_hidden=True)
    is_judged = change.field in ("confidence", "verdict")
    return ChangeRow(
        change.field,
        label,
        about,
        _value(change, change.before),
        _value(change, change.after),
        _moved(change),
        is_long=change.field in COMPARED_TEXTS or change.field == "summary",
        codes=(change.before, change.after) if is_judged else None,
        amounts=(change.before, change.after) if change.field in money.MEASURES else None,
    )


def label_of(change: FieldChange) -> str:
    """The name of the field that changed."""
    if change.field in FIELD_NAMES:
        return heading_of(change.field)
    if change.is_stated and not change.spread:
        return str(PLANNED_AS_STATED)
    return str(PLANNED_LABELS.get(change.spread) or CHANGE_LABELS[change.field])


def _about(change: FieldChange) -> str | TwinText:
    """Which milestone, year, line or body."""
    if change.field == "finality":
        year, place = change.about
        return _("%(year)s, line %(place)s") % {"year": year, "place": place}
    if change.about is None:
        return pgettext("money", "in total") if change.field in money.MEASURES else ""
    return change.about if isinstance(change.about, TwinText) else str(change.about)


def _moved(change: FieldChange) -> str:
    """By how many days or how much it moved, and from which day an amendment is in force."""
    parts = []
    if change.days and change.field != "on_hold_since":
        parts.append(distance_in_words(change.days))
    if change.field in money.MEASURES and None not in (change.before, change.after):
        parts.append(formatting.euro_difference(change.after - change.before))
    if change.lacks:
        parts.append(_("without what is unknown"))
    if change.period:
        parts.append(_("period from %(day)s") % {"day": formatting.day(change.period)})
    if change.since:
        parts.append(_("amended from %(day)s on") % {"day": formatting.day(change.since)})
    return ", ".join(parts)


def distance_in_words(days: int) -> str:
    """How much later a day is than another; earlier if negative."""
    if days > 0:
        later = ngettext("%(days)s day later", "%(days)s days later", days)
        return later % {"days": formatting.number(days)}
    earlier = ngettext("%(days)s day earlier", "%(days)s days earlier", -days)
    return earlier % {"days": formatting.number(-days)}


def _value(change: FieldChange, value: Any) -> str | TwinText:
    if change.field in ("confidence", "verdict"):
        return confidence_word(value or "")
    if value is None or value == "":
        return ""
    if isinstance(value, TwinText):
        return value
    if change.field in COMPARED_FACTS and change.field not in WRITERS:
        return value_in_words(change.field, value)
    return WRITERS.get(change.field, str)(value)


def _slip(days: int) -> str:
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": formatting.number(days)}


def _phase(phase: PhasePicture) -> str:
    return phase_in_words(named_locally(phase))


def _line(line: LinePicture) -> str:
    return ": ".join(filter(None, [line.local_label, amount_words(line)]))


def _milestone(milestone: MilestonePicture) -> str:
    return when_in_words(milestone) or _("without a date")


def _recurrence(value: str) -> str:
    return str(Recurrence(value).label)


def _target(target: tuple[Decimal | None, Decimal | None, str]) -> str:
    numbers = [
        formatting.short_number(number) for number in dict.fromkeys(target[:2]) if isinstance(number, Decimal)
    ]
    return f"{' – '.join(numbers)} {target[2]}".strip()


def _told(report: ReportedMilestonePicture) -> str:
    words = str(MilestoneState(report.state).label)
    if report.achieved_on:
        words = _("%(state)s on %(day)s") % {"state": words, "day": formatting.day(report.achieved_on)}
    if report.number is not None:
        words = f"{words} ({formatting.short_number(report.number)})"
    return ", ".join(filter(None, [words, what_followed_words(report)]))


WRITERS: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(["runs_from", "runs_until", "milestone_due"], formatting.day),
    **dict.fromkeys(money.MEASURES, formatting.euro),
    **dict.fromkeys(["slip_adopted", "slip_in_force"], _slip),
    **dict.fromkeys(COMPARED_TEXTS, lambda text: text.in_words),
    "status": sentences.status_word,
    "kind": lambda value: str(Kind(value).label),
    "limited": formatting.yes_or_no,
    "phase": _phase,
    "line": _line,
    "milestone": _milestone,
    "milestone_recurrence": _recurrence,
    "milestone_target": _target,
    "milestone_state": _told,
    "indicator": aims_in_words,
    "measured": measured_state_in_words,
    "finality": finality_in_words,
    "minister": lambda role: str(MinisterRole(role).label),
    "organisation": lambda role: str(PromotionRole(role).label),
}
