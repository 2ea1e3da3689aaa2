"""Milestones in words: what was promised and what became of it, in one line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actionplan.base import formatting
from actionplan.base.brussels import day_of
from actionplan.base.twins import in_dutch, local
from actionplan.portal.action_record import MilestoneLine, milestone_lines
from actionplan.portal.frozen_facts import FrozenFacts
from actionplan.portal.frozen_said import FrozenReport
from actionplan.reporting.milestone_states import days_achieved_late
from actionplan.reporting.models import SnapshotMilestone
from actionplan.reporting.states import MilestoneState
from actions.states import MilestoneOrigin, Recurrence

if TYPE_CHECKING:
    from .source import Source


def lines_of(source: Source, facts: FrozenFacts, word: FrozenReport | None) -> list[MilestoneLine]:
    """Every milestone of an action, beside what its word says of it."""
    phases = facts.phases(day_of(source.taken_at)).in_force
    told = word.milestones.all() if word else []
    return milestone_lines(
        facts.milestone_terms(), told, source.reckoned_on, plan=facts.plan(), phases=phases
    )


def milestone_sentence(line: MilestoneLine) -> str:
    """Title, when it is due, the target, what became of it."""
    terms = line.terms
    parts = [due_words(terms)]
    if terms.target_from is not None:
        parts.append(_("target %(target)s") % {"target": target_words(terms, line.is_proposed)})
    parts.append(line.periods if terms.recurrence else _state(line))
    title = local(terms, "title")
    if line.is_proposed:
        title = _("%(title)s (not in the printed plan)") % {"title": title}
    return f"{title}: {'; '.join(parts)}"


def due_words(terms: Any) -> str:
    if terms.recurrence:
        return str(Recurrence(terms.recurrence).label)
    if terms.due is None:
        return pgettext("milestone", "no date")
    return _("due %(day)s") % {"day": formatting.vague(terms.due, terms.due_precision)}


def target_words(terms: Any, own_words: bool | None = None) -> str:
    """A printed unit has no Dutch; one that was proposed is in its lead's words."""
    if terms.target_from is None:
        return ""
    known = [terms.target_from, terms.target_to]
    numbers = [plain_number(one) for one in dict.fromkeys(known) if one is not None]
    if own_words is None:
        own_words = getattr(terms, "origin", "") == MilestoneOrigin.PROPOSED
    unit = terms.unit if own_words or not in_dutch() else ""
    return f"{'–'.join(numbers)} {unit}".strip()


def days_late(row: SnapshotMilestone) -> int:
    """Of one achieved late: days after its due day; of one that was missed: days since; else 0, as of every period."""
    return days_achieved_late(row.due, row.state, row.achieved_on) or row.late_by


def plain_number(value: Decimal) -> str:
    return formatting.number(value, 0 if value == value.to_integral_value() else 2)


def _state(line: MilestoneLine) -> str:
    if line.late_by:
        sentence = ngettext("open, due %(days)s day ago", "open, due %(days)s days ago", line.late_by)
        return sentence % {"days": formatting.number(line.late_by)}
    if line.state == MilestoneState.ACHIEVED:
        numbers = [plain_number(row.number) for row in line.reported if row.number is not None]
        achieved = _("achieved on %(day)s") % {"day": formatting.day(line.achieved_on)}
        return ", ".join([achieved, *_late(line), *numbers])
    if line.state == MilestoneState.DROPPED:
        return pgettext("milestone", "dropped")
    return pgettext("milestone", "open")


def _late(line: MilestoneLine) -> Iterator[str]:
    if days := days_achieved_late(line.terms.due, line.state, line.achieved_on):
        yield ngettext("%(days)s day late", "%(days)s days late", days) % {"days": formatting.number(days)}
